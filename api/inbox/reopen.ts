import { caseRowOf } from '../../db/cases.ts';
import type { Case, CaseOpening } from '../../domain/case/case.ts';
import type { Fact } from '../../domain/case/fact.ts';
import { aloneInTheWorld } from '../../domain/case/world.ts';
import type { Delivery } from './delivery.ts';

type Payload = Readonly<Record<string, unknown>>;

/** Facts that a closed case must hear: money moved, whatever was decided (architecture.md 2). */
const reopening: Readonly<Record<string, string>> = {
  payment: 'un paiement est arrivé après la clôture',
  'payment-reversed': 'un paiement a été rejeté par la banque',
  'credit-note': 'un avoir est arrivé après la clôture',
};

/** Facts that mean nothing any more once a case is closed. */
const moot: readonly string[] = [
  'feed-fresh',
  'rate-entered',
  'payment-announced',
  'invoice-cancelled',
  'invoice-status',
  'pause',
  'message-taken',
  'message-delivered',
  'message-bounced',
  'opt-out',
  'notice-event',
];

const factTypes: Readonly<Record<string, string>> = {
  paymentReceived: 'payment',
  paymentReversed: 'payment-reversed',
  letterEvent: 'notice-event',
};

/**
 * Tells a fact to a case that no workflow runs any more: reopened from its row, or nothing when the fact is known or moot.
 * Answers null when it is told, else why a human must look at it.
 */
export async function reopenFor(
  { db, engine }: Delivery,
  caseId: string,
  signal: string,
  payload: Payload,
): Promise<string | null> {
  const row = await caseRowOf(db, caseId);
  if (!row) return `no case ${caseId}`;
  const fact = { ...payload, type: factTypes[signal] ?? payload.type } as Fact;
  if (moot.includes(fact.type) || isKnown(row.state, fact)) return null;
  const reason = reopening[fact.type];
  if (reason === undefined) return `${caseId} is closed and does not hear ${fact.type}`;
  const { at, actor, cause } = fact;
  const reopened: Fact = { type: 'reopened', reason, at, actor, ...(cause === undefined ? {} : { cause }) };
  await engine.reopen(caseId, {
    opening: openingAgain(row.state),
    plan: row.plan,
    actor,
    ...(cause === undefined ? {} : { cause }),
    carried: { case: row.state, world: aloneInTheWorld, revision: row.revision, unrecorded: [reopened, fact] },
  });
  return null;
}

function openingAgain({ creditorId, debtor, invoice, contact, timeBarredOn }: Case): CaseOpening {
  const limit = timeBarredOn === null ? {} : { timeBarredOn };
  return { creditorId, debtor, invoice, contact: { email: contact.email, mobile: contact.mobile }, ...limit };
}

function isKnown(state: Case, fact: Fact): boolean {
  switch (fact.type) {
    case 'payment':
      return state.payments.some((payment) => payment.id === fact.id);
    case 'payment-reversed':
      return !state.payments.some((payment) => payment.id === fact.payment && !payment.reversed);
    case 'credit-note':
      return state.creditNotes.some((note) => note.id === fact.id);
    default:
      return false;
  }
}
