import type { Aside } from '../db/schema.ts';
import { frenchInstant } from '../domain/case/show/french.ts';

/** Who had put money aside, and when: a reason that stays once it counts again. Why he did goes with the words of the entry. */
export function asideText({ actor, at }: Aside): string {
  return `mise hors factures par ${actor} le ${frenchInstant(at)}`;
}
