import { freshenFeed } from '../../bank/feed.ts';
import { settle } from '../../bank/settle.ts';
import type { AccountFreshness } from '../../db/bank.ts';
import type { Database, Queries } from '../../db/database.ts';
import { endImport, importOf, type StatementCounts, type StatementImport, saveImport } from '../../db/statement-imports.ts';
import { earlier } from '../../domain/calendar/civil-date.ts';
import { parisDay, toInstant } from '../../domain/calendar/paris.ts';
import type { StatementPart, TracedEntry } from '../../domain/statement/bank-entry.ts';
import { namesOf } from '../../domain/table.ts';

/** Bookings that are settled in one transaction: enough to match fast, few enough not to keep others waiting. */
const AT_ONCE = 1000;

/** Consecutive bookings of one statement of the file. */
interface Batch {
  /** Bookings of the file before it. */
  readonly from: number;
  readonly statement: number;
  readonly bookings: number;
  readonly entries: readonly TracedEntry[];
}

/** Somebody else went on with the import, or ended it: nothing is wrong with its file. */
export class Overtaken extends Error {}

export interface SettlingDeps {
  readonly db: Database;
  readonly clock: () => number;
}

/**
 * Settles a file from where the last attempt stopped, batch by batch, until the end or `untilMs`. Each batch and the mark of how far it
 * goes are one transaction: a kill loses nothing and repeats nothing. Answers whether all is settled.
 */
export async function settleFile(
  { db, clock }: SettlingDeps,
  importId: string,
  parts: AsyncIterable<StatementPart>,
  untilMs: number,
): Promise<boolean> {
  const from = (await importOf(db, importId))?.settled ?? 0;
  for await (const batch of batchesOf(parts, from)) {
    await db.transaction((tx) => settleBatch(tx, importId, batch, clock()));
    if (clock() >= untilMs) return false;
  }
  await db.transaction((tx) => finish(tx, importId, clock()));
  return true;
}

async function settleBatch(tx: Queries, importId: string, batch: Batch, nowMs: number): Promise<void> {
  const before = await runningImport(tx, importId);
  if (before.settled !== batch.from) throw new Overtaken(`${importId}: another attempt went on from ${before.settled}`);
  const message = `${importId}#${batch.statement + 1}`;
  const counts = await settle(tx, before.creditorId, batch.entries, message, sourceOf(before, nowMs));
  const statements = before.statements.map((statement, index) =>
    index === batch.statement ? { ...statement, counts: added(statement.counts, counts) } : statement,
  );
  await saveImport(tx, importId, { settled: before.settled + batch.bookings, statements, attempts: 0 });
}

/** The feed moves last: a case that waits for it hears its money first. */
async function finish(tx: Queries, importId: string, nowMs: number): Promise<void> {
  const done = await runningImport(tx, importId);
  const accounts = done.statements.flatMap(({ account, throughOn }): AccountFreshness[] =>
    throughOn === null ? [] : [{ account, throughOn: earlier(throughOn, parisDay(nowMs)) }],
  );
  await freshenFeed(tx, done.creditorId, accounts, sourceOf(done, nowMs));
  await endImport(tx, importId, { state: 'done', problem: null });
}

/** Two attempts at once take turns, and the later finds what the earlier did. */
async function runningImport(tx: Queries, importId: string): Promise<StatementImport> {
  const row = await importOf(tx, importId, true);
  if (row?.state !== 'settling') throw new Overtaken(`${importId} is ${row?.state ?? 'not known'}, not settling`);
  return row;
}

function sourceOf({ id }: StatementImport, nowMs: number) {
  return { at: toInstant(nowMs), actor: 'bank', cause: id };
}

function added(before: StatementCounts, more: StatementCounts): StatementCounts {
  const { returned = 0, ...counts } = more;
  const sums = Object.fromEntries(namesOf(counts).map((name) => [name, before[name] + counts[name]]));
  return { ...sums, returned: (before.returned ?? 0) + returned } as unknown as StatementCounts;
}

/** The bookings of a file after the first `settled`, in batches that never cut a booking nor join two statements. */
async function* batchesOf(parts: AsyncIterable<StatementPart>, settled: number): AsyncGenerator<Batch> {
  let from = settled;
  let [entries, bookings, last, statement, seen]: [TracedEntry[], number, number, number, number] = [[], 0, 0, 0, 0];
  for await (const part of parts) {
    const isNext = part.kind === 'entry' && part.entry.trace.booking !== last;
    if (isNext) seen += 1;
    if (entries.length > 0 && (part.kind === 'statement' || (isNext && bookings >= AT_ONCE))) {
      yield { from, statement, bookings, entries };
      from += bookings;
      [entries, bookings] = [[], 0];
    }
    if (part.kind === 'statement') [statement, last] = [statement + 1, 0];
    if (part.kind !== 'entry') continue;
    last = part.entry.trace.booking;
    if (seen <= settled) continue;
    if (isNext) bookings += 1;
    entries.push(part.entry);
  }
}
