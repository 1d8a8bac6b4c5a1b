import { type AllocationRow, allocationsOf, type EntryRow, putAllocations, setVerdict } from '../../db/bank.ts';
import type { Queries } from '../../db/database.ts';
import { enqueue, type InboxEvent } from '../../db/inbox.ts';
import type { CivilDate } from '../../domain/calendar/civil-date.ts';
import type { Instant } from '../../domain/calendar/paris.ts';
import { epochMs, parisDay } from '../../domain/calendar/paris.ts';

/** Money of an entry for one case. */
export interface Share {
  readonly caseId: string;
  readonly amountCents: number;
}

/** Who decided, when, and because of what. */
export interface Decision {
  readonly at: Instant;
  readonly actor: string;
  readonly cause: string;
  readonly reasons: readonly string[];
}

/** Gives the money of an entry to cases: the allocations, and what tells each case, in the caller's transaction. */
export async function allocate(
  tx: Queries,
  creditorId: string,
  entry: EntryRow,
  shares: readonly Share[],
  decision: Decision,
): Promise<void> {
  const before = await allocationsOf(tx, creditorId, entry.key);
  const rows = shares.map((share, index) => allocationRow(creditorId, entry, share, before.length + index + 1, decision));
  await putAllocations(tx, rows);
  await setVerdict(tx, creditorId, entry.key, 'allocated', decision.reasons);
  await enqueue(
    tx,
    rows.map((row) => signalRow(row, 'paymentReceived', paymentOf(row), decision)),
  );
}

/** What tells the cases that their money went back. */
export async function tellReversals(
  tx: Queries,
  reversed: readonly AllocationRow[],
  decision: Omit<Decision, 'reasons'>,
): Promise<void> {
  await enqueue(
    tx,
    reversed.map((row) => signalRow(row, 'paymentReversed', { payment: row.id }, decision)),
  );
}

function allocationRow(creditorId: string, entry: EntryRow, share: Share, ordinal: number, { at }: Decision) {
  return { id: `${entry.key}#${ordinal}`, creditorId, entryKey: entry.key, ...share, on: dayOf(entry, at) };
}

/** The day the money counts: booking, else value, else the day we heard of it. */
function dayOf({ document }: EntryRow, at: Instant): CivilDate {
  return document.bookedOn ?? document.valueOn ?? parisDay(epochMs(at));
}

function paymentOf({ id, amountCents, on }: Pick<AllocationRow, 'id' | 'amountCents' | 'on'>) {
  return { id, amountCents, on };
}

/** The event id makes each allocation reach its case once, whatever is told twice before. */
function signalRow(
  row: Pick<AllocationRow, 'id' | 'creditorId' | 'caseId'>,
  signal: 'paymentReceived' | 'paymentReversed',
  fact: Readonly<Record<string, unknown>>,
  { at, actor, cause }: Omit<Decision, 'reasons'>,
): InboxEvent {
  const { creditorId, caseId } = row;
  const body = { signal, payload: { ...fact, at, actor, cause } };
  return { eventId: `${signal}:${creditorId}:${row.id}`, creditorId, caseId, lane: caseId, kind: 'signal', body };
}
