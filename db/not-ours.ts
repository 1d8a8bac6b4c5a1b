import { and, eq, inArray } from 'drizzle-orm';
import type { Queries } from './database.ts';
import { type Aside, bankEntries } from './schema.ts';

/** An entry is for no invoice of ours; what is open of it stays written beside it. Whatever comes of it later ends this. */
export async function putAside(tx: Queries, creditorId: string, key: string, aside: Aside): Promise<void> {
  const isEntry = and(eq(bankEntries.creditorId, creditorId), eq(bankEntries.key, key));
  await tx.update(bankEntries).set({ verdict: 'not-ours', aside }).where(isEntry);
}

/** Why these entries are for no invoice of ours, by key. */
export async function asidesOf(db: Queries, creditorId: string, keys: readonly string[]): Promise<ReadonlyMap<string, Aside>> {
  const { key, aside } = bankEntries;
  const rows = await db
    .select({ key, aside })
    .from(bankEntries)
    .where(and(eq(bankEntries.creditorId, creditorId), inArray(key, [...keys]), eq(bankEntries.verdict, 'not-ours')));
  return new Map(rows.flatMap((row) => (row.aside === null ? [] : [[row.key, row.aside] as const])));
}
