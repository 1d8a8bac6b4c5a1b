import type { DebtorKind } from '../plan/plan.ts';
import { type Mandate, mandateFaults } from './mandate.ts';
import { missingMediator } from './mediator.ts';
import { type Signatory, signatoryFault } from './signatory.ts';

/** What is about to be written: a letter that somebody signs, a demand, or a note that asks for nothing. */
export type Written = 'letter' | 'demand' | 'note';

/** What a creditor told of those who act, sign and mediate for him. */
interface Writer {
  readonly kind: string;
  readonly mandate?: Mandate | undefined;
  readonly mediator?: object | undefined;
  readonly signatory?: Signatory | undefined;
}

/**
 * What his document lacks for a creditor to write to a debtor, a sentence in French that says what to fill in; null when nothing does. Nothing
 * leaves for another without all that R124-1 to R124-4 of the CPCE ask, no demand to a consumer without the mediator (C. conso. L616-1), and
 * no letter without its signatory and his power.
 */
export function whyUnwritten(creditor: Writer, debtorKind: DebtorKind, written: Written): string | null {
  const [mandate] = mandateFaults(creditor);
  if (mandate) return mandate.message;
  if (written === 'note') return null;
  const mediator = missingMediator(creditor, debtorKind);
  if (mediator !== null || written === 'demand') return mediator;
  return signatoryFault(creditor)?.message ?? null;
}
