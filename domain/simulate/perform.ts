import { addDays } from '../calendar/civil-date.ts';
import { dayAt, instantAt, midnightOf } from '../calendar/clock.ts';
import { type Act, isDue } from '../case/act.ts';
import { recordOf } from '../case/case.ts';
import { beginsStep, debtorMorning } from '../case/debtor-morning.ts';
import type { InsideFact } from '../case/fact.ts';
import { openRoutes } from '../case/open-routes.ts';
import { wordsOf } from '../case/records.ts';
import { stepOf } from '../plan/plan.ts';
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
  const step = stepOf(actor.plan, act.step);
  const record = recordOf(actor.case, act.step);
  if (!record || (step?.act !== 'message' && step?.act !== 'letter')) return;
  const words = wordsOf(actor.case, actor.plan, step);
  const mates = actor.desk.open.flatMap((mate) => {
    if (mate === actor) return [{ actor, step }];
    if (words.act !== 'message' || actor.plan.grouping === 'none') return [];
    if (mate.case.invoice.currency !== actor.case.invoice.currency) return [];
    if (!mate.case.steps.some((other) => other.state === 'leaving' && other.at === record.at)) return [];
    play.refresh(mate);
    if (!isDue(mate.next) || mate.next.atMs > play.nowMs) return [];
    const other = mate.next.act;
    if (other.do !== act.do) return [];
    const own = stepOf(mate.plan, 'step' in other ? other.step : '');
    if (own?.act !== 'message' || !('channel' in other) || other.channel !== act.channel) return [];
    return wordsOf(mate.case, mate.plan, own) === words ? [{ actor: mate, step: own }] : [];
  });
  sendChannel(play, { members: mates, words, act, reason: actor.next.why });
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
