import type { CivilDate } from '../calendar/civil-date.ts';
import { dayAt, instantAt } from '../calendar/clock.ts';
import type { Act } from '../case/act.ts';
import { unprintableKey } from '../case/apply/changes.ts';
import { uncontestedCents } from '../case/balance.ts';
import { claimOfCase } from '../case/claim-of-case.ts';
import { shareOf } from '../case/debtor/asked.ts';
import type { InsideFact } from '../case/facts/fact.ts';
import { payByOf } from '../case/next/step-day.ts';
import type { KeptReason } from '../case/reason.ts';
import { figuresOn } from '../case/records.ts';
import { said } from '../case/show/reasons.ts';
import { floorChoice } from '../claim/floor-choice.ts';
import { type Channel, isOutward, type OutwardStep, type Step } from '../plan/plan.ts';
import type { Actor } from './desk.ts';
import type { Play } from './play.ts';
import { rowOf } from './rows.ts';

/** One channel of a message or a letter: the invoices it tells of, each under its own step, and the step whose words it takes. */
export interface ChannelAttempt {
  readonly members: readonly { readonly actor: Actor; readonly step: OutwardStep }[];
  readonly words: OutwardStep;
  readonly act: Extract<Act, { do: 'send' | 'leave-channel-out' }>;
  readonly reason: string;
}

/** Does what became of a channel, for every invoice of the message. */
export function sendChannel(play: Play, sending: ChannelAttempt): void {
  const message = play.newMessage();
  const { act: leaving, words: said, members } = sending;
  if (leaving.do === 'send' && leaving.channel !== 'call')
    play.leaves(
      members.map(({ actor }) => actor),
      leaving.channel,
      said,
    );
  for (const { actor, step } of members) {
    const { act, words } = sending;
    const as = words.id === step.id ? {} : { as: words.id };
    if (act.do === 'leave-channel-out') {
      const { channel, reason, task } = act;
      play.did(actor, { type: 'channel-left-out', step: step.id, channel, reason, task, ...as });
    } else leave(play, { actor, step, message }, sending, act.channel);
  }
}

interface Part {
  readonly actor: Actor;
  readonly step: OutwardStep;
  readonly message: string;
}

/** What every row of a message with several invoices says of them. */
export function reasonOf(why: KeptReason, invoices: number): string {
  return invoices > 1 ? `${said(why)}\u00a0; ${invoices} factures en un message` : said(why);
}

function leave(play: Play, { actor, step, message }: Part, { words, reason, members }: ChannelAttempt, channel: Channel): void {
  const as = words.id === step.id ? {} : { as: words.id };
  const actors = members.map((member) => member.actor);
  const on = figuresOn(
    actors.map((each) => each.case),
    words,
    dayAt(play.nowMs),
  );
  const askedCents = shareOf(actors, actor, on, (theCase) => askedOf(play, theCase, words, on));
  const written = words.act === 'letter' ? 'letter' : 'message';
  const act = channel === 'call' ? 'task' : written;
  const template = channel === 'call' ? null : words.template;
  play.print(message, rowOf(actor.case, instantAt(play.nowMs), { act, step: words.id, channel, template, askedCents, reason }));
  if (channel === 'call') {
    play.did(actor, { type: 'call-due', step: step.id, ...as });
    return;
  }
  const payBy = step.act === 'message' ? payByOf(step, dayAt(play.nowMs), actor.case.debtor.department) : null;
  const trace = {
    step: step.id,
    channel,
    template: words.template,
    askedCents,
    message: '',
    provider: '',
    providerId: '',
    sha256: '',
  };
  const sent: InsideFact = { type: 'sent', ...trace, ...as, ...(payBy === null ? {} : { payBy }) };
  actor.desk.wroteTo(play.nowMs);
  play.did(actor, sent);
}

function askedOf(play: Play, theCase: Actor['case'], words: OutwardStep, on: CivilDate): number {
  if (words.asks === 'balance') return uncontestedCents(theCase);
  return claimOfCase(theCase, play.story.creditor, on).totalCents ?? 0;
}

/** True when what the step asks can be computed today; else the case hears why not, and waits. */
export function rateStands(play: Play, actor: Actor, step: Step): boolean {
  if (!isOutward(step)) return true;
  const obstacle = obstacleTo(play, actor, step);
  if (obstacle === null) return true;
  if ('semester' in obstacle) play.told(actor, { type: 'rate-missing', semester: obstacle.semester });
  else play.did(actor, { type: 'send-failed', step: step.id, channel: step.channels[0] ?? 'email', reason: obstacle.reason });
  return false;
}

/** A letter is read before anybody approves it: a missing rate holds the case, what a person must choose is shown beside the question. */
export function canBeAsked(play: Play, actor: Actor, step: Step): boolean {
  if (step.act !== 'letter') return true;
  const obstacle = obstacleTo(play, actor, step);
  if (obstacle === null) return true;
  if ('semester' in obstacle) {
    play.told(actor, { type: 'rate-missing', semester: obstacle.semester });
    return false;
  }
  const context = `La mise en demeure ne peut pas partir (${obstacle.reason}).`;
  play.did(actor, { type: 'task-raised', task: 'notice', key: unprintableKey(step.id), context });
  return true;
}

/** The semester whose rate is missing, or what a person has to choose; null when the sum can be asked. */
function obstacleTo(play: Play, actor: Actor, step: OutwardStep): { semester: string } | { reason: string } | null {
  if (step.asks === 'balance') return null;
  const on = figuresOn([actor.case], step, dayAt(play.nowMs));
  const claim = claimOfCase(actor.case, play.story.creditor, on);
  switch (claim.status) {
    case 'ok':
    case 'insolvency':
      return null;
    case 'rate-missing':
      return { semester: claim.missing[0] ?? '' };
    case 'rate-below-floor':
      return { reason: floorChoice(claim, actor.case.invoice.currency) };
  }
}
