import { later } from '../../calendar/civil-date.ts';
import { addWorkingDays } from '../../calendar/working-days.ts';
import { addDuration } from '../../plan/duration.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Case } from '../case.ts';
import { dayOf, type FactOf, type Rules } from '../facts/rule.ts';
import { answeredBy, subjectNames } from '../show/french.ts';
import { endTask, queueNote, raise, setHold } from './changes.ts';

/** Working days after the day that a debtor names, for a transfer to arrive and the bank feed to show it. */
const TRANSFER_DAYS = 5;
const USUAL_PAUSE = 'P5D';

/** What the debtor answers of himself, and money that somebody announces. */
export const answerRules: Rules<'debtor-wrote' | 'answered' | 'payment-announced'> = {
  'debtor-wrote': (theCase, fact, plan) => {
    const context = `Le débiteur a répondu ${answeredBy[fact.channel]}\u00a0: ${subjectNames[fact.about]}. Lui répondre.`;
    return raise(pauseOnce(theCase, fact, plan), fact, 'answer', fact.document ?? fact.at, context);
  },
  answered: (theCase, fact) => {
    const document = fact.document ?? theCase.tasks.findLast(({ kind }) => kind === 'answer')?.key;
    const told = { about: 'answer', on: dayOf(fact), text: fact.text, ...(document === undefined ? {} : { document }) } as const;
    return queueNote(endTask(theCase, 'answer'), fact, 'answer', `answer:${fact.at}`, told);
  },
  'payment-announced': (theCase, fact) =>
    fact.by === 'debtor' ? announcedByDebtor(theCase, fact) : announcedByBilling(theCase, fact),
};

/** An answer holds the ladder once after each demand: who writes every day does not stop it for ever. */
function pauseOnce(theCase: Case, fact: FactOf<'debtor-wrote'>, plan: Plan): Case {
  const demand = theCase.steps.findLast(({ contact }) => contact);
  const name = `answer-pause:${demand ? `${demand.step}:${demand.sequence}` : 'none'}`;
  if (theCase.raised.includes(name)) return theCase;
  const until = addDuration(dayOf(fact), plan.replies?.pause ?? USUAL_PAUSE);
  const held = setHold(theCase, { type: 'pause', until, reason: 'réponse du débiteur', awaits: 'answer' });
  return { ...held, raised: [...held.raised, name] };
}

function announcedByBilling(theCase: Case, fact: FactOf<'payment-announced'>): Case {
  const held = setHold(theCase, { type: 'pause', until: null, reason: 'paiement annoncé par la facturation', awaits: 'payment' });
  const context = 'La facturation annonce un paiement\u00a0: attendre la banque ou le confirmer.';
  return raise(held, fact, 'payment-announced', fact.on, context);
}

/** The days that a transfer takes, no more: only money in the bank feed pays, and he reads so. */
function announcedByDebtor(theCase: Case, fact: FactOf<'payment-announced'>): Case {
  const until = addWorkingDays(later(fact.on, dayOf(fact)), TRANSFER_DAYS);
  const held = setHold(theCase, { type: 'pause', until, reason: 'paiement annoncé par le débiteur', awaits: 'payment' });
  const context = 'Le débiteur annonce un paiement\u00a0: attendre la banque ou le confirmer.';
  const told = { about: 'announcement', on: dayOf(fact), amountCents: fact.amountCents, paidOn: fact.on, until } as const;
  const owing = queueNote(held, fact, 'payment-announcement', `announcement:${fact.at}`, told);
  return raise(owing, fact, 'payment-announced', `debtor:${fact.on}`, context);
}
