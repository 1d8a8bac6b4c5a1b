import type { Database } from '../db/database.ts';
import {
  endAttempt,
  isStillMine,
  type MessageRow,
  messageId,
  type Part,
  type Reservation,
  type Sending,
  sendingsOf,
} from '../db/messages.ts';
import { type StoredCase, storedCase } from '../db/stored-cases.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import type { Next, Outward } from '../domain/case/act.ts';
import { troubleKey } from '../domain/case/apply/steps.ts';
import { type Case, recordOf } from '../domain/case/case.ts';
import type { Composed } from '../words/compose.ts';
import type { SendRequest, Unwritten } from '../words/message.ts';
import type { Party } from '../words/party.ts';
import type { Answer, ToDo } from './activities.ts';
import { askProvider, attemptOf, courierOf, deadlineOf } from './ask-provider.ts';
import { another, type Leaving, passGate } from './gate.ts';
import { gather, requestOf } from './gather.ts';
import { keyOf } from './message-key.ts';
import { type Courier, type SendDeps, type Sent, unavailable } from './ports/courier.ts';
import { isDrawnFrom, printAgain } from './printed-again.ts';
import { isStillDue, isStillToCome, withCase } from './record.ts';
import { settle, tellFate } from './settle.ts';
import { tellOutcome } from './tell-outcome.ts';

/** So often a message is written anew because something changed meanwhile. */
const WRITINGS = 5;

/** Writes the message, passes the gate, calls the provider once, and writes down what came of it for every case that it speaks for. */
export async function send(deps: SendDeps, todo: ToDo): Promise<Answer> {
  const sent = { todo, act: todo.act as Outward, nowMs: Math.max(deps.clock(), todo.nowMs) };
  for (let writing = 0; writing < WRITINGS; writing += 1) {
    const answer = await tryToSend(deps, sent);
    if (answer !== null) return answer;
  }
  throw another('the case changes faster than its message is written');
}

/** One writing of the message; null: something changed, it is written anew. */
async function tryToSend(deps: SendDeps, sent: Sent): Promise<Answer | null> {
  const stored = await storedCase(deps.db, sent.todo.caseId);
  if (!stored || stored.run !== sent.todo.run) return look(deps, sent);
  const request = requestOf(stored.case, { ...sent.todo, nowMs: sent.nowMs }, sent.act);
  const before = await sendingFor(deps.db, stored.case, request);
  const found = before ? await findOut(deps, sent, before) : null;
  if (found !== null) return found;
  const written = await write(deps, sent, stored, request);
  if ('outcome' in written) return notWritten(deps, sent, written);
  if ('waiting' in written) return look(deps, sent, before?.row, written);
  await inTurn(courierOf(deps, request.channel));
  const gate = await passGate(deps.db, written.leaving);
  if (gate.verdict === 'stop') return gate.answer;
  return gate.verdict === 'again' ? null : deliver(deps, sent, written);
}

/** Nothing leaves now: says where the case stands, what it waits for, and why its provider had not taken it when its hour has passed. */
function look(
  { db, clock }: SendDeps,
  { todo, act }: Sent,
  before?: MessageRow,
  { waiting, revision }: Partial<Waiting> = {},
): Promise<Answer> {
  return withCase({ db, clock }, todo, async (inHand) => {
    const { dossier } = inHand;
    const hourPassed = (await isStillToCome(inHand, act)) && !(await isStillDue(inHand, act));
    if (before?.state === 'released' && before.reason !== null && act.do === 'send' && hourPassed) {
      const context = `Envoi impossible jusqu’ici (${before.reason})\u00a0: il sera retenté de lui-même, vérifier le prestataire.`;
      const { step, channel } = act;
      dossier.did({ type: 'task-raised', task: 'send-failed', key: troubleKey(step, channel), context, step, channel });
    }
    if (waiting && dossier.revision === revision) inHand.waiting = waiting;
  });
}

/** What a case waits for as it stood at a revision. */
interface Waiting {
  readonly waiting: Next | undefined;
  readonly revision: number;
}

function notWritten({ db, clock }: SendDeps, { todo, act }: Sent, outcome: Unwritten): Promise<Answer> {
  return withCase({ db, clock }, todo, async (inHand) => {
    if (await isStillDue(inHand, act)) tellOutcome(inHand.dossier, act, outcome);
  });
}

/** The message that was reserved for an act: its own, or that of another case, which may have left by another channel. */
async function sendingFor(db: Database, theCase: Case, request: SendRequest): Promise<Sending | undefined> {
  const key = keyOf(request);
  const sendings = await sendingsOf(db, key);
  const done: readonly string[] = recordOf(theCase, key.step)?.done ?? [];
  const own = sendings.find(({ part }) => part.channel === key.channel);
  return own ?? sendings.find((sending) => !isOwn(sending) && !done.includes(sending.part.channel));
}

/** True when the case itself reserved the message. */
function isOwn({ row: { id }, part }: Sending): boolean {
  return id === messageId(part);
}

/** What an earlier attempt came to, written down; null when it certainly sent nothing, and the act begins anew. */
async function findOut(deps: SendDeps, sent: Sent, before: Sending): Promise<Answer | null> {
  const { row } = before;
  switch (row.state) {
    case 'released':
      return null;
    case 'refused':
      return isOwn(before) ? tellFate(deps, sent, before) : null;
    case 'sent':
    case 'unknown':
      return tellFate(deps, sent, before);
    default:
      if (!isOwn(before)) throw another(`${row.id}: another case of the debtor sends it`);
      return askedAgain(deps, sent, row);
  }
}

async function askedAgain(deps: SendDeps, sent: Sent, row: MessageRow): Promise<Answer | null> {
  const found = await askProvider(deps, row);
  if (found === null) throw another(`${row.id}: another attempt may be in its call`);
  return found.outcome && settle(deps, sent, row.id, found.token, found.outcome);
}

/** A letter was printed for other invoices than those that leave now, or for these as they stood before something changed. */
function isOutdated({ document, note }: SendRequest, { members }: Party): boolean {
  return document?.drawnFrom !== undefined && !note && !isDrawnFrom(document, members);
}

/** A message that is written, and what it leaves as. */
interface Written {
  readonly leaving: Leaving;
  readonly composed: Composed;
}

/** Writes the message as things stand; or says why it cannot be written, or what it waits for. */
async function write(
  deps: SendDeps,
  sent: Sent,
  stored: StoredCase,
  request: SendRequest,
): Promise<Written | Unwritten | Waiting> {
  const { todo, act, nowMs } = sent;
  if (act.do === 'ask-instalment' && !stored.case.contact.email) return { outcome: 'no-address', reason: 'pas d’adresse e-mail' };
  if (act.do === 'send' && todo.paper && 'outcome' in todo.paper) return todo.paper;
  const gathered = await gather(deps.db, stored, request);
  if ('waiting' in gathered) return { ...gathered, revision: stored.revision };
  const { party, barred } = gathered;
  if (isOutdated(request, party)) return { waiting: printAgain(nowMs), revision: stored.revision };
  const composed = await deps.composer.compose(stored, request, nowMs, party);
  if (composed.kind === 'impossible') return composed.result;
  const reservation = reservationOf(stored.case, request, composed, await deps.store.put(composed.record));
  const parts = partsOf(request, party, composed);
  return {
    composed,
    leaving: { asked: todo, request, theCase: stored.case, party, barred, reservation, parts, attempt: attemptOf(deps) },
  };
}

function partsOf({ channel }: SendRequest, { words, members }: Party, composed: Composed): Part[] {
  return members.map(({ case: { id: caseId }, step, sequence }) => ({
    caseId,
    step,
    channel,
    sequence,
    words: words === null || words.id === step ? null : words.id,
    askedCents: composed.shares[caseId] ?? null,
  }));
}

function reservationOf(theCase: Case, { channel, nowMs }: SendRequest, composed: Composed, sha256: string): Reservation {
  return {
    creditorId: theCase.creditorId,
    debtorId: theCase.debtor.id,
    currency: theCase.invoice.currency,
    channel,
    template: composed.template,
    contactOn: composed.askedCents === null ? null : parisDay(nowMs),
    askedCents: composed.askedCents,
    documentId: composed.documentId,
    sha256,
  };
}

/** The irrevocable call, once and within its time; then what came of it. */
async function deliver(deps: SendDeps, sent: Sent, { leaving, composed }: Written): Promise<Answer> {
  const id = messageId(keyOf(leaving.request));
  const { token } = leaving.attempt;
  const signal = AbortSignal.timeout(deadlineOf(deps));
  const calling = { signal, isMine: () => isStillMine(deps.db, id, token) };
  const courier = courierOf(deps, leaving.request.channel);
  const call = courier.deliver(id, composed, calling).catch(async (error: unknown) => {
    await endAttempt(deps.db, id, token);
    throw error;
  });
  const outcome = await Promise.race([call, lateness(signal)]);
  if (outcome !== null) return settle(deps, sent, id, token, outcome);
  if (courier.isConclusive) throw another(`${id}: its provider is asked what became of it`);
  return settle(deps, sent, id, token, { outcome: 'unknown', reason: 'le prestataire n’a pas répondu à temps' });
}

function lateness(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }));
}

async function inTurn(courier: Courier): Promise<void> {
  const wait = await courier.turn?.();
  if (wait?.outcome === 'retry') throw unavailable(wait);
}
