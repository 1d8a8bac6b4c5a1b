import { and, eq, ne, sql } from 'drizzle-orm';
import { addDays } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { uncontestedCents } from '../domain/case/balance.ts';
import type { Case } from '../domain/case/case.ts';
import type { OpenAmount, World } from '../domain/case/world.ts';
import type { Queries } from './database.ts';
import { contactsOf } from './messages.ts';
import { cases } from './schema.ts';

/** Contacts older than this never matter: no plan's gap or cap reaches further. */
const CONTACT_MEMORY_DAYS = 400;

/** Serialises everything that several cases of one debtor must agree on, until the transaction ends. */
export async function lockDebtor(tx: Queries, theCase: Pick<Case, 'creditorId' | 'debtor'>): Promise<void> {
  const name = `${theCase.creditorId}:${theCase.debtor.id}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

/** What a case cannot know alone: its debtor's contacts and other open invoices. */
export async function debtorWorld(db: Queries, theCase: Case, nowMs: number): Promise<Omit<World, 'lateChargesCents'>> {
  const debtor = { creditorId: theCase.creditorId, debtorId: theCase.debtor.id };
  const since = addDays(parisDay(nowMs), -CONTACT_MEMORY_DAYS);
  return { contacts: await contactsOf(db, debtor, since), openAmounts: await openAmountsOf(db, theCase) };
}

async function openAmountsOf(db: Queries, theCase: Case): Promise<OpenAmount[]> {
  const rows = await db
    .select({ state: cases.state })
    .from(cases)
    .where(
      and(
        eq(cases.creditorId, theCase.creditorId),
        eq(cases.debtorId, theCase.debtor.id),
        eq(cases.currency, theCase.invoice.currency),
        ne(cases.phase, 'closed'),
        ne(cases.id, theCase.id),
      ),
    );
  const all = [theCase, ...rows.map((row) => row.state as Case)];
  return all.map((one) => ({ dueOn: one.invoice.dueOn, cents: uncontestedCents(one) })).filter((amount) => amount.cents > 0);
}
