import { and, eq, isNull, sql } from 'drizzle-orm';
import { lockFeed, moveFeed } from '../../db/bank.ts';
import type { Queries } from '../../db/database.ts';
import { enqueue } from '../../db/inbox.ts';
import { cases } from '../../db/schema.ts';
import type { FeedCheckedBody } from './feed-body.ts';

/** Moves the feed forward, and tells the cases that waited for it. */
export async function freshenFeed(tx: Queries, creditorId: string, heard: FeedCheckedBody): Promise<void> {
  await lockFeed(tx, creditorId);
  await moveFeed(tx, creditorId, heard.account, heard.throughOn);
  const waiting = await staleCases(tx, creditorId);
  const payload = { type: 'feed-fresh', at: heard.at, actor: 'bank', cause: heard.cause };
  await enqueue(
    tx,
    waiting.map((caseId) => ({
      eventId: `feed-fresh:${heard.cause}:${caseId}`,
      creditorId,
      caseId,
      lane: caseId,
      kind: 'signal',
      body: { signal: 'debtorFact', payload },
    })),
  );
}

async function staleCases(tx: Queries, creditorId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: cases.id })
    .from(cases)
    .where(
      and(
        eq(cases.creditorId, creditorId),
        isNull(cases.closedAt),
        sql`${cases.state} -> 'holds' @> '[{"type":"feed-stale"}]'::jsonb`,
      ),
    );
  return rows.map((row) => row.id);
}
