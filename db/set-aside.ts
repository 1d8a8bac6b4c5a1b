import { asc, eq, sql } from 'drizzle-orm';
import type { Database, Queries } from './database.ts';
import { inbox } from './schema.ts';
import { reopenImport } from './statement-imports.ts';

/** Something received that could not be delivered or applied, and waits for a person. */
export interface SetAsideRow {
  readonly sequence: number;
  readonly eventId: string;
  readonly creditorId: string;
  readonly caseId: string | null;
  readonly kind: string;
  readonly body: unknown;
  readonly why: string | null;
}

const INFINITY = sql`'infinity'::timestamptz`;
const MOST = 500;

/** The oldest rows that were set aside. */
export async function setAsideRows(db: Queries): Promise<SetAsideRow[]> {
  const { sequence, eventId, creditorId, caseId, kind, body, lastError } = inbox;
  return db
    .select({ sequence, eventId, creditorId, caseId, kind, body, why: lastError })
    .from(inbox)
    .where(eq(inbox.notBefore, INFINITY))
    .orderBy(asc(inbox.sequence))
    .limit(MOST);
}

/** Gives a row back to be delivered once more; false when none is set aside under that number. A bank file is read again. */
export async function retrySetAside(db: Database, sequence: number): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .update(inbox)
      .set({ notBefore: sql`now()`, attempts: 0 })
      .where(isAside(sequence))
      .returning({ kind: inbox.kind, lane: inbox.lane });
    if (row?.kind === 'statement') await reopenImport(tx, row.lane);
    return row !== undefined;
  });
}

/** Takes a row away for good: a person entered what it said, or it says nothing. */
export async function dropSetAside(db: Queries, sequence: number): Promise<boolean> {
  const rows = await db.delete(inbox).where(isAside(sequence)).returning({ sequence: inbox.sequence });
  return rows.length > 0;
}

function isAside(sequence: number) {
  return sql`${inbox.sequence} = ${sequence} and ${inbox.notBefore} = ${INFINITY}`;
}
