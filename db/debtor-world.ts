import { and, eq, lt, ne, notInArray, or, sql } from 'drizzle-orm';
import { addDays } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { uncontestedCents } from '../domain/case/balance.ts';
import type { Case } from '../domain/case/case.ts';
import { coveredCents } from '../domain/case/credit.ts';
import type { OpenAmount, World } from '../domain/case/world.ts';
import type { Plan } from '../domain/plan/plan.ts';
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
  const others = (await liveCasesOf(db, theCase)).map((row) => row.case);
  const creditCents = coveredCents(theCase, [theCase, ...others, ...(await casesInCredit(db, theCase, others))]);
  return { contacts: await contactsOf(db, debtor, since), openAmounts: openAmountsOf(theCase, others), creditCents };
}

/** The other cases in which the debtor has money to his credit, beyond those that are known. */
export async function casesInCredit(db: Queries, theCase: Case, known: readonly Case[]): Promise<Case[]> {
  const rows = await db
    .select({ state: cases.state })
    .from(cases)
    .where(
      and(
        eq(cases.creditorId, theCase.creditorId),
        eq(cases.debtorId, theCase.debtor.id),
        lt(cases.balanceCents, 0),
        notInArray(cases.id, [theCase.id, ...known.map(({ id }) => id)]),
      ),
    );
  return rows.map(({ state }) => state as Case);
}

/** A case of the debtor as it was last recorded, and its plan. */
export interface LiveRow {
  readonly case: Case;
  readonly plan: Plan;
}

/** The other cases of the debtor of a case that are open or still owe him a word, as they were last recorded. */
export async function liveCasesOf(db: Queries, theCase: Case): Promise<LiveRow[]> {
  const rows = await db
    .select({ state: cases.state, plan: cases.plan })
    .from(cases)
    .where(
      and(
        eq(cases.creditorId, theCase.creditorId),
        eq(cases.debtorId, theCase.debtor.id),
        or(ne(cases.phase, 'closed'), sql`jsonb_array_length(${cases.state}->'notes') > 0`),
        ne(cases.id, theCase.id),
      ),
    );
  return rows.map((row) => ({ case: row.state as Case, plan: row.plan as Plan }));
}

/** What a debtor owes in the currency of a case, invoice by invoice, less what is disputed. */
export function openAmountsOf(theCase: Case, others: readonly Case[]): OpenAmount[] {
  return [theCase, ...others]
    .filter(({ invoice, closed }) => invoice.currency === theCase.invoice.currency && closed === null)
    .map((one) => ({ dueOn: one.invoice.dueOn, cents: uncontestedCents(one) }))
    .filter((amount) => amount.cents > 0);
}
