import { and, asc, gt, isNull, or, sql } from 'drizzle-orm';
import type { Queries } from './database.ts';
import { cases } from './schema.ts';
import { type StoredCase, storedCases } from './stored-cases.ts';

/** Whoever is due sooner looks again by himself. */
const LOOKS_WITHIN = sql`now() + interval '2 hours'`;

/** Open cases that sleep for longer than those that look again by themselves, in order of id, beyond one of them. */
export async function casesAsleep(db: Queries, after: string | null, limit: number): Promise<StoredCase[]> {
  const isFar = or(isNull(cases.nextActAt), gt(cases.nextActAt, LOOKS_WITHIN));
  const rows = await db
    .select({ id: cases.id })
    .from(cases)
    .where(and(isNull(cases.closedAt), gt(cases.run, 0), isFar, after === null ? undefined : gt(cases.id, after)))
    .orderBy(asc(cases.id))
    .limit(limit);
  return storedCases(
    db,
    rows.map(({ id }) => id),
  );
}
