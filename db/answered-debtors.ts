import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Queries } from './database.ts';
import type { OfDebtor } from './debtor-world.ts';
import { openCasesOfMobile } from './debtors.ts';
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

/** The open cases that a text from that number answers: of whoever owes to several creditors, those of the one who wrote to it last; his words are nobody else's to read. */
export async function casesAnsweredFrom(db: Queries, mobile: string): Promise<{ id: string; creditorId: string }[]> {
  const open = await openCasesOfMobile(db, mobile);
  const creditors = [...new Set(open.map(({ creditorId }) => creditorId))];
  if (creditors.length < 2) return open;
  const last = await lastTexter(db, mobile, creditors);
  return last === undefined ? open : open.filter(({ creditorId }) => creditorId === last);
}

/** Which of those creditors sent the last text to that number; undefined: none did. */
async function lastTexter(db: Queries, mobile: string, creditors: readonly string[]): Promise<string | undefined> {
  const { creditorId, debtorId, channel, state, sentAt, reservedAt } = messages;
  const [last] = await db
    .select({ creditorId })
    .from(messages)
    .innerJoin(debtors, and(eq(debtors.creditorId, creditorId), eq(debtors.id, debtorId)))
    .where(
      and(
        eq(channel, 'sms'),
        eq(state, 'sent'),
        inArray(creditorId, [...creditors]),
        sql`${debtors.document}->>'mobile' = ${mobile}`,
      ),
    )
    .orderBy(desc(sql`coalesce(${sentAt}, ${reservedAt})`))
    .limit(1);
  return last?.creditorId;
}

/** The open cases of a debtor on which something is owed, the oldest due first. */
export function owingCases(db: Queries, { creditorId, debtorId }: OfDebtor): Promise<{ id: string; number: string }[]> {
  return db
    .select({ id: cases.id, number: cases.invoiceNumber })
    .from(cases)
    .where(and(eq(cases.creditorId, creditorId), eq(cases.debtorId, debtorId), isNull(cases.closedAt), sql`balance_cents > 0`))
    .orderBy(cases.dueOn, cases.id);
}
