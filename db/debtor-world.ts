import { and, asc, eq, gt, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import { addDays, type CivilDate } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { balanceCents, uncontestedCents } from '../domain/case/balance.ts';
import type { Case, LiveCase } from '../domain/case/case.ts';
import { coveredCents } from '../domain/case/next/credit.ts';
import { upcastCase, upcastPlan } from '../domain/case/upcast.ts';
import type { OpenAmount, World } from '../domain/case/world.ts';
import type { Queries } from './database.ts';
import { contactsOf } from './messages.ts';
import { cases } from './schema.ts';

/** Contacts older than this never matter: no plan's gap or cap reaches further. */
const CONTACT_MEMORY_DAYS = 400;

/** Serialises everything that several cases of one debtor must agree on, until the transaction ends. */
export async function lockDebtor(tx: Queries, { creditorId, debtorId }: OfDebtor): Promise<void> {
  const name = `${creditorId}:${debtorId}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

/** The debtor of a case, as one creditor knows him. */
export interface OfDebtor {
  readonly creditorId: string;
  readonly debtorId: string;
}

export function debtorOfCase({ creditorId, debtor }: Pick<Case, 'creditorId' | 'debtor'>): OfDebtor {
  return { creditorId, debtorId: debtor.id };
}

/** What a case cannot know alone: its debtor's contacts and other open invoices. `theCase` counts as it is given, the others as their rows. */
export async function debtorWorld(db: Queries, theCase: Case, nowMs: number): Promise<Omit<World, 'lateChargesCents'>> {
  const contacts = await contactsOf(db, debtorOfCase(theCase), contactsSince(nowMs));
  const openAmounts = [...ownAmount(theCase), ...(await openAmountsBeside(db, theCase))];
  return { contacts, openAmounts, creditCents: await creditOf(db, theCase) };
}

/** The first day of whose contacts something may still depend on. */
export function contactsSince(nowMs: number): CivilDate {
  return addDays(parisDay(nowMs), -CONTACT_MEMORY_DAYS);
}

/** The other cases in which the debtor has money to his credit, in the currency of a case. */
async function casesInCredit(db: Queries, theCase: Case): Promise<Case[]> {
  const rows = await db
    .select({ state: cases.state })
    .from(cases)
    .where(and(beside(theCase), inSameCurrency(theCase), lt(cases.balanceCents, 0)));
  return rows.map(({ state }) => upcastCase(state));
}

/** What the debtor's credits cover of a case; his other invoices are read only when he has any. */
async function creditOf(db: Queries, theCase: Case): Promise<number> {
  const inCredit = await casesInCredit(db, theCase);
  if (inCredit.length === 0 && balanceCents(theCase) >= 0) return 0;
  const known = new Set(inCredit.map(({ id }) => id));
  const others = (await liveCasesOf(db, theCase)).map((row) => row.case).filter(({ id }) => !known.has(id));
  return coveredCents(theCase, [theCase, ...inCredit, ...others]);
}

/** What the debtor owes besides a case in its currency, less what is disputed, summed by due date. */
async function openAmountsBeside(db: Queries, theCase: Case): Promise<OpenAmount[]> {
  return db
    .select({
      dueOn: cases.dueOn,
      cents: sql<number>`sum(${cases.openCents})::float8`,
      paces: sql<boolean>`bool_or(${cases.phase} in ('not-due', 'reminding') and ${cases.hold} = 'none' and ${cases.nextActAt} is not null)`,
      prepares: sql<boolean>`bool_or(${cases.phase} = 'notice-prepared' and ${cases.planId} = (select plan_id from cases own where own.id = ${theCase.id}))`,
    })
    .from(cases)
    .where(and(beside(theCase), inSameCurrency(theCase), gt(cases.openCents, 0)))
    .groupBy(cases.dueOn);
}

function ownAmount(theCase: Case): OpenAmount[] {
  const cents = theCase.closed ? 0 : uncontestedCents(theCase);
  return cents > 0 ? [{ dueOn: theCase.invoice.dueOn, cents }] : [];
}

/** The other cases of the debtor of a case. */
function beside(theCase: Case): SQL | undefined {
  return and(ofDebtor(debtorOfCase(theCase)), ne(cases.id, theCase.id));
}

function inSameCurrency({ invoice }: Case): SQL {
  return eq(cases.currency, invoice.currency);
}

function ofDebtor({ creditorId, debtorId }: OfDebtor): SQL | undefined {
  return and(eq(cases.creditorId, creditorId), eq(cases.debtorId, debtorId));
}

/** A case that is open or still owes a word. */
export const isLive = or(ne(cases.phase, 'closed'), sql`jsonb_array_length(${cases.state}->'notes') > 0`);

/** The other cases of the debtor of a case that are open or still owe him a word. */
export async function liveCasesOf(db: Queries, theCase: Case): Promise<LiveCase[]> {
  const rows = await db
    .select({ state: cases.state, plan: cases.plan })
    .from(cases)
    .where(and(beside(theCase), isLive));
  return rows.map((row) => ({ case: upcastCase(row.state), plan: upcastPlan(row.plan) }));
}

/** The other cases of the debtor of a case, open or closed, about which a formal notice left. */
export async function noticedBeside(db: Queries, theCase: Case): Promise<Case[]> {
  const rows = await db
    .select({ state: cases.state })
    .from(cases)
    .where(and(beside(theCase), sql`jsonb_typeof(${cases.state}->'notice') = 'object'`));
  return rows.map(({ state }) => upcastCase(state));
}

/** The ids of the debtor's other cases of that currency that still ask for something, the oldest invoices first: a common step may speak for them. */
export async function openBeside(db: Queries, theCase: Case, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: cases.id })
    .from(cases)
    .where(and(beside(theCase), inSameCurrency(theCase), gt(cases.openCents, 0)))
    .orderBy(asc(cases.dueOn), asc(cases.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** The ids of the debtor's other cases that have something to do until a moment, the oldest invoices first. */
export async function dueBeside(db: Queries, theCase: Case, untilMs: number, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: cases.id })
    .from(cases)
    .where(and(beside(theCase), lte(cases.nextActAt, new Date(untilMs).toISOString())))
    .orderBy(asc(cases.dueOn), asc(cases.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}
