import { and, eq, ne, or, type SQL, sql } from 'drizzle-orm';
import { addDays, type CivilDate } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { balanceCents, uncontestedCents } from '../domain/case/balance.ts';
import type { Case, LiveCase } from '../domain/case/case.ts';
import { coveredCents } from '../domain/case/next/credit.ts';
import { upcastCase, upcastPlan } from '../domain/case/upcast.ts';
import type { OpenAmount, World } from '../domain/case/world.ts';
import type { Queries } from './database.ts';
import { type ContactRow, contactOf, contactsAsked } from './messages.ts';
import { type Asked, type Found, rowsOf } from './rows.ts';
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

/** What the database says of a debtor beside one of his cases. */
export interface WorldRows {
  readonly contacts: ContactRow;
  readonly openAmounts: OpenAmount;
  readonly inCredit: { readonly state: Case };
}

/** What a case cannot know alone: its debtor's contacts and other open invoices. `theCase` counts as it is given, the others as their rows. */
export function worldAsked(theCase: Case, nowMs: number): Asked<WorldRows> {
  return {
    contacts: contactsAsked(theCase.creditorId, [theCase.debtor.id], contactsSince(nowMs)),
    openAmounts: openAmountsBeside(theCase),
    inCredit: casesInCredit(theCase),
  };
}

/** The same as the planner takes it. */
export async function worldFound(
  db: Queries,
  theCase: Case,
  { contacts, openAmounts, inCredit }: Found<WorldRows>,
): Promise<Omit<World, 'lateChargesCents'>> {
  return {
    contacts: contacts.map((row) => contactOf(row).contact),
    openAmounts: [...ownAmount(theCase), ...openAmounts],
    creditCents: await creditOf(
      db,
      theCase,
      inCredit.map(({ state }) => upcastCase(state)),
    ),
  };
}

/** The first day of whose contacts something may still depend on. */
export function contactsSince(nowMs: number): CivilDate {
  return addDays(parisDay(nowMs), -CONTACT_MEMORY_DAYS);
}

/** The other cases in which the debtor has money to his credit, in the currency of a case. */
function casesInCredit(theCase: Case): SQL {
  return sql`select ${cases.state} from ${cases} where ${beside(theCase)} and ${inSameCurrency(theCase)} and ${cases.balanceCents} < 0`;
}

/** What the debtor's credits cover of a case; his other invoices are read only when he has any. */
async function creditOf(db: Queries, theCase: Case, inCredit: readonly Case[]): Promise<number> {
  if (inCredit.length === 0 && balanceCents(theCase) >= 0) return 0;
  const known = new Set(inCredit.map(({ id }) => id));
  const others = (await liveCasesOf(db, theCase)).map((row) => row.case).filter(({ id }) => !known.has(id));
  return coveredCents(theCase, [theCase, ...inCredit, ...others]);
}

/** What the debtor owes besides a case in its currency, less what is disputed, summed by due date. */
function openAmountsBeside(theCase: Case): SQL {
  return sql`select ${cases.dueOn} as "dueOn", sum(${cases.openCents})::float8 as cents,
      bool_or(${cases.phase} in ('not-due', 'reminding') and ${cases.hold} = 'none' and ${cases.nextActAt} is not null) as paces,
      bool_or(${cases.phase} = 'notice-prepared' and ${cases.planId} = (select plan_id from cases own where own.id = ${theCase.id})) as prepares
    from ${cases} where ${beside(theCase)} and ${inSameCurrency(theCase)} and ${cases.openCents} > 0 group by ${cases.dueOn}`;
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
  return (await rowsOf<IdRow>(db, openBesideAsked(theCase, limit))).map(({ id }) => id);
}

/** A case by its id. */
export interface IdRow {
  readonly id: string;
}

/** The other cases for which `openBeside` asks. */
export function openBesideAsked(theCase: Case, limit: number): SQL {
  return oldestFirst(sql`${beside(theCase)} and ${inSameCurrency(theCase)} and ${cases.openCents} > 0`, limit);
}

/** The debtor's other cases that have something to do until a moment, the oldest invoices first. */
export function dueBesideAsked(theCase: Case, untilMs: number, limit: number): SQL {
  return oldestFirst(sql`${beside(theCase)} and ${cases.nextActAt} <= ${new Date(untilMs).toISOString()}`, limit);
}

function oldestFirst(which: SQL, limit: number): SQL {
  return sql`select ${cases.id} from ${cases} where ${which} order by ${cases.dueOn}, ${cases.id} limit ${limit}`;
}
