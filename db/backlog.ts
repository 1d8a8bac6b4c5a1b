import { sql } from 'drizzle-orm';
import type { Queries } from './database.ts';
import { rowsOf } from './rows.ts';
import { holdSends } from './sending-holds.ts';

/**
 * When what waited is sent only once a person says so (docs/operating.md): acts that are late by so many hours, more of them than the
 * creditor sends on a usual day, and more than so few that nobody need be asked.
 */
const backlogRule = { lateHours: 12, usualOfDays: 30, least: 20 } as const;

const HOUR_MS = 3_600_000;

/** A message that was due at `dueAt` and is about to leave now. */
export interface Late {
  readonly caseId: string;
  readonly creditorId: string;
  readonly dueAt: string | null;
  readonly nowMs: number;
}

/**
 * Holds the sends of a creditor when this one is part of a backlog that an outage left, once for a day in which one is found: who released it
 * is not asked again. Answers with the reason of the hold; null when the message may leave.
 */
export async function holdBacklog(tx: Queries, { caseId, creditorId, dueAt, nowMs }: Late): Promise<string | null> {
  const lateBefore = new Date(nowMs - backlogRule.lateHours * HOUR_MS).toISOString();
  if (dueAt === null || Date.parse(dueAt) > Date.parse(lateBefore)) return null;
  const [found] = await rowsOf<{ late: number; usual: number }>(tx, counts(creditorId, lateBefore, nowMs));
  if (!found || found.late <= Math.max(backlogRule.least, found.usual)) return null;
  const day = new Date(nowMs).toISOString().slice(0, 10);
  const asked = await rowsOf(
    tx,
    sql`insert into received_events (event_id, case_id) values (${`backlog:${creditorId}:${day}`}, ${caseId})
      on conflict do nothing returning event_id`,
  );
  if (asked.length === 0) return null;
  const reason = `${found.late} envois en retard après une interruption, un jour ordinaire en compte ${found.usual}\u00a0: à relire, puis à laisser repartir`;
  await holdSends(tx, creditorId, reason);
  return reason;
}

/** How many cases are so late, and how many messages left on each day on which any did. */
function counts(creditorId: string, lateBefore: string, nowMs: number) {
  const since = new Date(nowMs - backlogRule.usualOfDays * 24 * HOUR_MS).toISOString();
  return sql`select
    (select count(*)::int from cases where creditor_id = ${creditorId} and closed_at is null and next_act_at < ${lateBefore}) as late,
    (select coalesce(ceil(count(*) / nullif(count(distinct (sent_at at time zone 'Europe/Paris')::date), 0)::numeric), 0)::int
      from messages where creditor_id = ${creditorId} and state = 'sent' and sent_at >= ${since}) as usual`;
}
