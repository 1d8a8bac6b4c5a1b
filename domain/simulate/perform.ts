import { addDays } from '../calendar/civil-date.ts';
import { dayAt, instantAt, midnightOf } from '../calendar/clock.ts';
import { type Act, isDue } from '../case/act.ts';
import { recordOf } from '../case/case.ts';
import { beginsStep, debtorMorning } from '../case/debtor-morning.ts';
import type { InsideFact } from '../case/fact.ts';
import { openRoutes } from '../case/open-routes.ts';
import { wordsOf } from '../case/records.ts';
import { isOutward, type OutwardStep, stepOf } from '../plan/plan.ts';
import { rateStands, type Sending, sendChannel } from './channel.ts';
import type { Actor } from './desk.ts';
import type { Play } from './play.ts';
import { rowOf } from './rows.ts';

/** Does what one case has to do now, if it has; else calls it again at its moment. */
export function perform(play: Play, actor: Actor): void {
  play.refresh(actor);
  const { act, atMs } = actor.next;
  if (act === null) return;
  if (atMs > play.nowMs) {
    play.call(actor, atMs);
    return;
  }
  if (beginsStep(actor.case, actor.next)) {
    leaveTogether(play, actor);
    return;
  }
  (performers[act.do] as Performer<Act['do']>)(play, actor, act);
  play.flush();
}

type Performer<D extends Act['do']> = (play: Play, actor: Actor, act: Extract<Act, { do: D }>) => void;

const performers: { readonly [D in Act['do']]: Performer<D> } = {
  send: nextChannel,
  'leave-channel-out': nextChannel,
  'send-note': sendNote,
  'leave-note-out': (play, actor, act) => play.did(actor, { type: 'note-left-out', note: act.note, reason: act.reason }),
  'ask-approval': (play, actor, act) => {
    const step = stepOf(actor.plan, act.step);
    if (!step || !rateStands(play, actor, step)) return;
    play.did(actor, { type: 'approval-asked', step: act.step });
  },
  'leave-step-out': (play, actor, act) => play.did(actor, { type: 'step-left-out', step: act.step, reason: act.reason }),
  'open-decision': (play, actor, act) => {
    const routes = openRoutes(actor.case, play.story.creditor, dayAt(play.nowMs));
    play.did(actor, { type: 'decision-opened', step: act.step, routes });
  },
  'hand-over': (play, actor, act) =>
    play.did(actor, { type: 'handed-over', step: act.step, route: act.route, document: '', sha256: '' }),
  'end-hold': (play, actor, act) => play.did(actor, { type: 'hold-ended', hold: act.hold, reason: act.reason }),
  'break-promise': (play, actor, { promisedCents, paidCents }) =>
    play.did(actor, { type: 'promise-broken', promisedCents, paidCents }),
  'ask-instalment': askInstalment,
  'lapse-instalments': (play, actor) => play.did(actor, { type: 'instalments-lapsed' }),
  'raise-task': (play, actor, { kind, key, context }) => play.did(actor, { type: 'task-raised', task: kind, key, context }),
  close: (play, actor, act) => play.did(actor, { type: 'closed', reason: act.reason }),
};

/** The debtor's next contact, over all his cases: it leaves now, or the case is called when it does. */
function leaveTogether(play: Play, actor: Actor): void {
  const morning = debtorMorning(ready(play, actor));
  if (!morning) {
    play.call(actor, play.nowMs);
    return;
  }
  if (morning.atMs > play.nowMs) {
    play.call(actor, morning.atMs);
    return;
  }
  const { lead, together, waiting } = morning;
  const stopped = together.filter(({ of, step }) => !rateStands(play, of, step));
  for (const { of } of [...together, ...waiting]) play.call(of, play.nowMs);
  if (stopped.length > 0) {
    play.flush();
    return;
  }
  const act = lead.of.next.act;
  if (act?.do !== 'send' && act?.do !== 'leave-channel-out') return;
  const reason = together.length > 1 ? `${lead.of.next.why}\u00a0; ${together.length} factures en un message` : lead.of.next.why;
  sendChannel(play, { members: together.map(({ of, step }) => ({ actor: of, step })), words: lead.step, act, reason });
  play.flush();
}

/** The cases of the debtor that may begin a step today; what else they have to do now comes first. */
function ready(play: Play, { desk }: Actor): Actor[] {
  const tomorrowMs = midnightOf(addDays(dayAt(play.nowMs), 1));
  return desk.open.filter((mate) => {
    if (mate.next.act !== null && mate.next.atMs >= tomorrowMs) return false;
    play.refresh(mate);
    while (isDue(mate.next) && mate.next.atMs <= play.nowMs && !beginsStep(mate.case, mate.next)) {
      (performers[mate.next.act.do] as Performer<Act['do']>)(play, mate, mate.next.act);
      play.flush();
      play.refresh(mate);
    }
    return true;
  });
}

/** Another channel of a message that already began to leave, with the invoices it began with. */
function nextChannel(play: Play, actor: Actor, act: Sending['act']): void {
  const { step, words } = partOf(actor, act);
  if (!step || !words) return;
  const alone = words.act === 'letter' || actor.plan.grouping === 'none';
  const mates = alone ? [] : actor.desk.open.filter((mate) => mate !== actor && leavesWith(play, mate, actor, act));
  const members = [actor, ...mates].flatMap((member) => {
    const own = partOf(member, member.next.act);
    return own.step ? [{ actor: member, step: own.step }] : [];
  });
  sendChannel(play, { members, words, act, reason: actor.next.why });
}

/** True when another case has the same channel of the same message to send now. */
function leavesWith(play: Play, mate: Actor, actor: Actor, act: Sending['act']): boolean {
  const startedAt = recordOf(actor.case, act.step)?.at;
  if (!mate.case.steps.some(({ state, at }) => state === 'leaving' && at === startedAt)) return false;
  if (mate.case.invoice.currency !== actor.case.invoice.currency) return false;
  play.refresh(mate);
  const other = mate.next;
  if (!isDue(other) || other.atMs > play.nowMs || other.act.do !== act.do) return false;
  return (
    'channel' in other.act && other.act.channel === act.channel && partOf(mate, other.act).words === partOf(actor, act).words
  );
}

/** The step that an act is about, and the step whose words it takes. */
function partOf({ case: theCase, plan }: Actor, act: Act | null): { step: OutwardStep | null; words: OutwardStep | null } {
  const step = act && 'step' in act ? stepOf(plan, act.step) : undefined;
  if (!step || !isOutward(step)) return { step: null, words: null };
  return { step, words: wordsOf(theCase, plan, step) };
}

/** One payment, one thank-you: the note of that key of every case of the debtor leaves as one message. */
function sendNote(play: Play, actor: Actor, act: Extract<Act, { do: 'send-note' }>): void {
  const mates = actor.desk.actors.filter((mate) => mate.case.notes.some(({ key }) => key === act.note));
  const templates = mates.flatMap((mate) => mate.case.notes.filter(({ key }) => key === act.note).map((note) => note.template));
  const template = templates.find((candidate) => candidate.startsWith('partial')) ?? act.template;
  const sent = { template, askedCents: null, message: '', provider: '', providerId: '', sha256: '' };
  for (const mate of mates) {
    play.print(rowOf(mate.case, instantAt(play.nowMs), { act: 'message', channel: 'email', template, reason: actor.next.why }));
    play.did(mate, { type: 'sent', step: null, note: act.note, channel: 'email', ...sent });
  }
}

function askInstalment(play: Play, actor: Actor, { on, missingCents }: Extract<Act, { do: 'ask-instalment' }>): void {
  const fact: InsideFact = { type: 'instalment-missed', on, missingCents, asked: actor.case.contact.email };
  if (actor.case.contact.email) {
    const told = {
      step: 'missed-instalment',
      channel: 'email',
      template: 'missed-instalment',
      askedCents: missingCents,
    } as const;
    play.print(rowOf(actor.case, instantAt(play.nowMs), { act: 'message', ...told, reason: actor.next.why }));
    actor.desk.wroteTo(play.nowMs);
  }
  play.did(actor, fact);
}
