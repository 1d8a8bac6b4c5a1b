import type { Dossier } from '../cases/dossier.ts';
import { putBack, takeInHand } from '../cases/hand.ts';
import type { Queries } from '../db/database.ts';
import { lockDebtor } from '../db/debtor-world.ts';
import { bell, enqueue } from '../db/inbox.ts';
import {
  actsOfMessage,
  endAttempt,
  type MessageRow,
  messageId,
  messageOfId,
  noteOfStep,
  type PartRow,
  type Sending,
  settleMessage,
} from '../db/messages.ts';
import { epochMs, parisDay } from '../domain/calendar/paris.ts';
import type { Outward } from '../domain/case/act.ts';
import { recordOf } from '../domain/case/case.ts';
import { missedOn } from '../domain/case/next/notes.ts';
import { isOutward, stepOf } from '../domain/plan/plan.ts';
import { printedPayBy } from '../words/message-data.ts';
import type { Answer } from './activities.ts';
import { type SendDeps, type Sent, unavailable } from './ports/courier.ts';
import type { SendOutcome } from './ports/outcome.ts';
import { answerOf } from './record.ts';
import { tellOutcome } from './tell-outcome.ts';

type Fate = Exclude<SendOutcome, { outcome: 'retry' }>;

/**
 * Writes down what became of a message that was leaving, for every case that it speaks for. An attempt that lost its token writes nothing
 * of it. Throws, to be tried again, when the provider certainly did not take it, and when it cannot be written down: another attempt may then
 * find out at once.
 */
export async function settle(deps: SendDeps, sent: Sent, id: string, token: string, outcome: SendOutcome): Promise<Answer> {
  if (outcome.outcome === 'retry') {
    await settleMessage(deps.db, id, token, { state: 'released', reason: outcome.reason });
    throw unavailable(outcome);
  }
  return writeDown(deps, sent, id, settling(id, token, outcome)).catch(async (error: unknown) => {
    await endAttempt(deps.db, id, token).catch(() => undefined);
    throw error;
  });
}

/** What became of a message, and its row. */
interface Settled {
  readonly fate: Fate;
  readonly row: MessageRow;
}

/** Writes the fate of a message into its row; null when another attempt may by now. */
function settling(id: string, token: string, fate: Fate) {
  return async (tx: Queries): Promise<Settled | null> => {
    const row = await settleMessage(tx, id, token, columnsOf(fate));
    return row && { fate, row };
  };
}

/** Tells a case the fate of a message that is known already: another spoke of it first. */
export function tellFate(deps: SendDeps, sent: Sent, { row }: Sending): Promise<Answer> {
  return writeDown(deps, sent, row.id, () => Promise.resolve(null));
}

async function settledAlready(tx: Queries, id: string): Promise<Settled | null> {
  const row = await messageOfId(tx, id);
  const fate = row ? fateOf(row) : null;
  return row && fate ? { fate, row } : null;
}

function columnsOf(fate: Fate) {
  switch (fate.outcome) {
    case 'accepted':
      return { state: 'sent', provider: fate.provider, providerId: fate.providerId, sentAt: fate.at } as const;
    case 'refused':
      return { state: 'refused', provider: fate.provider, reason: fate.reason } as const;
    case 'unknown':
      return { state: 'unknown', reason: fate.reason } as const;
  }
}

function fateOf({ state, reason, provider, providerId, sentAt, reservedAt }: MessageRow): Fate | null {
  switch (state) {
    case 'sent':
      return { outcome: 'accepted', provider: provider ?? '', providerId: providerId ?? '', at: sentAt ?? reservedAt };
    case 'refused':
      return { outcome: 'refused', provider: provider ?? '', code: '', reason: reason ?? 'refusé', address: null };
    case 'unknown':
      return { outcome: 'unknown', reason: reason ?? 'sort inconnu' };
    default:
      return null;
  }
}

/** Under the debtor's lock: the fate, then every case that has not counted it, each written down; answers for the one that acts. */
function writeDown(
  { db, clock }: SendDeps,
  sent: Sent,
  id: string,
  find: (tx: Queries) => Promise<Settled | null>,
): Promise<Answer> {
  const { todo, act } = sent;
  return db.transaction(async (tx): Promise<Answer> => {
    const nowMs = Math.max(clock(), sent.nowMs);
    const doing = ({ caseId }: PartRow) => (caseId === todo.caseId ? act : null);
    const { dossiers, fate } = await tellCases(tx, { id, nowMs, find, doing, own: todo.caseId });
    const own = dossiers.get(todo.caseId);
    if (!own) throw new Error(`${todo.caseId} was never recorded`);
    if (fate && act.do === 'send-note') tellUnprinted(own, sent, act);
    for (const dossier of dossiers.values()) if (dossier !== own && dossier.facts.length > 0) await putBack(tx, dossier, nowMs);
    if (own.run === todo.run) return answerOf(tx, own, nowMs, todo.isLong);
    await putBack(tx, own, nowMs);
    return { over: true, answers: own.answers };
  });
}

/**
 * Writes down what became of a message to which no attempt comes back, for every case that it speaks for, and rings those. An attempt that
 * lost its token writes nothing of it; `retry`: the provider certainly did not take it.
 */
export async function settleAlone(
  { db, clock }: Pick<SendDeps, 'db' | 'clock'>,
  id: string,
  token: string,
  outcome: SendOutcome,
): Promise<void> {
  if (outcome.outcome === 'retry') {
    await settleMessage(db, id, token, { state: 'released', reason: outcome.reason });
    return;
  }
  await db.transaction(async (tx) => {
    const nowMs = clock();
    const doing = (part: PartRow, row: MessageRow, isMine: boolean) =>
      isMine && messageId(part) === id ? actOf(part, row) : null;
    const { dossiers } = await tellCases(tx, { id, nowMs, find: settling(id, token, outcome), doing, own: null });
    const changed = [...dossiers.values()].filter(({ facts }) => facts.length > 0);
    for (const dossier of changed) await putBack(tx, dossier, nowMs);
    const bells = changed.map(({ case: { id: caseId, creditorId } }) =>
      bell(`settled:${token}:${caseId}`, { caseId, creditorId }),
    );
    await enqueue(tx, bells);
  });
}

interface Telling {
  readonly id: string;
  readonly nowMs: number;
  /** What became of it; null: as its row says. */
  readonly find: (tx: Queries) => Promise<Settled | null>;
  /** The act of a case that hears all that came of it; null: it only hears of what left, or may have. `isMine`: `find` found it. */
  readonly doing: (part: PartRow, row: MessageRow, isMine: boolean) => Outward | null;
  /** Whose workflow is answered; null: nobody's, each case whose mail is read here is rung. */
  readonly own: string | null;
}

/** Takes every case of a message in hand, under the debtor's lock, and tells it the fate. */
async function tellCases(tx: Queries, { id, nowMs, find, doing, own }: Telling) {
  const parts = await actsOfMessage(tx, id);
  const [of] = parts;
  if (of) await lockDebtor(tx, of);
  const ids = new Set([...(own === null ? [] : [own]), ...parts.map(({ caseId }) => caseId)]);
  const dossiers = await takeInHand(tx, [...ids], nowMs, own);
  const found = await find(tx);
  const settled = found ?? (await settledAlready(tx, id));
  if (settled !== null)
    for (const part of parts) tell(dossiers.get(part.caseId), part, settled, doing(part, settled.row, found !== null));
  return { dossiers, fate: settled?.fate ?? null };
}

/** What a fate means to one case of the message. `act`: of the case that acts; the others hear of what left, or may have. */
function tell(dossier: Dossier | undefined, part: PartRow, { fate, row }: Settled, act: Outward | null): void {
  if (!dossier || (act?.do !== 'ask-instalment' && hasCounted(dossier, part))) return;
  if (fate.outcome === 'accepted') tellSent(dossier, part, row, act);
  else if (act) tellOutcome(dossier, act, fate);
  else if (fate.outcome === 'unknown') tellOutcome(dossier, actOf(part, row), fate);
}

function hasCounted({ case: theCase }: Dossier, { step, channel, sequence }: PartRow): boolean {
  const note = noteOfStep(step);
  if (note !== null) return !theCase.notes.some(({ key }) => key === note);
  const record = recordOf(theCase, step);
  if (!record) return false;
  return record.sequence > sequence || record.state === 'unknown' || record.done.some((done) => done === channel);
}

function actOf({ step, channel }: PartRow, { askedCents, template }: MessageRow): Outward {
  const note = noteOfStep(step);
  if (note === null) return { do: 'send', step, channel };
  const on = missedOn(note);
  return on === null ? { do: 'send-note', note, template } : { do: 'ask-instalment', on, missingCents: askedCents ?? 0 };
}

function tellSent(dossier: Dossier, part: PartRow, row: MessageRow, act: Outward | null): void {
  const note = noteOfStep(part.step);
  const payBy = note === null ? payByOf(dossier, part, row) : null;
  dossier.did({
    type: 'sent',
    step: note === null ? part.step : null,
    ...(note === null ? {} : { note }),
    channel: part.channel,
    template: row.template,
    askedCents: part.askedCents ?? row.askedCents,
    message: row.id,
    provider: row.provider ?? '',
    providerId: row.providerId ?? '',
    sha256: row.sha256 ?? '',
    ...(payBy === null ? {} : { payBy }),
    ...(part.words === null ? {} : { as: part.words }),
  });
  if (act?.do === 'ask-instalment') {
    const { do: _do, ...missed } = act;
    dossier.did({ type: 'instalment-missed', ...missed, asked: true });
  }
}

/** The day printed in the message: until when it asks to pay. */
function payByOf({ case: theCase, plan }: Dossier, { step: id }: PartRow, row: MessageRow): string | null {
  const step = stepOf(plan, id);
  if (!step || !isOutward(step)) return null;
  return printedPayBy(step, { case: theCase, plan }, parisDay(epochMs(row.sentAt ?? row.reservedAt)));
}

/** The e-mail left without the agreement or the letter that goes with it: somebody is told. */
function tellUnprinted(dossier: Dossier, { todo: { paper } }: Sent, { note }: Extract<Outward, { do: 'send-note' }>): void {
  if (!paper || !('outcome' in paper)) return;
  const reason = 'reason' in paper ? paper.reason : paper.outcome;
  dossier.did({
    type: 'task-raised',
    task: 'notice',
    key: `unprintable:${note}`,
    context: `Document à joindre impossible à imprimer (${reason})\u00a0: l’e-mail est parti sans lui.`,
  });
}
