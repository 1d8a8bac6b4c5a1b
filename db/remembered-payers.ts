import { eq } from 'drizzle-orm';
import type { RememberedPayer } from '../domain/matching/open-invoice.ts';
import type { Queries } from './database.ts';
import { rememberedPayers } from './schema.ts';

/** The names under which people saw debtors of this creditor pay. */
export function rememberedPayersOf(db: Queries, creditorId: string): Promise<RememberedPayer[]> {
  return db
    .select({ payer: rememberedPayers.payer, creditor: rememberedPayers.creditorId, debtor: rememberedPayers.debtorId })
    .from(rememberedPayers)
    .where(eq(rememberedPayers.creditorId, creditorId));
}

/** Keeps that money under this name was of that debtor, and who said so first. */
export async function rememberPayer(tx: Queries, { payer, creditor, debtor }: RememberedPayer, decidedBy: string): Promise<void> {
  await tx.insert(rememberedPayers).values({ creditorId: creditor, payer, debtorId: debtor, decidedBy }).onConflictDoNothing();
}
