import type { Plan } from '../../plan/plan.ts';
import { balanceCents } from '../balance.ts';
import { type Case, holdOf, type NoteFact, nameOf, type Payment, recordOf, type TaskKind } from '../case.ts';
import { moneyOf } from '../debtor/payment.ts';
import type { Fact } from '../facts/fact.ts';
import { dayOf, type FactOf, type Rules } from '../facts/rule.ts';
import { limitationOf } from '../limitation.ts';
import { chargesAskedOn, settlesLateCharges } from '../next/late-charges.ts';
import { isSettledInPrincipal } from '../next/tolerance.ts';
import { endAwaitedPayment, endTask, forgetTasks, queueNote, raise } from './changes.ts';
import { afterCreditNote } from './withheld.ts';

type MoneyFact =
  | 'payment'
  | 'payment-reversed'
  | 'payment-withdrawn'
  | 'credit-note'
  | 'invoice-changed'
  | 'invoice-cancelled'
  | 'waive'
  | 'closed'
  | 'close'
  | 'reopened';

/** What is owed, and the end of it. */
export const moneyRules: Rules<MoneyFact> = {
  payment: applyPayment,
  'payment-reversed': applyReversal,
  'payment-withdrawn': applyReversal,
  'credit-note': (theCase, fact, plan) => {
    if (theCase.creditNotes.some((note) => note.id === fact.id)) return theCase;
    const { id, amountCents, on = dayOf(fact) } = fact;
    const credited = { ...theCase, creditNotes: [...theCase.creditNotes, { id, amountCents, on }] };
    return correct(afterCreditNote(credited), plan, fact, `credit:${id}`, { about: 'credit-note', on, id, amountCents });
  },
  'invoice-changed': applyInvoiceChanged,
  'invoice-cancelled': (theCase, fact, plan) =>
    theCase.cancelled
      ? theCase
      : correct(endTask({ ...theCase, cancelled: true }, 'credit-note'), plan, fact, 'cancelled', {
          about: 'cancellation',
          on: dayOf(fact),
        }),
  waive: (theCase) => endTask({ ...theCase, waived: true }, 'late-charges'),
  closed: (theCase, { at, reason, letGoCents }) =>
    finish(theCase, { at, reason, ...(letGoCents === undefined ? {} : { letGoCents }) }),
  close: (theCase, fact) => finish(theCase, { at: fact.at, reason: 'closed-by-operator' }),
  reopened: ({ setAside = [], ...theCase }) => ({ ...theCase, closed: null, tasks: [...theCase.tasks, ...setAside] }),
};

/** What a closed case still asks a person: its credit, and what became of a message that may have left. */
const keptTasks: readonly TaskKind[] = ['credit', 'unknown-send'];
/** What is asked of the money as it stands: if the case opens again, the planner asks anew where it is still so. */
const ofTheMoney: readonly TaskKind[] = ['late-charges', 'small-rest'];

/**
 * What was asked of the money as it stood ends once it stands otherwise: a principal that is owed again asks nobody about its late charges,
 * another rest is another question. The planner asks anew where it is so again.
 */
export function withoutStaleQuestions(before: Case, theCase: Case, plan: Plan): Case {
  const rest = balanceCents(theCase);
  if (rest === balanceCents(before)) return theCase;
  const isOwed = !isSettledInPrincipal(theCase, plan);
  const isStale = (name: string) =>
    (isOwed && name.startsWith(nameOf('late-charges', ''))) ||
    (name.startsWith(nameOf('small-rest', '')) && name !== nameOf('small-rest', String(rest)));
  if (!theCase.raised.some(isStale)) return theCase;
  return {
    ...theCase,
    tasks: theCase.tasks.filter(({ kind, key }) => !isStale(nameOf(kind, key))),
    raised: theCase.raised.filter((name) => !isStale(name)),
  };
}

/** Nothing else is pending on a closed case. What was asked is asked again if it opens again, and what the world lacks (feed, rate) is still lacking. */
function finish(theCase: Case, closed: Case['closed']): Case {
  const ended = theCase.tasks.filter(({ kind }) => !keptTasks.includes(kind));
  const anew = ended.filter(({ kind }) => ofTheMoney.includes(kind)).map(({ kind, key }) => nameOf(kind, key));
  const setAside = ended.filter(({ kind }) => !ofTheMoney.includes(kind));
  const agreed = closed?.reason === 'paid' ? holdOf(theCase, 'instalments') : undefined;
  const settledChargesCents = agreed?.lateChargesCents;
  return {
    ...theCase,
    closed,
    waived: theCase.waived || (agreed !== undefined && settlesLateCharges(agreed)),
    ...(settledChargesCents === undefined ? {} : { settledChargesCents }),
    jump: null,
    holds: theCase.holds.filter(
      (hold) => hold.type === 'feed-stale' || hold.type === 'rate-missing' || hold.type === 'insolvency',
    ),
    tasks: theCase.tasks.filter(({ kind }) => keptTasks.includes(kind)),
    raised: theCase.raised.filter((name) => !anew.includes(name)),
    ...(setAside.length > 0 ? { setAside } : {}),
  };
}

/** Money of an insolvent debtor may have to be given back (C. com. L622-7): it is a human's, nobody is thanked. */
function applyPayment(theCase: Case, fact: FactOf<'payment'>): Case {
  if (theCase.payments.some((payment) => payment.id === fact.id)) return theCase;
  const { id, amountCents, on = dayOf(fact), entry, creditOf } = fact;
  const origin = { ...(entry === undefined ? {} : { entry }), ...(creditOf === undefined ? {} : { creditOf }) };
  const payment = { id, amountCents, on, reversed: false, ...origin };
  const paid = endAwaitedPayment(endTask({ ...theCase, payments: [...theCase.payments, payment] }, 'promise-broken'));
  if (holdOf(theCase, 'insolvency')) {
    return raise(
      paid,
      fact,
      'insolvency',
      `payment:${fact.id}`,
      'Paiement reçu après l’ouverture de la procédure\u00a0: à examiner.',
    );
  }
  if (creditOf !== undefined || isToBeThanked(theCase, payment)) return paid;
  const template = balanceCents(paid) <= 0 ? 'payment-thanks' : 'partial-payment-thanks';
  return queueNote(paid, fact, template, `payment:${id}`, { about: 'payment', id, amountCents, on }, moneyOf(payment));
}

/** The receipt of the same money waits to leave: matching gives a transfer to a case as price and surplus, one receipt tells all of it. */
function isToBeThanked(theCase: Case, payment: Payment): boolean {
  return theCase.notes.some(({ money }) => money === moneyOf(payment));
}

/** After a notice no demand says that a payment counts no more, which its receipt had confirmed: a note does. */
function applyReversal(theCase: Case, fact: FactOf<'payment-reversed'> | FactOf<'payment-withdrawn'>, plan: Plan): Case {
  const paid = theCase.payments.find(({ id }) => id === fact.payment);
  if (!paid || paid.reversed) return theCase;
  const wasConfirmed = paid.creditOf === undefined && !isToBeThanked(theCase, paid);
  const isUnsaid = fact.type === 'payment-withdrawn' && !wasConfirmed;
  const back = { ...paid, reversed: true, ...(isUnsaid ? { unsaid: true as const } : {}) };
  const payments = theCase.payments.map((payment) => (payment === paid ? back : payment));
  // The credit that it made is none any more: what is left of one is told anew.
  const without = forgetTasks({ ...theCase, payments }, ({ kind }) => kind === 'credit');
  if (!wasConfirmed) return without;
  const { id, amountCents, on: receivedOn } = paid;
  return correct(without, plan, fact, `returned:${id}`, {
    about: 'return',
    on: dayOf(fact),
    id,
    amountCents,
    receivedOn,
  });
}

/** A formal notice, or a claim of late charges, that asked for more than is owed now is corrected; nobody under an insolvency is written to. */
function correct(theCase: Case, plan: Plan, fact: Fact, key: string, about: NoteFact): Case {
  const hasAsked = theCase.notice !== null || chargesAskedOn(theCase, plan) !== null;
  return hasAsked && !holdOf(theCase, 'insolvency') ? queueNote(theCase, fact, 'corrective', key, about) : theCase;
}

function applyInvoiceChanged(theCase: Case, fact: FactOf<'invoice-changed'>, plan: Plan): Case {
  const dueOn = fact.dueOn ?? theCase.invoice.dueOn;
  const invoice = { ...theCase.invoice, dueOn, totalCents: fact.totalCents ?? theCase.invoice.totalCents };
  const changed = { ...theCase, invoice, timeBarredOn: limitationOf(theCase.debtor.kind, invoice) };
  return dueOn > theCase.invoice.dueOn ? reanchored(changed, plan) : changed;
}

/** A courtesy note dropped because the due date had come is possible again under a later one, as long as nothing else was sent. */
function reanchored(theCase: Case, plan: Plan): Case {
  const sent = plan.steps.some((step) => step.anchor !== 'before-due' && recordOf(theCase, step.id));
  if (sent) return theCase;
  const early = new Set(plan.steps.filter((step) => step.anchor === 'before-due').map((step) => step.id));
  return { ...theCase, steps: theCase.steps.filter((record) => !(record.state === 'left-out' && early.has(record.step))) };
}
