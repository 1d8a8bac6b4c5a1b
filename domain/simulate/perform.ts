import { addDays } from '../calendar/civil-date.ts';
import { dayAt, instantAt, midnightOf } from '../calendar/clock.ts';
import { type Act, type ActOf, isDue } from '../case/act.ts';
import { balanceCents } from '../case/balance.ts';
import { beginsStep, companionsOf, debtorMorning } from '../case/debtor/morning.ts';
import { nameOfNote, noteNamed } from '../case/debtor/payment.ts';
import { type DeedDo, factOfAct, isFactAct } from '../case/fact-act.ts';
import type { InsideFact } from '../case/facts/fact.ts';
import { hasCommonSteps } from '../case/next/common-step.ts';
import { creditPayment } from '../case/next/credit.ts';
import { missedNote, saysOfNote, thanksOf } from '../case/next/notes.ts';
import { wordsOf } from '../case/records.ts';
import { said } from '../case/show/reasons.ts';
import { isOutward, type OutwardStep, stepOf } from '../plan/plan.ts';
import { routesOf } from '../routes/routes.ts';
import { routeLines, routesInputOf } from '../routes/routes-of-case.ts';
import { type ChannelAttempt, canBeAsked, rateStands, reasonOf, sendChannel } from './channel.ts';
import type { Actor } from './desk.ts';
import type { Play } from './play.ts';
import { rowOf } from './rows.ts';

/** Does what one case has to do now, if it has; else calls it again at its moment. */
export function perform(play: Play, actor: Actor): void {
  play.refresh(actor);
  const { act, atMs } = actor.next;
  if (atMs !== null && atMs > play.nowMs) play.call(actor, atMs);
  if (act === null || atMs > play.nowMs) return;
  if (beginsStep(actor.case, actor.next)) {
    leaveTogether(play, actor);
    return;
  }
  performAct(play, actor, act);
}

function performAct(play: Play, actor: Actor, act: Act): void {
  if (isFactAct(act)) play.did(actor, factOfAct(act));
  else performDeed(play, actor, act);
}

function performDeed<D extends DeedDo>(play: Play, actor: Actor, act: ActOf<D>): void {
  performers[act.do](play, actor, act);
}

type Performer<D extends DeedDo> = (play: Play, actor: Actor, act: ActOf<D>) => void;

const performers: { readonly [D in DeedDo]: Performer<D> } = {
  send: nextChannel,
  'leave-channel-out': nextChannel,
  'send-note': sendNote,
  'ask-approval': (play, actor, act) => {
    const step = stepOf(actor.plan, act.step);
    if (step && canBeAsked(play, actor, step)) play.did(actor, { type: 'approval-asked', step: act.step });
  },
  'ask-external': (play, actor, { step, channel }) => play.did(actor, { type: 'external-asked', step, channel }),
  'open-decision': (play, actor, act) => {
    const { creditor } = play.story;
    const { country, ...debtor } = actor.desk.debtor;
    const parties = { creditor, debtor: { ...debtor, ...(country === undefined ? {} : { registeredOffice: { country } }) } };
    const others = actor.desk.actors.filter((other) => other !== actor).map((other) => other.case);
    const { routes: known } = routesOf(routesInputOf(actor.case, parties, dayAt(play.nowMs), others));
    const routes = routeLines(known);
    play.did(actor, { type: 'decision-opened', step: act.step, routes });
  },
  'hand-over': (play, actor, act) =>
    play.did(actor, { type: 'handed-over', step: act.step, route: act.route, document: '', sha256: '' }),
  'pass-credit': passCredit,
  'ask-instalment': askInstalment,
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
  for (const { of } of [...together, ...waiting, { of: actor }]) play.call(of, play.nowMs);
  const act = lead.of.next.act;
  if (stopped.length > 0 || act?.do !== 'send') return;
  const reason = reasonOf(lead.of.next.why, together.length);
  sendChannel(play, { members: together.map(({ of, step }) => ({ actor: of, step })), words: lead.step, act, reason });
}

/** The cases of the debtor that may begin a step today; what else they have to do now comes first. */
function ready(play: Play, { desk }: Actor): Actor[] {
  const tomorrowMs = midnightOf(addDays(dayAt(play.nowMs), 1));
  return desk.open.filter((mate) => {
    if (mate.next.act !== null && mate.next.atMs >= tomorrowMs) return hasCommonSteps(mate.plan);
    play.refresh(mate);
    while (isDue(mate.next) && mate.next.atMs <= play.nowMs && !beginsStep(mate.case, mate.next)) {
      performAct(play, mate, mate.next.act);
      play.refresh(mate);
    }
    return true;
  });
}

/** Another channel of a message that already began to leave, with the invoices it began with. */
function nextChannel(play: Play, actor: Actor, act: ChannelAttempt['act']): void {
  const { step, words } = partOf(actor, act);
  if (!step || !words) return;
  for (const mate of actor.desk.open) if (mate.case.steps.some(({ state }) => state === 'leaving')) play.refresh(mate);
  const members = [actor, ...companionsOf(actor.desk.open, actor, play.nowMs)].flatMap((member) => {
    const own = partOf(member, member.next.act);
    return own.step ? [{ actor: member, step: own.step }] : [];
  });
  sendChannel(play, { members, words, act, reason: reasonOf(actor.next.why, members.length) });
}

/** The step that an act is about, and the step whose words it takes. */
function partOf({ case: theCase, plan }: Actor, act: Act | null): { step: OutwardStep | null; words: OutwardStep | null } {
  const step = act && 'step' in act ? stepOf(plan, act.step) : undefined;
  if (!step || !isOutward(step)) return { step: null, words: null };
  return { step, words: wordsOf(theCase, plan, step) };
}

/** One payment, one thank-you: the note of that key of every case of the debtor leaves as one message. Any other note speaks for its own case. */
function sendNote(play: Play, actor: Actor, act: Extract<Act, { do: 'send-note' }>): void {
  const on = dayAt(play.nowMs);
  const name = nameOfNote(actor.case, act.note);
  const says = (mate: Actor) => saysOfNote(mate.case, mate.plan, name, on);
  const { currency } = actor.case.invoice;
  const sharing = name.money === undefined ? [actor] : actor.desk.actors;
  const among = sharing.filter((mate) => mate.case.invoice.currency === currency);
  const mates = among.filter((mate) => says(mate) !== null && mate.case.contact.email);
  const template = thanksOf(mates.map((mate) => says(mate) ?? act.template));
  const sent = { template, askedCents: null, message: '', provider: '', providerId: '', sha256: '' };
  const message = play.newMessage();
  play.leaves(mates, 'email', { ...name, template });
  for (const mate of mates) {
    const row = rowOf(mate.case, instantAt(play.nowMs), {
      act: 'message',
      channel: 'email',
      template,
      reason: said(actor.next.why),
    });
    play.print(message, row);
    // Each by its own note: shares of one bank entry are payments of different ids.
    const note = noteNamed(mate.case, name)?.key ?? act.note;
    play.did(mate, { type: 'sent', step: null, note, channel: 'email', ...sent });
  }
}

/** The other invoice is paid with it, up to what it owes, when it is an open one of the same debtor in the same currency. */
function passCredit(play: Play, actor: Actor, { id, to, amountCents }: Extract<Act, { do: 'pass-credit' }>): void {
  const target = play.actors.get(to);
  const { desk, case: own } = actor;
  const isHis = target?.desk === desk && target.case.invoice.currency === own.invoice.currency;
  if (!target || !isHis || target.case.closed || balanceCents(target.case) <= 0) {
    play.did(actor, { type: 'credit-returned', id, to, reason: 'pas une facture ouverte de ce client dans cette devise' });
    return;
  }
  const takenCents = Math.min(amountCents, balanceCents(target.case));
  play.told(target, creditPayment(own, id, takenCents, dayAt(play.nowMs)));
  play.did(actor, { type: 'credit-passed', id, to, amountCents: takenCents });
}

function askInstalment(play: Play, actor: Actor, { do: _do, ...missed }: Extract<Act, { do: 'ask-instalment' }>): void {
  const { missingCents } = missed;
  const fact: InsideFact = { type: 'instalment-missed', ...missed, asked: actor.case.contact.email };
  if (actor.case.contact.email) {
    const told = {
      step: 'missed-instalment',
      channel: 'email',
      template: 'missed-instalment',
      askedCents: missingCents,
    } as const;
    play.leaves([actor], 'email', missedNote(missed));
    play.print(
      play.newMessage(),
      rowOf(actor.case, instantAt(play.nowMs), { act: 'message', ...told, reason: said(actor.next.why) }),
    );
    actor.desk.wroteTo(play.nowMs);
  }
  play.did(actor, fact);
}
