import type { Plan } from '../../plan/plan.ts';
import { type Case, holdOf, type NoticeOutcome, recordOf } from '../case.ts';
import type { FactOf, Rules } from '../facts/rule.ts';
import { finishChannel } from '../records.ts';
import { endTask, raise } from './changes.ts';

type DebtorFact = 'contact-changed' | 'message-taken' | 'message-bounced' | 'opt-out' | 'message-delivered' | 'notice-event';

/** What reaches the debtor, and what does not. */
export const debtorRules: Rules<DebtorFact> = {
  'contact-changed': (c, fact) => ({
    ...c,
    contact: { ...c.contact, email: fact.email ?? c.contact.email, mobile: fact.mobile ?? c.contact.mobile },
    tasks: c.tasks.filter((task) => task.kind !== 'bounce' && task.kind !== 'missing-contact'),
  }),
  'message-taken': settleDoubt,
  'message-bounced': (before, fact, plan) => {
    const c = withBounce(settleDoubt(before, fact, plan), fact);
    const contact = fact.channel === 'email' ? { ...c.contact, email: false } : { ...c.contact, mobile: false };
    const what = fact.channel === 'email' ? 'L’e-mail est revenu' : 'Le SMS n’a pas été remis';
    const context = `${what}\u00a0: corriger l’adresse du débiteur.`;
    const known = fact.channel === 'email' ? withoutWarning({ ...c, contact }) : { ...c, contact };
    return raise(known, fact, 'bounce', `${fact.channel}:${fact.at}`, context);
  },
  'opt-out': (before, fact, plan) => {
    const settled = settleDoubt(before, fact, plan);
    const c = fact.undelivered ? withBounce(settled, fact) : settled;
    const stopped = fact.channel === 'sms' ? { smsStopped: true } : { email: false };
    return { ...c, contact: { ...c.contact, ...stopped } };
  },
  'message-delivered': settleDoubt,
  'notice-event': applyNoticeEvent,
};

/** What did not arrive is recalled to nobody; a second report of one message, or of an address that is known not to work, says no more. */
function withBounce(c: Case, { channel, at, message, step }: FactOf<'message-bounced' | 'opt-out'>): Case {
  const { bounces = [] } = c;
  const works = channel === 'email' ? c.contact.email : c.contact.mobile;
  const isKnown = message === undefined ? !works : bounces.some((bounce) => bounce.message === message);
  const named = { ...(message === undefined ? {} : { message }), ...(step === undefined ? {} : { step }) };
  return isKnown ? c : { ...c, bounces: [...bounces, { channel, at, ...named }] };
}

/** A notice that may be the one that came back put nobody on notice: the missing instalment is asked again once there is an address. */
function withoutWarning(c: Case): Case {
  const agreed = holdOf(c, 'instalments');
  if (!agreed?.asked) return c;
  const holds = c.holds.map((hold) =>
    hold.type === 'instalments' ? { ...hold, asked: hold.asked?.map((missed) => ({ ...missed, warned: false })) ?? [] } : hold,
  );
  return { ...c, holds };
}

type Report = FactOf<'message-taken' | 'message-bounced' | 'message-delivered' | 'opt-out'>;

/** A provider that speaks of a message took it: a send whose fate nobody knew is settled by that, and no human is needed. */
function settleDoubt(c: Case, fact: Report, plan: Plan): Case {
  const { step, channel } = fact;
  const doubted = c.tasks.find(({ kind, key }) => kind === 'unknown-send' && key.startsWith(`${step}:${channel}:`));
  if (step === undefined || !doubted || recordOf(c, step)?.sequence !== fact.sequence) return c;
  const settled = { ...c, tasks: c.tasks.filter((task) => task !== doubted) };
  return finishChannel(settled, fact, plan, { step, channel, contact: true });
}

const takingEffect: readonly string[] = ['received', 'unclaimed', 'refused'];

/** How far a letter is: news that comes late never brings it back. */
const progress: Readonly<Record<NoticeOutcome, number>> = {
  posted: 0,
  'notice-left': 1,
  'unknown-address': 2,
  unclaimed: 3,
  refused: 3,
  received: 3,
};

/** The notice takes effect once: signature, or first presentation when unclaimed or refused (docs/plans.md 5). */
function applyNoticeEvent(c: Case, fact: FactOf<'notice-event'>): Case {
  const before = c.notice ?? { postedOn: fact.on, outcome: 'posted', effectiveOn: null, effectiveAt: null };
  if (before.effectiveOn !== null || progress[fact.outcome] < progress[before.outcome]) return c;
  const takesEffect = takingEffect.includes(fact.outcome);
  const notice = {
    ...before,
    outcome: fact.outcome,
    effectiveOn: takesEffect ? fact.on : null,
    effectiveAt: takesEffect ? fact.at : null,
  };
  const told = takesEffect ? endTask({ ...c, notice }, 'receipt') : { ...c, notice };
  if (fact.outcome !== 'unknown-address') return told;
  const context = 'Destinataire inconnu à l’adresse\u00a0: vérifier le siège et décider de la suite.';
  return raise(told, fact, 'notice', `address:${fact.on}`, context);
}
