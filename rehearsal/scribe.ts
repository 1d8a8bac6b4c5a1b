import { type EvidenceRow, factOfRow } from '../db/evidence-chain.ts';
import { dayAt, instantAt } from '../domain/calendar/clock.ts';
import { shareOf } from '../domain/case/debtor/asked.ts';
import type { Fact, InsideFact, OutsideFact } from '../domain/case/facts/fact.ts';
import { wordsOf } from '../domain/case/records.ts';
import { said } from '../domain/case/show/reasons.ts';
import { isOutward, stepOf } from '../domain/plan/plan.ts';
import { reasonOf } from '../domain/simulate/channel.ts';
import type { Actor } from '../domain/simulate/desk.ts';
import { rowOf } from '../domain/simulate/rows.ts';
import type { EnginePlay } from './engine-play.ts';

type Sent = Extract<Fact, { type: 'sent' }>;
type Call = Extract<Fact, { type: 'call-due' }>;

/** A fact that a running case wrote down, and the case of the stage that it belongs to. */
export interface Written {
  readonly actor: Actor;
  readonly fact: Fact;
}

/** The fact of a row of evidence; null for what the stage itself told, or did when the invoice entered. */
export function writtenBy(actor: Actor, row: EvidenceRow): Written | null {
  if (row.type === 'opened' || row.type === 'reopened' || row.cause?.startsWith(STORY)) return null;
  return { actor, fact: factOfRow(row) };
}

/** What marks, in the evidence, a fact that the story told. */
export const STORY = 'story';

/** Prints what the cases did in one moment, in the order of the invoices, and takes it over on the stage. */
export function write(play: EnginePlay, written: readonly Written[]): void {
  const done = new Set<Written>();
  for (const each of written) takeOver(play, written, done, each);
  play.flush();
}

function takeOver(play: EnginePlay, all: readonly Written[], done: Set<Written>, each: Written): void {
  if (done.has(each)) return;
  const together = companyOf(all, each).filter((other) => !done.has(other));
  for (const member of together) for (const earlier of earlierOf(all, member)) takeOver(play, all, done, earlier);
  const reason = reasonIn(play, together);
  for (const member of together) {
    done.add(member);
    tell(play, member, together, reason);
  }
}

/** The facts of one message, or the calls of one step, of several invoices. */
function companyOf(all: readonly Written[], each: Written): Written[] {
  const key = keyOf(each);
  return key === null ? [each] : all.filter((other) => keyOf(other) === key);
}

function keyOf({ actor, fact }: Written): string | null {
  if (fact.type === 'sent') return fact.message;
  if (fact.type !== 'call-due') return null;
  const alone = actor.plan.grouping === 'none' ? actor.case.id : '';
  return `call ${actor.desk.debtor.id} ${actor.case.invoice.currency} ${wordsOfCall(actor, fact)} ${alone}`;
}

function earlierOf(all: readonly Written[], { actor, fact }: Written): Written[] {
  const own = all.filter((other) => other.actor === actor);
  return own.slice(
    0,
    own.findIndex((other) => other.fact === fact),
  );
}

/** Why it left when it did: the planner's word on the invoice whose step leads. */
function reasonIn(play: EnginePlay, together: readonly Written[]): string {
  const own = together.filter(({ fact }) => fact.type === 'sent' && fact.as === undefined);
  for (const { actor } of own) play.refresh(actor);
  const lead = own.find(({ actor }) => actor.next.act !== null) ?? own[0] ?? together[0];
  if (!lead || keyOf(lead) === null) return '';
  play.refresh(lead.actor);
  const isNote = lead.fact.type === 'sent' && lead.fact.step === null;
  return isNote ? said(lead.actor.next.why) : reasonOf(lead.actor.next.why, together.length);
}

function tell(play: EnginePlay, { actor, fact }: Written, together: readonly Written[], reason: string): void {
  if (fact.type === 'sent') printSent(play, actor, fact, reason);
  if (fact.type === 'call-due') printCall(play, actor, fact, together, reason);
  const { at: _at, actor: by, cause: _cause, ...bare } = fact;
  if (by === 'case') play.did(actor, withStageNote(actor, bare as InsideFact));
  else play.foundOut(actor, bare as OutsideFact);
}

/** A note is named after the moment of what it answers, which the stage dates to the second and the case to the millisecond. */
function withStageNote({ case: { notes } }: Actor, fact: InsideFact): InsideFact {
  if ((fact.type !== 'sent' && fact.type !== 'note-left-out') || fact.note === undefined) return fact;
  if (notes.some(({ key }) => key === fact.note)) return fact;
  const [kind] = fact.note.split(':');
  const note = notes.find(({ key }) => key.startsWith(`${kind}:`))?.key ?? fact.note;
  return { ...fact, note };
}

const MISSED = 'missed-instalment';

function printSent(play: EnginePlay, actor: Actor, sent: Sent, reason: string): void {
  const { channel, template, askedCents, message } = sent;
  const step = sent.as ?? sent.step ?? (template === MISSED ? MISSED : null);
  const act = stepOf(actor.plan, step ?? '')?.act === 'letter' ? 'letter' : 'message';
  play.print(message, rowOf(actor.case, instantAt(play.nowMs), { act, step, channel, template, askedCents, reason }));
  if (askedCents !== null) actor.desk.wroteTo(play.nowMs);
}

function printCall(play: EnginePlay, actor: Actor, call: Call, together: readonly Written[], reason: string): void {
  const askedCents = shareOf(
    together.map((each) => each.actor),
    actor,
    dayAt(play.nowMs),
  );
  const told = { act: 'task', step: wordsOfCall(actor, call), channel: 'call', askedCents, reason } as const;
  play.print(keyOf({ actor, fact: call }) ?? '', rowOf(actor.case, instantAt(play.nowMs), told));
}

function wordsOfCall({ case: theCase, plan }: Actor, { step: id }: Call): string {
  const step = stepOf(plan, id);
  return step && isOutward(step) ? wordsOf(theCase, plan, step).id : id;
}
