import { type Medium, mediumOf, type Plan } from '../../plan/plan.ts';
import { type Bounce, type Case, type Contact, holdOf, type NoticeOutcome, recordOf, type Task } from '../case.ts';
import type { FactOf, Rules } from '../facts/rule.ts';
import { finishChannel } from '../records.ts';
import { postedAgain } from './again.ts';
import { addressKey, endTask, raise, raiseOnceOpen } from './changes.ts';

type DebtorFact = 'contact-changed' | 'message-taken' | 'message-bounced' | 'opt-out' | 'message-delivered' | 'notice-event';

/** What reaches the debtor, and what does not. */
export const debtorRules: Rules<DebtorFact> = {
  'contact-changed': (before, fact, plan) => {
    const theCase = fact.post ? postedAgain(before, fact, plan) : before;
    return {
      ...theCase,
      contact: corrected(theCase.contact, fact),
      tasks: theCase.tasks.filter((task) => !isSettled(task, fact)),
    };
  },
  'message-taken': settleDoubt,
  'message-bounced': (before, fact, plan) => {
    const told = withBounce(settleDoubt(before, fact, plan), fact);
    const isOwn = !fact.shared || fact.message !== undefined;
    const theCase = fact.channel === 'email' && isOwn ? withoutWarning(told) : told;
    return fact.former ? theCase : withoutAddress(theCase, fact);
  },
  'opt-out': (before, fact, plan) => {
    const settled = settleDoubt(before, fact, plan);
    const theCase = fact.undelivered ? withBounce(settled, fact) : settled;
    const stopped = fact.channel === 'sms' ? { smsStopped: true } : { email: false, emailStopped: true };
    return { ...theCase, contact: { ...theCase.contact, ...stopped } };
  },
  'message-delivered': settleDoubt,
  'notice-event': applyNoticeEvent,
};

/** An address that is known to be dead is written to no more, and a person is asked once for another. */
function withoutAddress(theCase: Case, fact: FactOf<'message-bounced'>): Case {
  const { channel, at, shared } = fact;
  const [way, what] = channel === 'email' ? ['email', 'L’e-mail est revenu'] : ['mobile', 'Le SMS n’a pas été remis'];
  const known = { ...theCase, contact: { ...theCase.contact, [way]: false } };
  if (shared || theCase.closed || theCase.tasks.some((task) => task.kind === 'bounce' && task.channel === channel)) return known;
  return raise(known, fact, 'bounce', `${channel}:${at}`, `${what}\u00a0: corriger l’adresse du débiteur.`, { channel });
}

type Corrected = FactOf<'contact-changed'>;

function corrected(contact: Contact, { email = contact.email, mobile = contact.mobile }: Corrected): Contact {
  return { ...contact, email: email && !contact.emailStopped, mobile };
}

/** By which address of the debtor each medium reaches him; others by none of them. */
const addresses: Readonly<Partial<Record<Medium, 'email' | 'mobile' | 'post'>>> = {
  email: 'email',
  sms: 'mobile',
  call: 'mobile',
  post: 'post',
};

/** A task about one address ends when that one is corrected, another when any is. */
function isSettled({ kind, channel }: Task, fact: Corrected): boolean {
  if (kind !== 'bounce' && kind !== 'missing-contact') return false;
  const address = channel && addresses[mediumOf(channel)];
  return address === undefined || fact[address] !== undefined;
}

/** What did not arrive is recalled to nobody; a second report of one message, or of an address that is known not to work, says no more. */
function withBounce(theCase: Case, fact: FactOf<'message-bounced' | 'opt-out'>): Case {
  const { bounces = [] } = theCase;
  const { channel, at, message, step } = fact;
  const works = channel === 'email' ? theCase.contact.email : theCase.contact.mobile;
  const isKnown = message === undefined ? !works : bounces.some((bounce) => bounce.message === message);
  const named = { ...(message === undefined ? {} : { message }), ...(step === undefined ? {} : { step }) };
  return isKnown ? theCase : { ...theCase, bounces: [...bounces, { channel, at, ...named, ...ofAddress(fact) }] };
}

function ofAddress(fact: FactOf<'message-bounced' | 'opt-out'>): Pick<Bounce, 'former' | 'passing' | 'shared'> {
  if (fact.type === 'opt-out') return {};
  const { former, passing, shared } = fact;
  return { ...(former ? { former } : {}), ...(passing ? { passing } : {}), ...(shared ? { shared } : {}) };
}

/** A notice that may be the one that came back put nobody on notice: the missing instalment is asked again once there is an address. */
function withoutWarning(theCase: Case): Case {
  const agreed = holdOf(theCase, 'instalments');
  if (!agreed?.asked) return theCase;
  const holds = theCase.holds.map((hold) =>
    hold.type === 'instalments' ? { ...hold, asked: hold.asked?.map((missed) => ({ ...missed, warned: false })) ?? [] } : hold,
  );
  return { ...theCase, holds };
}

type Report = FactOf<'message-taken' | 'message-bounced' | 'message-delivered' | 'opt-out'>;

/** A provider that speaks of a message took it: a send whose fate nobody knew is settled by that, and no human is needed. */
function settleDoubt(theCase: Case, fact: Report, plan: Plan): Case {
  const { step, channel } = fact;
  const doubted = theCase.tasks.find((task) => task.kind === 'unknown-send' && task.step === step && task.channel === channel);
  if (step === undefined || !doubted || recordOf(theCase, step)?.sequence !== fact.sequence) return theCase;
  const settled = { ...theCase, tasks: theCase.tasks.filter((task) => task !== doubted) };
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
function applyNoticeEvent(theCase: Case, fact: FactOf<'notice-event'>, plan: Plan): Case {
  const before = theCase.notice ?? { postedOn: fact.on, outcome: 'posted', effectiveOn: null, effectiveAt: null };
  if (before.effectiveOn !== null || progress[fact.outcome] < progress[before.outcome]) return theCase;
  const takesEffect = takingEffect.includes(fact.outcome);
  const notice = {
    ...before,
    outcome: fact.outcome,
    effectiveOn: takesEffect ? fact.on : null,
    effectiveAt: takesEffect ? fact.at : null,
  };
  const told = takesEffect ? endTask({ ...theCase, notice }, 'receipt') : { ...theCase, notice };
  if (fact.outcome !== 'unknown-address') return told;
  const letter = plan.steps.findLast(({ id, act }) => act === 'letter' && recordOf(theCase, id)?.state === 'sent');
  const about = letter ? { step: letter.id } : {};
  const context = 'Destinataire inconnu à l’adresse\u00a0: vérifier le siège et décider de la suite.';
  return raiseOnceOpen(told, fact, 'notice', addressKey(fact.on), context, about);
}
