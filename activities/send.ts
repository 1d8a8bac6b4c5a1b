import { ApplicationFailure, log } from '@temporalio/activity';
import type { Database } from '../db/database.ts';
import {
  actsOfMessage,
  type MessageRow,
  messageId,
  type Part,
  type PartRow,
  type Reservation,
  type Sending,
  sendingsOf,
  settleMessage,
} from '../db/messages.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { recordOf } from '../domain/case/case.ts';
import { type Channel, type OutwardStep, stepOf } from '../domain/plan/plan.ts';
import type { SendRequest, SendResult } from './activities.ts';
import type { Composed, Composer } from './compose.ts';
import { another, keyOf, type LiveCase, passGate, stop } from './gate.ts';
import { printedPayBy } from './message-data.ts';
import type { SendOutcome } from './outcome.ts';
import { decide, type Party, type Question } from './party.ts';
import { worldOf } from './record.ts';
import { forbiddenIn } from './step-message.ts';
import type { DocumentStore } from './store.ts';

/** One of the three ways out, as the sending of an act sees them. `find` asks the provider by our reference, where it can be asked. */
export interface Courier {
  readonly provider: string;
  deliver(id: string, composed: Composed): Promise<SendOutcome>;
  readonly find?: (id: string) => Promise<SendOutcome | null>;
}

export interface SendDeps {
  readonly db: Database;
  readonly clock: () => number;
  readonly readCase: (caseId: string) => Promise<LiveCase>;
  readonly composer: Composer;
  readonly couriers: { readonly email: Courier; readonly sms: Courier; readonly post: Courier };
  readonly store: DocumentStore;
}

/** Reserve, read the gate again, send, complete. Called twice for one act, or for two cases of one message, the debtor receives one message. */
export async function send(deps: SendDeps, request: SendRequest): Promise<SendResult> {
  const live = await deps.readCase(request.caseId);
  const before = await sendingFor(deps.db, live, request);
  const known = before ? await outcomeOf(deps, live, request, before) : null;
  return known ?? withTrouble(await begin(deps, live, request), before?.row);
}

/** Not now, after its provider failed: the case is told why, so that a person may know. */
function withTrouble(result: SendResult, before: MessageRow | undefined): SendResult {
  if (result.outcome !== 'not-now' || before?.state !== 'released' || before.reason === null) return result;
  return { ...result, trouble: before.reason };
}

/** The message that was reserved for an act: its own, or that of another case, which may have left by another channel. */
async function sendingFor(db: Database, live: LiveCase, request: SendRequest): Promise<Sending | undefined> {
  const key = keyOf(request);
  const sendings = await sendingsOf(db, key);
  const done: readonly string[] = recordOf(live.case, key.step)?.done ?? [];
  const own = sendings.find(({ part }) => part.channel === key.channel);
  return own ?? sendings.find(({ row, part }) => !isOwn(row, part) && !done.includes(part.channel));
}

/** True when the case itself reserved the message. */
function isOwn({ id }: MessageRow, part: PartRow): boolean {
  return id === messageId(part);
}

/** Nothing of this act ever left: it is written as things stand now, and leaves if the gate still allows it. */
async function begin(deps: SendDeps, live: LiveCase, request: SendRequest): Promise<SendResult> {
  const nowMs = Math.max(deps.clock(), request.nowMs);
  const gathered = await gather(deps, live, request, nowMs);
  if ('verdict' in gathered) return gathered.result;
  const { party, question } = gathered;
  const composed = await deps.composer.compose(live, request, nowMs, party);
  if (composed.kind === 'impossible') return composed.result;
  const reservation = reservationOf(live, request, composed, await deps.store.put(composed.record), nowMs);
  const parts = partsOf(request, party, composed);
  const gate = await passGate(deps.db, { live, question, party, reservation, parts });
  return gate.verdict === 'stop' ? gate.result : deliver(deps, live, request, composed);
}

/** Who leaves with the act: each case that would is asked itself, and one that may not ask its claim today stays out. */
async function gather(deps: SendDeps, live: LiveCase, request: SendRequest, nowMs: number) {
  const [fresh, barred] = [new Map([[request.caseId, live]]), new Set<string>()];
  const question: Question = { request, own: live, fresh, barred, nowMs };
  const world = await worldOf(deps.db, live.case, nowMs);
  for (;;) {
    const decision = await decide(deps.db, question, world);
    for (const id of decision.unread) fresh.set(id, await deps.readCase(id));
    if (decision.unread.length > 0) continue;
    if (!decision.leaves) return stop(world, decision);
    const forbidden = await forbiddenIn(deps.db, decision.party, parisDay(nowMs));
    if (forbidden.length === 0) return { party: decision.party, question };
    for (const id of forbidden) barred.add(id);
  }
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

function reservationOf(live: LiveCase, request: SendRequest, composed: Composed, sha256: string, nowMs: number): Reservation {
  return {
    creditorId: live.case.creditorId,
    debtorId: live.case.debtor.id,
    currency: live.case.invoice.currency,
    channel: request.channel,
    template: composed.template,
    contactOn: composed.askedCents === null ? null : parisDay(nowMs),
    askedCents: composed.askedCents,
    documentId: composed.documentId,
    sha256,
  };
}

/** What an earlier attempt came to; null when it certainly sent nothing, and the act begins anew. */
async function outcomeOf(deps: SendDeps, live: LiveCase, request: SendRequest, sending: Sending): Promise<SendResult | null> {
  const { row, part } = sending;
  const own = isOwn(row, part);
  switch (row.state) {
    case 'released':
      return null;
    case 'reserved':
      if (!own) throw another(`${row.id}: another case of the debtor sends it`);
      return findOut(deps, live, request);
    case 'sent':
      return sentResult(live, request, sending);
    case 'refused':
      return own ? { outcome: 'refused', reason: row.reason ?? 'refusé', address: null } : null;
    default:
      return { outcome: 'unknown', reason: row.reason ?? 'sort inconnu' };
  }
}

/** Reserved and never completed: a crash between decision and answer. The provider is asked where it can be; never a blind second send. */
async function findOut(deps: SendDeps, live: LiveCase, request: SendRequest): Promise<SendResult | null> {
  const courier = courierFor(deps, request);
  if (!courier.find) return settle(deps, live, request, { outcome: 'unknown', reason: 'arrêt pendant l’envoi' });
  const found = await courier.find(messageId(keyOf(request)));
  if (found) return settle(deps, live, request, found);
  await settleMessage(deps.db, keyOf(request), { state: 'released', reason: 'arrêt avant l’envoi' });
  return null;
}

async function deliver(deps: SendDeps, live: LiveCase, request: SendRequest, composed: Composed): Promise<SendResult> {
  const outcome = await courierFor(deps, request).deliver(messageId(keyOf(request)), composed);
  return settle(deps, live, request, outcome);
}

/** Writes the provider's answer on the reservation, then says it to the case. */
async function settle(deps: SendDeps, live: LiveCase, request: SendRequest, outcome: SendOutcome): Promise<SendResult> {
  const key = keyOf(request);
  switch (outcome.outcome) {
    case 'accepted': {
      const { provider, providerId, at: sentAt } = outcome;
      const row = await settleMessage(deps.db, key, { state: 'sent', provider, providerId, sentAt });
      const part = (await actsOfMessage(deps.db, row.id)).find(({ caseId }) => caseId === request.caseId);
      if (!part) throw new Error(`${row.id} does not speak for ${request.caseId}`);
      return sentResult(live, request, { row, part });
    }
    case 'refused':
      await settleMessage(deps.db, key, { state: 'refused', provider: outcome.provider, reason: outcome.reason });
      return { outcome: 'refused', reason: outcome.reason, address: outcome.address };
    case 'unknown':
      await settleMessage(deps.db, key, { state: 'unknown', reason: outcome.reason });
      return { outcome: 'unknown', reason: outcome.reason };
    case 'retry':
      await settleMessage(deps.db, key, { state: 'released', reason: outcome.reason });
      log.info('provider asks to wait', { reason: outcome.reason, afterMs: outcome.afterMs });
      throw ApplicationFailure.create({
        message: outcome.reason,
        type: 'ProviderUnavailable',
        ...(outcome.afterMs === null ? {} : { nextRetryDelay: outcome.afterMs }),
      });
  }
}

function courierFor({ couriers }: SendDeps, { channel }: SendRequest): Courier {
  if (channel === 'email' || channel === 'sms') return couriers[channel];
  return couriers.post;
}

function sentResult(live: LiveCase, request: SendRequest, { row, part }: Sending): SendResult {
  const step = request.step === null ? undefined : stepOf(live.plan, request.step);
  const payBy =
    step === undefined ? null : printedPayBy(step as OutwardStep, live, parisDay(Date.parse(row.sentAt ?? row.reservedAt)));
  const trace = {
    step: request.step,
    ...(request.note ? { note: request.note.key } : {}),
    channel: part.channel as Channel,
    template: row.template,
    askedCents: part.askedCents ?? row.askedCents,
    message: row.id,
    provider: row.provider ?? '',
    providerId: row.providerId ?? '',
    sha256: row.sha256 ?? '',
  };
  return { outcome: 'sent', trace, ...(payBy === null ? {} : { payBy }), ...(part.words === null ? {} : { as: part.words }) };
}
