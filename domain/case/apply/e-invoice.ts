import { addWorkingDays } from '../../calendar/working-days.ts';
import type { Plan } from '../../plan/plan.ts';
import { balanceCents } from '../balance.ts';
import { type Case, holdOf } from '../case.ts';
import { type EInvoiceStatus, eInvoiceStatuses } from '../facts/e-invoice.ts';
import { dayOf, type FactOf, type Rules } from '../facts/rule.ts';
import { askToAnswer, openDispute, raise, setHold } from './changes.ts';

type StatusFact = FactOf<'invoice-status'>;

/** Working days that a payment told by the buyer's platform is waited for before the ladder goes on. */
const PAYMENT_WAIT_DAYS = 5;

/** What a status of the electronic invoice changes; the others are only written down. */
const effects: { readonly [S in EInvoiceStatus]?: (theCase: Case, fact: StatusFact, plan: Plan) => Case } = {
  207: dispute,
  208: dispute,
  210: refuse,
  211: awaitPayment,
  213: refuse,
};

export const eInvoiceRules: Rules<'invoice-status'> = {
  'invoice-status': (theCase, fact, plan) =>
    balanceCents(theCase) > 0 ? (effects[fact.status]?.(theCase, fact, plan) ?? theCase) : theCase,
};

/** The debtor was not validly presented with it: nothing is asked before a person has put it right. */
function refuse(theCase: Case, fact: StatusFact): Case {
  const reason = reasonOf(fact);
  const held = setHold(theCase, { type: 'pause', until: null, reason, awaits: 'invoice' });
  const context = `${reason.charAt(0).toUpperCase()}${reason.slice(1)}\u00a0: corriger la facture, puis reprendre le dossier.`;
  return raise(held, fact, 'e-invoice', `${fact.status}:${dayOf(fact)}`, context);
}

/** A dispute of the whole stays as it is; one of an amount only grows to the whole. */
function dispute(theCase: Case, fact: StatusFact, plan: Plan): Case {
  const known = holdOf(theCase, 'dispute');
  const amountCents = fact.amountCents !== undefined && fact.amountCents < balanceCents(theCase) ? fact.amountCents : null;
  if (known && (known.amountCents === null || amountCents !== null)) return theCase;
  const dispute = { amountCents, reason: reasonOf(fact), owner: known?.owner ?? null };
  return askToAnswer(openDispute(theCase, fact, dispute, plan), fact);
}

/** The money is on its way: some days for the bank feed to show it. */
function awaitPayment(theCase: Case, fact: StatusFact): Case {
  const until = addWorkingDays(dayOf(fact), PAYMENT_WAIT_DAYS);
  const held = setHold(theCase, { type: 'pause', until, reason: reasonOf(fact), awaits: 'payment' });
  const context = 'La plateforme annonce un paiement\u00a0: attendre la banque ou le confirmer.';
  return raise(held, fact, 'payment-announced', `211:${dayOf(fact)}`, context);
}

function reasonOf({ status, reason }: StatusFact): string {
  return `facture électronique ${eInvoiceStatuses[status]} (statut ${status})${reason ? `\u00a0: ${reason}` : ''}`;
}
