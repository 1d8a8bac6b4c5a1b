import type { Plan } from '../../plan/plan.ts';
import { balanceCents } from '../balance.ts';
import type { Case } from '../case.ts';
import type { Fact } from './fact.ts';

/** What the creditor's systems may be told, as they name it. */
export const outwardEvents = [
  'case.opened',
  'message.sent',
  'debtor.answered',
  'promise.made',
  'promise.broken',
  'instalments.agreed',
  'dispute.opened',
  'dispute.resolved',
  'payment.received',
  'payment.reversed',
  'case.paid',
  'case.closed',
  'case.handed-over',
  'customer.hold.suggested',
] as const;
export type OutwardEvent = (typeof outwardEvents)[number];

/** An event ready to be told: no name, no address, no text that somebody wrote. */
export interface EventOut {
  readonly type: OutwardEvent;
  readonly timestamp: string;
  readonly data: { readonly caseId: string; readonly [field: string]: unknown };
}

type EventRule = { readonly type: OutwardEvent; readonly of: readonly string[] };

/** Which facts are told, and what of them. */
const told: { readonly [T in Fact['type']]?: EventRule } = {
  opened: { type: 'case.opened', of: ['plan'] },
  sent: { type: 'message.sent', of: ['step', 'channel', 'template', 'askedCents'] },
  'debtor-wrote': { type: 'debtor.answered', of: ['channel', 'about'] },
  promise: { type: 'promise.made', of: ['amountCents', 'on'] },
  'promise-broken': { type: 'promise.broken', of: ['promisedCents', 'paidCents'] },
  instalments: { type: 'instalments.agreed', of: ['schedule'] },
  'dispute-opened': { type: 'dispute.opened', of: ['amountCents'] },
  'dispute-resolved': { type: 'dispute.resolved', of: ['outcome'] },
  payment: { type: 'payment.received', of: ['id', 'amountCents', 'on'] },
  'payment-reversed': { type: 'payment.reversed', of: ['payment'] },
  'payment-withdrawn': { type: 'payment.reversed', of: ['payment'] },
  'handed-over': { type: 'case.handed-over', of: ['route'] },
};

/** What a debtor owes in the currency of a case, what is disputed apart, beside what the creditor lets him owe; cents. */
export interface Exposure {
  readonly openCents: number;
  readonly overdueCents: number;
  /** Null: no limit was told. */
  readonly limitCents: number | null;
}

/** What facts that were just written down mean to the creditor's systems; the case stands as after them all. */
export function eventsOut(theCase: Case, plan: Plan, facts: readonly Fact[], exposure: Exposure): readonly EventOut[] {
  return facts.flatMap((fact) => [...eventOf(theCase, fact), ...holdSuggested(theCase, plan, fact, exposure)]);
}

/** True when one of the facts may suggest to hold the customer: his limit is worth a look. */
export function mayHoldCustomer({ customerHold = [] }: Plan, facts: readonly Fact[]): boolean {
  return facts.some((fact) => fact.type === 'sent' && customerHold.some(({ step }) => step === fact.step));
}

function eventOf(theCase: Case, fact: Fact): EventOut[] {
  if (fact.type === 'closed') {
    const type = fact.reason === 'paid' ? 'case.paid' : 'case.closed';
    return [eventAbout(theCase, fact, type, { reason: fact.reason })];
  }
  const known = told[fact.type];
  const fields = Object.entries(fact).filter(([name]) => known?.of.includes(name));
  return known ? [eventAbout(theCase, fact, known.type, Object.fromEntries(fields))] : [];
}

/** By the plan: once this step left, order taking may act (slow down, take cash only, stop deliveries). */
function holdSuggested(theCase: Case, { customerHold = [] }: Plan, fact: Fact, exposure: Exposure): EventOut[] {
  if (fact.type !== 'sent' || fact.step === null) return [];
  const balance = balanceCents(theCase);
  const rule = customerHold.findLast(
    (one) => one.step === fact.step && balance >= leastOf(one, theCase) && (!one.aboveLimit || isAboveLimit(exposure)),
  );
  if (!rule) return [];
  const { openCents: exposureCents, overdueCents, limitCents } = exposure;
  const about = { suggests: rule.suggests, step: rule.step, exposureCents, overdueCents, limitCents };
  return [eventAbout(theCase, fact, 'customer.hold.suggested', about)];
}

function isAboveLimit({ openCents, limitCents }: Exposure): boolean {
  return limitCents !== null && openCents > limitCents;
}

function leastOf({ minimumBalance = {} }: NonNullable<Plan['customerHold']>[number], { invoice }: Case): number {
  return minimumBalance[invoice.currency] ?? 0;
}

function eventAbout(theCase: Case, fact: Fact, type: OutwardEvent, about: Readonly<Record<string, unknown>>): EventOut {
  const { id, creditorId, debtor, invoice } = theCase;
  const data = {
    caseId: id,
    creditorId,
    debtorId: debtor.id,
    invoiceId: invoice.id,
    invoiceNumber: invoice.number,
    currency: invoice.currency,
    balanceCents: balanceCents(theCase),
    ...about,
  };
  return { type, timestamp: fact.at, data };
}
