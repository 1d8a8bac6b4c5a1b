import type { Plan } from '../../plan/plan.ts';
import { balanceCents } from '../balance.ts';
import { type Case, holdOf, type NoteFact, recordOf } from '../case.ts';
import type { Fact } from '../facts/fact.ts';
import { dayOf, type FactOf, type Rules } from '../facts/rule.ts';
import { limitationOf } from '../limitation.ts';
import { isFromCredit } from '../next/credit.ts';
import { chargesAskedOn, settlesLateCharges } from '../next/late-charges.ts';
import { endAwaitedPayment, endTask, queueNote, raise } from './changes.ts';

type MoneyFact =
  | 'payment'
  | 'payment-reversed'
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
  'payment-reversed': (c, fact) => {
    const payments = c.payments.map((payment) => (payment.id === fact.payment ? { ...payment, reversed: true } : payment));
    return { ...c, payments };
  },
  'credit-note': (c, fact, plan) => {
    if (c.creditNotes.some((note) => note.id === fact.id)) return c;
    const { id, amountCents, on = dayOf(fact) } = fact;
    const credited = { ...c, creditNotes: [...c.creditNotes, { id, amountCents, on }] };
    return correct(credited, plan, fact, `credit:${id}`, { about: 'credit-note', on, id, amountCents });
  },
  'invoice-changed': applyInvoiceChanged,
  'invoice-cancelled': (c, fact, plan) =>
    c.cancelled ? c : correct({ ...c, cancelled: true }, plan, fact, 'cancelled', { about: 'cancellation', on: dayOf(fact) }),
  waive: (c) => endTask({ ...c, waived: true }, 'late-charges'),
  closed: (c, { at, reason, letGoCents }) => finish(c, { at, reason, ...(letGoCents === undefined ? {} : { letGoCents }) }),
  close: (c, fact) => finish(c, { at: fact.at, reason: 'closed-by-operator' }),
  reopened: (c) => ({ ...c, closed: null }),
};

/** Nothing is pending on a closed case; what the world lacks (feed, rate) is still lacking if it opens again. */
function finish(c: Case, closed: Case['closed']): Case {
  const agreed = closed?.reason === 'paid' ? holdOf(c, 'instalments') : undefined;
  const settledChargesCents = agreed?.lateChargesCents;
  return {
    ...c,
    closed,
    waived: c.waived || (agreed !== undefined && settlesLateCharges(agreed)),
    ...(settledChargesCents === undefined ? {} : { settledChargesCents }),
    jump: null,
    holds: c.holds.filter((hold) => hold.type === 'feed-stale' || hold.type === 'rate-missing' || hold.type === 'insolvency'),
    tasks: c.tasks.filter((task) => task.kind === 'credit'),
  };
}

/** Money of an insolvent debtor may have to be given back (C. com. L622-7): it is a human's, nobody is thanked. */
function applyPayment(c: Case, fact: FactOf<'payment'>): Case {
  if (c.payments.some((payment) => payment.id === fact.id)) return c;
  const payment = { id: fact.id, amountCents: fact.amountCents, on: fact.on ?? dayOf(fact), reversed: false };
  const paid = endAwaitedPayment({ ...c, payments: [...c.payments, payment] });
  if (holdOf(c, 'insolvency')) {
    return raise(
      paid,
      fact,
      'insolvency',
      `payment:${fact.id}`,
      'Paiement reçu après l’ouverture de la procédure\u00a0: à examiner.',
    );
  }
  if (isFromCredit(fact.id)) return paid;
  const { id, amountCents, on } = payment;
  const template = balanceCents(paid) <= 0 ? 'payment-thanks' : 'partial-payment-thanks';
  return queueNote(paid, fact, template, `payment:${id}`, { about: 'payment', id, amountCents, on });
}

/** A formal notice, or a claim of late charges, that asked for more than is owed now is corrected; nobody under an insolvency is written to. */
function correct(c: Case, plan: Plan, fact: Fact, key: string, about: NoteFact): Case {
  const hasAsked = c.notice !== null || chargesAskedOn(c, plan) !== null;
  return hasAsked && !holdOf(c, 'insolvency') ? queueNote(c, fact, 'corrective', key, about) : c;
}

function applyInvoiceChanged(c: Case, fact: FactOf<'invoice-changed'>, plan: Plan): Case {
  const dueOn = fact.dueOn ?? c.invoice.dueOn;
  const invoice = { ...c.invoice, dueOn, totalCents: fact.totalCents ?? c.invoice.totalCents };
  const changed = { ...c, invoice, timeBarredOn: limitationOf(c.debtor.kind, invoice) };
  return dueOn > c.invoice.dueOn ? reanchored(changed, plan) : changed;
}

/** A courtesy note dropped because the due date had come is possible again under a later one, as long as nothing else was sent. */
function reanchored(c: Case, plan: Plan): Case {
  const sent = plan.steps.some((step) => step.anchor !== 'before-due' && recordOf(c, step.id));
  if (sent) return c;
  const early = new Set(plan.steps.filter((step) => step.anchor === 'before-due').map((step) => step.id));
  return { ...c, steps: c.steps.filter((record) => !(record.state === 'left-out' && early.has(record.step))) };
}
