import type { CivilDate } from '../../calendar/civil-date.ts';
import { formatCents } from '../../money/cents.ts';
import type { Plan } from '../../plan/plan.ts';
import { paidCents } from '../balance.ts';
import { type Case, endedByResuming, holdOf, recordOf, type StepRecord } from '../case.ts';
import type { Distance } from '../facts/fact.ts';
import { dayOf, type FactOf, type Rules } from '../facts/rule.ts';
import { missedKey } from '../next/notes.ts';
import { hasLapsed } from '../next/passed-over.ts';
import { begin, isSettled, leaveOut, setRecord } from '../records.ts';
import { isDebtor } from '../show/actors.ts';
import { frenchDay } from '../show/french.ts';
import { askToAnswer, dropHold, endCalls, endTask, openDispute, queueNote, raise, setHold } from './changes.ts';
import { declarationOf } from './declaration.ts';
import { resolveDispute } from './withheld.ts';

type HoldFact =
  | 'dispute-opened'
  | 'dispute-resolved'
  | 'promise'
  | 'promise-broken'
  | 'instalments'
  | 'instalment-missed'
  | 'instalments-lapsed'
  | 'signature'
  | 'amicable-attempt'
  | 'pause'
  | 'resume'
  | 'insolvency'
  | 'feed-stale'
  | 'feed-fresh'
  | 'rate-missing'
  | 'rate-entered'
  | 'hold-ended';

/** What stops the ladder, and what sets it free. */
export const holdRules: Rules<HoldFact> = {
  'dispute-opened': (theCase, fact, plan) => {
    const { amountCents = null, reason = 'sans motif noté', owner = null } = fact;
    const opened = openDispute(theCase, fact, { amountCents, reason, owner }, plan);
    return isDebtor(fact.actor) ? askToAnswer(opened, fact) : opened;
  },
  'dispute-resolved': resolveDispute,
  promise: (theCase, fact) => {
    const { amountCents, on, at } = fact;
    const told = { about: 'promise', on: dayOf(fact), amountCents, promisedOn: on } as const;
    const owing = queueNote(endCalls(theCase), fact, 'promise-confirmation', `promise:${at}`, told);
    return setHold(owing, { type: 'promise', amountCents, on, paidBeforeCents: paidCents(theCase), at });
  },
  'promise-broken': applyPromiseBroken,
  instalments: (theCase, fact) => {
    const { schedule, waivesLateCharges, lateChargesCents, at } = fact;
    const told = { about: 'instalments', on: dayOf(fact), schedule } as const;
    return setHold(queueNote(endCalls(theCase), fact, 'instalment-agreement', `instalments:${at}`, told), {
      type: 'instalments',
      schedule,
      paidBeforeCents: paidCents(theCase),
      ...(waivesLateCharges === undefined ? {} : { waivesLateCharges }),
      ...(lateChargesCents === undefined ? {} : { lateChargesCents }),
      missed: null,
      asked: [],
      at,
    });
  },
  'instalment-missed': applyInstalmentMissed,
  'instalments-lapsed': (theCase, fact) =>
    raise(
      dropHold(theCase, 'instalments'),
      fact,
      'instalments',
      fact.at,
      'Échéancier rompu\u00a0: le solde entier est de nouveau exigible.',
    ),
  signature: (theCase, fact) => {
    const agreed = holdOf(theCase, 'instalments');
    return agreed ? setHold(theCase, { ...agreed, signedOn: fact.on }) : theCase;
  },
  'amicable-attempt': (theCase, { on, means }) => ({ ...theCase, amicableAttempt: { on, means } }),
  pause: (theCase, fact) =>
    setHold(theCase, { type: 'pause', until: fact.until ?? null, reason: fact.reason ?? 'sans motif noté' }),
  resume: (theCase) => endedByResuming.reduce(endTask, dropHold(theCase, 'pause')),
  insolvency: (theCase, fact) => {
    const { type, openedOn, publishedOn = null } = fact;
    const held = setHold(endCalls(theCase), { type, openedOn, publishedOn, ...distanceOf(fact) });
    return raise(held, fact, 'insolvency', `${openedOn}:${publishedOn ?? ''}`, declarationOf(held).says);
  },
  'feed-stale': (theCase) => setHold(theCase, { type: 'feed-stale' }),
  'feed-fresh': (theCase) => dropHold(theCase, 'feed-stale'),
  'rate-missing': (theCase, fact) => setHold(theCase, { type: 'rate-missing', semester: fact.semester }),
  'rate-entered': (theCase) => dropHold(theCase, 'rate-missing'),
  'hold-ended': (theCase, fact) => (fact.hold === 'pause' ? endPauses(theCase, dayOf(fact)) : dropHold(theCase, fact.hold)),
};

/** The pauses whose last quiet day is over; another one may go on. */
function endPauses(theCase: Case, today: CivilDate): Case {
  return {
    ...theCase,
    holds: theCase.holds.filter((hold) => hold.type !== 'pause' || hold.until === null || hold.until >= today),
  };
}

function distanceOf({ courtDepartment, creditorDepartment, creditorAbroad }: Distance): Distance {
  return {
    ...(courtDepartment === undefined ? {} : { courtDepartment }),
    ...(creditorDepartment === undefined ? {} : { creditorDepartment }),
    ...(creditorAbroad === undefined ? {} : { creditorAbroad }),
  };
}

/** Why a step above the one that a broken promise puts forward is left out. */
export const PASSED_BY_PROMISE = 'promesse non tenue\u00a0: étape dépassée';

/** A person is told, to call; the step that the plan names leaves next all the same; if it already left, the next message after it (docs/plans.md 7). */
function applyPromiseBroken(theCase: Case, fact: FactOf<'promise-broken'>, plan: Plan): Case {
  const told = raise(theCase, fact, 'promise-broken', fact.at, brokenWords(theCase, fact));
  const free = dropHold(told, 'promise');
  const unsent = plan.steps.filter(
    (step) => step.act === 'message' && isUnsent(recordOf(free, step.id)) && !hasLapsed(free, step, dayOf(fact)),
  );
  const named = plan.steps.findIndex((step) => step.id === plan.promise.broken);
  const target = unsent.find((step) => plan.steps.indexOf(step) >= named);
  if (!target) return free;
  const earlier = unsent.slice(0, unsent.indexOf(target));
  const dropped = earlier.reduce((left, step) => leaveOut(left, fact, step.id, PASSED_BY_PROMISE), free);
  return { ...dropped, jump: { step: target.id, at: fact.at } };
}

function brokenWords(theCase: Case, { promisedCents, paidCents: cents }: FactOf<'promise-broken'>): string {
  const { currency } = theCase.invoice;
  const promise = holdOf(theCase, 'promise');
  const day = promise ? ` pour le ${frenchDay(promise.on)}` : '';
  return `Promesse de ${formatCents(promisedCents, currency)}${day} non tenue, ${formatCents(cents, currency)} reçus\u00a0: appeler le débiteur, ou laisser les relances suivre leur cours.`;
}

/** Nothing of the step reached the debtor yet, and nobody left it out. */
function isUnsent(record: StepRecord | undefined): boolean {
  return !isSettled(record) && record?.contact !== true;
}

/** The missed instalment was asked, which is a contact; without an address it is a human's, and nothing lapses. */
function applyInstalmentMissed(theCase: Case, fact: FactOf<'instalment-missed'>): Case {
  const agreed = holdOf(theCase, 'instalments');
  if (!agreed) return theCase;
  const asked = fact.asked ?? true;
  const missed = {
    on: fact.on,
    missingCents: fact.missingCents,
    askedOn: asked ? dayOf(fact) : null,
    warned: asked && fact.warns === true,
  };
  const held = setHold(theCase, { ...agreed, missed, asked: [...(agreed.asked ?? []), missed] });
  const step = missedKey(fact.on);
  if (asked) return setRecord(held, { ...begin(fact, step, 'sent'), done: ['email'], contact: true });
  const context = 'Versement manquant et pas d’adresse e-mail\u00a0: joindre le débiteur.';
  return raise(held, fact, 'missing-contact', step, context, { channel: 'email' });
}
