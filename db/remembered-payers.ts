import { and, eq, inArray } from 'drizzle-orm';
import type { RememberedPayer } from '../domain/matching/open-invoice.ts';
import type { Queries } from './database.ts';
import { rememberedPayers } from './schema.ts';

/** Keeps that money under this name was of that debtor, and who said so first. */
export async function rememberPayer(tx: Queries, { payer, creditor, debtor }: RememberedPayer, decidedBy: string): Promise<void> {
  await tx.insert(rememberedPayers).values({ creditorId: creditor, payer, debtorId: debtor, decidedBy }).onConflictDoNothing();
}

/** Money under this name is of these debtors no longer. */
export async function forgetPayer(tx: Queries, creditorId: string, payer: string, debtors: readonly string[]): Promise<void> {
  const { creditorId: whose, payer: name, debtorId } = rememberedPayers;
  await tx.delete(rememberedPayers).where(and(eq(whose, creditorId), eq(name, payer), inArray(debtorId, [...debtors])));
}
