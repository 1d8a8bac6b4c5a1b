import type { CivilDate } from '../../calendar/civil-date.ts';
import type { Plan } from '../../plan/plan.ts';
import { balanceCents, creditedCents, paidCents } from '../balance.ts';
import { type Case, holdOf, recordOf, type StepRecord } from '../case.ts';
import type { Distance } from '../facts/fact.ts';
import { dayOf, type FactOf, type Rules } from '../facts/rule.ts';
import { begin, isSettled, leaveOut, setRecord } from '../records.ts';
import { dropHold, endTask, openDispute, queueNote, raise, setHold } from './changes.ts';
import { declarationOf } from './declaration.ts';

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
  'dispute-opened': (c, fact, plan) =>
    openDispute(
      c,
      fact,
      { amountCents: fact.amountCents ?? null, reason: fact.reason ?? 'sans motif noté', owner: fact.owner ?? null },
      plan,
    ),
  'dispute-resolved': applyDisputeResolved,
  promise: (c, fact) => {
    const { amountCents, on, at } = fact;
    const told = { about: 'promise', on: dayOf(fact), amountCents, promisedOn: on } as const;
    const owing = queueNote(endTask(c, 'call'), fact, 'promise-confirmation', `promise:${at}`, told);
    return setHold(owing, { type: 'promise', amountCents, on, paidBeforeCents: paidCents(c), at });
  },
  'promise-broken': applyPromiseBroken,
  instalments: (c, fact) => {
    const { schedule, waivesLateCharges, lateChargesCents, at } = fact;
    const told = { about: 'instalments', on: dayOf(fact), schedule } as const;
    return setHold(queueNote(endTask(c, 'call'), fact, 'instalment-agreement', `instalments:${at}`, told), {
      type: 'instalments',
      schedule,
      paidBeforeCents: paidCents(c),
      ...(waivesLateCharges === undefined ? {} : { waivesLateCharges }),
      ...(lateChargesCents === undefined ? {} : { lateChargesCents }),
      missed: null,
      asked: [],
      at,
    });
  },
  'instalment-missed': applyInstalmentMissed,
  'instalments-lapsed': (c, fact) =>
    raise(
      dropHold(c, 'instalments'),
      fact,
      'instalments',
      fact.at,
      'Échéancier rompu\u00a0: le solde entier est de nouveau exigible.',
    ),
  signature: (c, fact) => {
    const agreed = holdOf(c, 'instalments');
    return agreed ? setHold(c, { ...agreed, signedOn: fact.on }) : c;
  },
  'amicable-attempt': (c, { on, means }) => ({ ...c, amicableAttempt: { on, means } }),
  pause: (c, fact) => setHold(c, { type: 'pause', until: fact.until ?? null, reason: fact.reason ?? 'sans motif noté' }),
  resume: (c) => (['payment-announced', 'e-invoice', 'answer'] as const).reduce(endTask, dropHold(c, 'pause')),
  insolvency: (c, fact) => {
    const { type, openedOn, publishedOn = null } = fact;
    const held = setHold(c, { type, openedOn, publishedOn, ...distanceOf(fact) });
    return raise(held, fact, 'insolvency', `${openedOn}:${publishedOn ?? ''}`, declarationOf(held).says);
  },
  'feed-stale': (c) => setHold(c, { type: 'feed-stale' }),
  'feed-fresh': (c) => dropHold(c, 'feed-stale'),
  'rate-missing': (c, fact) => setHold(c, { type: 'rate-missing', semester: fact.semester }),
  'rate-entered': (c) => dropHold(c, 'rate-missing'),
  'hold-ended': (c, fact) => (fact.hold === 'pause' ? endPauses(c, dayOf(fact)) : dropHold(c, fact.hold)),
};

/** The pauses whose last quiet day is over; another one may go on. */
function endPauses(c: Case, today: CivilDate): Case {
  return { ...c, holds: c.holds.filter((hold) => hold.type !== 'pause' || hold.until === null || hold.until >= today) };
}

function distanceOf({ courtDepartment, creditorDepartment, creditorAbroad }: Distance): Distance {
  return {
    ...(courtDepartment === undefined ? {} : { courtDepartment }),
    ...(creditorDepartment === undefined ? {} : { creditorDepartment }),
    ...(creditorAbroad === undefined ? {} : { creditorAbroad }),
  };
}

function applyDisputeResolved(c: Case, fact: FactOf<'dispute-resolved'>): Case {
  const dispute = holdOf(c, 'dispute');
  const resolved = endTask(dropHold(c, 'dispute'), 'dispute');
  if (!dispute || fact.outcome !== 'upheld') return resolved;
  const amountCents = dispute.amountCents ?? balanceCents(c);
  return { ...resolved, withheld: { amountCents, creditedBeforeCents: creditedCents(c) } };
}

/** The step that the plan names leaves next; if it already left, the next message after it (docs/plans.md 7). */
function applyPromiseBroken(c: Case, fact: FactOf<'promise-broken'>, plan: Plan): Case {
  const free = dropHold(c, 'promise');
  const unsent = plan.steps.filter((step) => step.act === 'message' && isUnsent(recordOf(free, step.id)));
  const named = plan.steps.findIndex((step) => step.id === plan.promise.broken);
  const target = unsent.find((step) => plan.steps.indexOf(step) >= named);
  if (!target) return free;
  const earlier = unsent.slice(0, unsent.indexOf(target));
  const dropped = earlier.reduce((left, step) => leaveOut(left, fact, step.id, 'promesse non tenue\u00a0: étape dépassée'), free);
  return { ...dropped, jump: { step: target.id, at: fact.at } };
}

/** Nothing of the step reached the debtor yet, and nobody left it out. */
function isUnsent(record: StepRecord | undefined): boolean {
  return !isSettled(record) && record?.contact !== true;
}

/** The missed instalment was asked, which is a contact; without an address it is a human's, and nothing lapses. */
function applyInstalmentMissed(c: Case, fact: FactOf<'instalment-missed'>): Case {
  const agreed = holdOf(c, 'instalments');
  if (!agreed) return c;
  const asked = fact.asked ?? true;
  const missed = {
    on: fact.on,
    missingCents: fact.missingCents,
    askedOn: asked ? dayOf(fact) : null,
    warned: asked && fact.warns === true,
  };
  const held = setHold(c, { ...agreed, missed, asked: [...(agreed.asked ?? []), missed] });
  const step = `missed-instalment:${fact.on}`;
  if (asked) return setRecord(held, { ...begin(fact, step, 'sent'), done: ['email'], contact: true });
  return raise(held, fact, 'missing-contact', step, 'Versement manquant et pas d’adresse e-mail\u00a0: joindre le débiteur.');
}
