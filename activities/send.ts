import { ApplicationFailure, log } from '@temporalio/activity';
import type { Database } from '../db/database.ts';
import { type MessageRow, messageId, messageOf, type Reservation, settleMessage } from '../db/messages.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { type OutwardStep, stepOf } from '../domain/plan/plan.ts';
import type { SendRequest, SendResult } from './activities.ts';
import type { Composed, Composer } from './compose.ts';
import { keyOf, type LiveCase, passGate } from './gate.ts';
import { printedPayBy } from './message-data.ts';
import type { SendOutcome } from './outcome.ts';
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

/** Reserve, read the gate again, send, complete. Called twice for one act, the debtor receives one message. */
export async function send(deps: SendDeps, request: SendRequest): Promise<SendResult> {
  const live = await deps.readCase(request.caseId);
  const before = await messageOf(deps.db, keyOf(request));
  const known = before ? await outcomeOf(deps, live, request, before) : null;
  return known ?? begin(deps, live, request);
}

/** Nothing of this act ever left: it is written as things stand now, and leaves if the gate still allows it. */
async function begin(deps: SendDeps, live: LiveCase, request: SendRequest): Promise<SendResult> {
  const nowMs = Math.max(deps.clock(), request.nowMs);
  const composed = await deps.composer.compose(live, request, nowMs);
  if (composed.kind === 'impossible') return composed.result;
  const sha256 = await deps.store.put(composed.record);
  const reservation = reservationOf(live, request, composed, sha256, nowMs);
  const gate = await passGate(deps.db, live, request, reservation, nowMs);
  return gate.verdict === 'stop' ? gate.result : deliver(deps, live, request, composed);
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
async function outcomeOf(deps: SendDeps, live: LiveCase, request: SendRequest, row: MessageRow): Promise<SendResult | null> {
  switch (row.state) {
    case 'released':
      return null;
    case 'reserved':
      return findOut(deps, live, request);
    case 'sent':
      return sentResult(live, request, row);
    case 'refused':
      return { outcome: 'refused', reason: row.reason ?? 'refusé', address: null };
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
      return sentResult(live, request, await settleMessage(deps.db, key, { state: 'sent', provider, providerId, sentAt }));
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

function sentResult(live: LiveCase, request: SendRequest, row: MessageRow): SendResult {
  const step = request.step === null ? undefined : stepOf(live.plan, request.step);
  const payBy =
    step === undefined ? null : printedPayBy(step as OutwardStep, live, parisDay(Date.parse(row.sentAt ?? row.reservedAt)));
  const trace = {
    step: request.step,
    ...(request.note ? { note: request.note.key } : {}),
    channel: request.channel,
    template: row.template,
    askedCents: row.askedCents,
    message: row.id,
    provider: row.provider ?? '',
    providerId: row.providerId ?? '',
    sha256: row.sha256 ?? '',
  };
  return { outcome: 'sent', trace, ...(payBy === null ? {} : { payBy }) };
}
