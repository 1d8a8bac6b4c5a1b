import { and, eq, sql } from 'drizzle-orm';
import type { Queries } from './database.ts';
import type { Debtor } from './party-schema.ts';
import { debtors } from './schema.ts';

/** The debtor of that creditor. */
export async function debtorOf(db: Queries, creditorId: string, id: string): Promise<Debtor | undefined> {
  const [row] = await db
    .select({ document: debtors.document })
    .from(debtors)
    .where(and(eq(debtors.creditorId, creditorId), eq(debtors.id, id)));
  return row?.document as Debtor | undefined;
}

/** Writes a debtor; answers with its version, 1 when it is new. */
export async function putDebtor(tx: Queries, creditorId: string, debtor: Debtor): Promise<number> {
  const [row] = await tx
    .insert(debtors)
    .values({ creditorId, id: debtor.id, document: debtor, version: 1 })
    .onConflictDoUpdate({
      target: [debtors.creditorId, debtors.id],
      set: { document: debtor, version: sql`${debtors.version} + 1`, updatedAt: sql`now()` },
    })
    .returning({ version: debtors.version });
  return row?.version ?? 1;
}
