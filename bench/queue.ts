import { sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/database.ts';
import { takeInbox } from '../db/inbox.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { type BenchOptions, type BenchResult, middleOf, peakMemoryMb, rounded } from './result.ts';

const TAKES = 30;
const BATCH = 64;
const GOAL_MS = 10;
/** Rows of the baseline: an inbox that nobody floods. */
const CALM_ROWS = 100;

/** One take of the drainer beside a lane of the bank and the mail of one creditor with `size` rows each, four other creditors waiting; beside the same on a calm inbox. */
export async function bench({ size = 50_000 }: BenchOptions): Promise<BenchResult> {
  const postgres = await startPostgres();
  const db = await openDatabase({ url: postgres.url });
  try {
    const baseline = await medianTake(db, CALM_ROWS);
    const ours = await medianTake(db, size);
    const creditors = new Set((await takeInbox(db, BATCH, 0)).map(({ creditorId }) => creditorId));
    return {
      name: 'queue',
      ours: rounded(ours),
      baseline: rounded(baseline),
      ratio: rounded(ours / baseline),
      unit: 'ms per take',
      peakMemoryMb: peakMemoryMb(),
      details: { rows: 2 * size, takes: TAKES, batch: BATCH, creditorsInOneTake: creditors.size, goal: GOAL_MS },
    };
  } finally {
    await db.close();
    await postgres.stop();
  }
}

async function medianTake(db: Database, rows: number): Promise<number> {
  await db.execute(sql`truncate inbox`);
  await flood(db, rows);
  const took: number[] = [];
  for (let take = 0; take < TAKES; take += 1) {
    const began = performance.now();
    await takeInbox(db, BATCH, 60_000);
    took.push(performance.now() - began);
  }
  return middleOf(took);
}

/** A bank's lane, a flood of one creditor's mail, and then some mail of four others. */
async function flood(db: Database, rows: number): Promise<void> {
  const columns = sql.raw('inbox (event_id, creditor_id, case_id, lane, kind, body)');
  await db.execute(
    sql`insert into ${columns} select 'b' || n, 'flood', null, 'bank:flood', 'bank-entry', '{}' from generate_series(1, ${rows}::int) n`,
  );
  await db.execute(
    sql`insert into ${columns} select 'm' || n, 'flood', 'invoice:flood:' || n, 'invoice:flood:' || n, 'ring', '{}' from generate_series(1, ${rows}::int) n`,
  );
  await db.execute(sql`insert into ${columns} select 'o' || c || '-' || n, 'other-' || c, 'invoice:other-' || c || ':' || n, 'invoice:other-' || c || ':' || n, 'ring', '{}'
    from generate_series(1, 4) c, generate_series(1, 500) n`);
  await db.execute(sql`analyze inbox`);
}
