import { type TemplateId, templateIds } from '../../domain/plan/template-ids.ts';
import type { DebtorKind, Tone } from '../data.ts';

export const tones: readonly Tone[] = ['friendly', 'firm', 'last'];
export const debtorKinds: readonly DebtorKind[] = ['business', 'consumer', 'public'];

/** What the name of a file says: `reminder.last.business` is the last reminder, for businesses only. */
export interface Wording {
  readonly template: TemplateId;
  readonly tones: readonly Tone[];
  readonly kinds: readonly DebtorKind[];
}

/** Reads a file's name; null when a part of it is no template, tone or debtor kind. */
export function wordingOf(name: string): Wording | null {
  const [id, ...parts] = name.split('.');
  const template = templateIds.find((known) => known === id);
  const tone = tones.filter((known) => parts.includes(known));
  const kind = debtorKinds.filter((known) => parts.includes(known));
  if (template === undefined || tone.length + kind.length !== parts.length) return null;
  return { template, tones: tone.length === 0 ? tones : tone, kinds: kind.length === 0 ? debtorKinds : kind };
}

/** The file names that fit, the most particular first. */
export function candidates(template: TemplateId, tone: Tone, kind: DebtorKind): string[] {
  return [`${template}.${tone}.${kind}`, `${template}.${tone}`, `${template}.${kind}`, template];
}
