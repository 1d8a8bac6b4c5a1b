import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Queries } from './database.ts';
import type { OfDebtor } from './debtor-world.ts';
import { cases, debtors, messages } from './schema.ts';

/** To whom the first of those messages went. */
export async function debtorOfMessages(db: Queries, ids: readonly string[]): Promise<OfDebtor | undefined> {
  const { creditorId, debtorId } = messages;
  const [row] = await db
    .select({ creditorId, debtorId })
    .from(messages)
    .where(inArray(messages.id, [...ids]))
    .limit(1);
  return row;
}

/** Whose e-mail address that is, in lower case: the one debtor who has it; undefined when nobody or more than one does. */
export async function debtorAtAddress(db: Queries, email: string): Promise<OfDebtor | undefined> {
  const rows = await db
    .select({ creditorId: debtors.creditorId, debtorId: debtors.id })
    .from(debtors)
    .where(sql`lower(${debtors.document}->>'email') = ${email}`)
    .limit(2);
  return rows.length === 1 ? rows[0] : undefined;
}

/** The open cases of a debtor on which something is owed, the oldest due first. */
export function owingCases(db: Queries, { creditorId, debtorId }: OfDebtor): Promise<{ id: string; number: string }[]> {
  return db
    .select({ id: cases.id, number: cases.invoiceNumber })
    .from(cases)
    .where(and(eq(cases.creditorId, creditorId), eq(cases.debtorId, debtorId), isNull(cases.closedAt), sql`balance_cents > 0`))
    .orderBy(cases.dueOn, cases.id);
}
