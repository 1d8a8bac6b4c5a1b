import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Debtor } from '../domain/party/party-schema.ts';
import type { Queries } from './database.ts';
import type { OfDebtor } from './debtor-world.ts';
import { cases, debtors, PRODUCT } from './schema.ts';

/** The debtor of that creditor. */
export async function debtorOf(db: Queries, creditorId: string, id: string): Promise<Debtor | undefined> {
  const [row] = await db
    .select({ document: debtors.document })
    .from(debtors)
    .where(and(eq(debtors.creditorId, creditorId), eq(debtors.id, id)));
  return row?.document as Debtor | undefined;
}

/** Writes a debtor as `toldBy` tells him; answers with its version, 1 when it is new. A second person's part is as with creditors. */
export async function putDebtor(tx: Queries, creditorId: string, debtor: Debtor, toldBy = PRODUCT): Promise<number> {
  const [row] = await tx
    .insert(debtors)
    .values({ creditorId, id: debtor.id, document: debtor, version: 1 })
    .onConflictDoUpdate({
      target: [debtors.creditorId, debtors.id],
      set: { document: debtor, version: sql`${debtors.version} + 1`, updatedAt: sql`now()`, toldBy },
    })
    .returning({ version: debtors.version });
  return row?.version ?? 1;
}

/** The open cases of a debtor. */
export async function openCasesOf(db: Queries, { creditorId, debtorId }: OfDebtor): Promise<string[]> {
  const rows = await db
    .select({ id: cases.id })
    .from(cases)
    .where(and(eq(cases.creditorId, creditorId), eq(cases.debtorId, debtorId), isNull(cases.closedAt)));
  return rows.map(({ id }) => id);
}

/** The cases still open of every debtor who has that mobile number, E.164. */
export function openCasesOfMobile(db: Queries, mobile: string): Promise<{ id: string; creditorId: string }[]> {
  return db
    .select({ id: cases.id, creditorId: cases.creditorId })
    .from(debtors)
    .innerJoin(cases, and(eq(cases.creditorId, debtors.creditorId), eq(cases.debtorId, debtors.id)))
    .where(and(sql`${debtors.document}->>'mobile' = ${mobile}`, isNull(cases.closedAt)));
}
