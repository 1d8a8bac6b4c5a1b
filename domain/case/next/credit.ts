import type { CivilDate } from '../../calendar/civil-date.ts';
import { sumCents } from '../../money/cents.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Next } from '../act.ts';
import { balanceCents, contestedCents } from '../balance.ts';
import { type Case, holdOf } from '../case.ts';
import { because } from '../reason.ts';
import type { World } from '../world.ts';
import { raiseOnce } from './alarms.ts';
import { toleratedCents } from './tolerance.ts';

/** What the debtor has to his credit in a case, in cents: a person was told of it and has neither refunded nor used it yet. */
export function creditCents(theCase: Case): number {
  const isTold = theCase.tasks.some(({ kind }) => kind === 'credit');
  return isTold ? Math.max(0, -balanceCents(theCase) - (theCase.creditChargesCents ?? 0)) : 0;
}

/** A task tells of a credit, once for the movements and the face balance of that moment, with what late charges take of the money above the price. */
export function tellCredit(theCase: Case, nowMs: number, creditedCents: number): Next | null {
  const { payments, creditUses = [] } = theCase;
  const balance = balanceCents(theCase);
  const chargesCents = -balance - creditedCents;
  const key = `${payments.length + creditUses.length}:${balance}+${chargesCents}`;
  const context = { code: 'credit-to-settle', cents: creditedCents, currency: theCase.invoice.currency } as const;
  return raiseOnce(theCase, nowMs, 'credit', key, context, { chargesCents });
}

/**
 * What the debtor's credits cover of one of his open cases, in cents: in one currency, the oldest due first, each up to what is asked
 * for it.
 */
export function coveredCents(theCase: Case, cases: readonly Case[]): number {
  const mine = cases.filter(({ invoice }) => invoice.currency === theCase.invoice.currency);
  let left = sumCents(mine.map(creditCents));
  for (const one of mine.filter(({ closed }) => closed === null).toSorted(inLegalOrder)) {
    const taken = Math.min(left, coverable(one));
    if (one.id === theCase.id) return taken;
    left -= taken;
  }
  return 0;
}

function inLegalOrder(a: Case, b: Case): number {
  const keyOf = ({ invoice, id }: Case) => `${invoice.dueOn} ${invoice.issuedOn ?? invoice.dueOn} ${id}`;
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

/** What is asked for a case, were there no credit. */
function coverable(theCase: Case): number {
  if (holdOf(theCase, 'dispute')?.amountCents === null) return 0;
  const ownCents = holdOf(theCase, 'credit')?.amountCents ?? 0;
  return Math.max(0, balanceCents(theCase) - contestedCents(theCase) + ownCents);
}

/** The hold that a credit of the debtor puts on what is asked of his other invoices follows it; a credit within the tolerance holds nobody. */
export function creditHoldNext(theCase: Case, plan: Plan, nowMs: number, { creditCents: covered }: World): Next | null {
  if (covered === undefined) return null;
  const heldCents = holdOf(theCase, 'credit')?.amountCents ?? 0;
  const wantedCents = covered <= toleratedCents(theCase, plan) ? 0 : covered;
  if (wantedCents === heldCents) return null;
  const act =
    wantedCents > 0
      ? ({ do: 'hold-credit', amountCents: wantedCents } as const)
      : ({ do: 'end-hold', hold: 'credit', reason: because('credit-settled') } as const);
  return { act, atMs: nowMs, why: because('credit') };
}

/** A credit that a person used for another invoice is on its way to it. */
export function creditPassing(theCase: Case, nowMs: number): Next | null {
  const use = theCase.creditUses?.find(({ passed }) => passed === false);
  if (!use || use.to === undefined) return null;
  const { id, to, amountCents } = use;
  return { act: { do: 'pass-credit', id, to, amountCents }, atMs: nowMs, why: because('credit-passing') };
}

/** The payment as which a used credit reaches its invoice: it was thanked for when it came. */
export function creditPayment({ invoice }: Case, use: string, amountCents: number, on: CivilDate) {
  return { type: 'payment', id: `credit:${invoice.id}:${use}`, creditOf: invoice.id, amountCents, on } as const;
}
