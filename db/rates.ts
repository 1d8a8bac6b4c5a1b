import { and, asc, isNull, type SQL, sql } from 'drizzle-orm';
import { dayAt, msOf } from '../domain/calendar/clock.ts';
import type { Instant } from '../domain/calendar/paris.ts';
import { type Case, holdOf } from '../domain/case/case.ts';
import { Refusal } from '../domain/fault.ts';
import { isComplete, type RateTable, type SemesterRates, sameRates, shippedRatesOf, tableWith } from '../domain/law/rates.ts';
import { firstDayOf, type Semester } from '../domain/law/semester.ts';
import type { Creditor } from '../domain/party/party-schema.ts';
import type { Database, Queries } from './database.ts';
import { cases, legalRates } from './schema.ts';
import { tellCases } from './tell-case.ts';

/** How long a table is used again: rates are only ever added, so an old table lacks a semester at worst. */
const KEPT_MS = 5_000;

const kept = new WeakMap<Queries, { readonly rates: RateTable; readonly untilMs: number }>();

/** A semester that was entered, and by whose key. */
export interface EnteredRates extends SemesterRates {
  readonly enteredBy: string;
}

/** Who enters a semester, and when. */
export interface Entering {
  readonly actor: string;
  readonly at: Instant;
}

/** Shipped and entered rates, at most a few seconds old. */
export async function ratesOf(db: Queries): Promise<RateTable> {
  const known = kept.get(db);
  if (known && known.untilMs > Date.now()) return known.rates;
  return latestRatesOf(db);
}

/** Shipped and entered rates as they are this instant. */
export async function latestRatesOf(db: Queries): Promise<RateTable> {
  const rates = tableWith(await enteredRates(db));
  kept.set(db, { rates, untilMs: Date.now() + KEPT_MS });
  return rates;
}

/** What says by which terms and rates a creditor claims. */
export interface TermsRow {
  readonly creditor: Creditor | null;
  readonly entered: readonly SemesterRates[];
}

/** A creditor, and the rates that were entered, as they are this instant. */
export function termsAsked(creditorId: string): SQL {
  return sql`select (select document from creditors where id = ${creditorId}) as creditor,
    (select coalesce(jsonb_agg(document order by semester), '[]') from legal_rates) as entered`;
}

/** The semesters entered since the release, oldest first. */
export async function enteredRates(db: Queries): Promise<EnteredRates[]> {
  const rows = await db.select().from(legalRates).orderBy(asc(legalRates.semester));
  return rows.map(({ document, enteredBy }) => ({ ...document, enteredBy }));
}

/**
 * Keeps the rates of a semester and tells every case that it held; answers with those cases. The same values again change nothing.
 * Other values than those known are taken until the semester begins, for nothing is claimed of a day to come; from then on letters rest
 * on them, and they are refused with a French `Refusal`.
 */
export async function enterRates(db: Database, rates: SemesterRates, entering: Entering): Promise<string[]> {
  const held = await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('legal-rates', 0))`);
    const shipped = shippedRatesOf(rates.semester);
    const known = shipped ?? (await enteredRates(tx)).find(({ semester }) => semester === rates.semester);
    const isOther = known !== undefined && !sameRates(known, rates);
    if (isOther && (shipped || firstDayOf(rates.semester) <= dayAt(msOf(entering.at))))
      throw new Refusal(contradicted(rates.semester));
    if (!known || isOther) await keepSemester(tx, rates, entering);
    const waiting = await casesHeldBy(tx, rates.semester);
    await tellEntered(tx, rates.semester, waiting, entering);
    return waiting.map(({ id }) => id);
  });
  kept.delete(db);
  return held;
}

/**
 * Tells a case that has just been held by a semester which somebody entered meanwhile. In the transaction that records the hold, under
 * the lock of the entry: either the hold is there when the entry looks for held cases, or the entry is there when the hold looks for it.
 */
export async function tellIfEntered(tx: Queries, theCase: Case, at: Instant): Promise<void> {
  const hold = holdOf(theCase, 'rate-missing');
  if (!hold) return;
  await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended('legal-rates', 0))`);
  if (isComplete(hold.semester, await latestRatesOf(tx))) await tellEntered(tx, hold.semester, [theCase], { actor: 'case', at });
}

function keepSemester(tx: Queries, rates: SemesterRates, { actor, at }: Entering) {
  const said = { document: rates, enteredBy: actor, enteredAt: at };
  return tx
    .insert(legalRates)
    .values({ semester: rates.semester, ...said })
    .onConflictDoUpdate({ target: legalRates.semester, set: said });
}

function contradicted(semester: Semester): string {
  return `Le semestre ${semester} est déjà connu avec d’autres taux, et des lettres s’y appuient\u00a0: corriger une valeur publiée demande une nouvelle version du logiciel, pas une saisie.`;
}

type Held = Pick<Case, 'id'>;

function casesHeldBy(tx: Queries, semester: Semester): Promise<Held[]> {
  const hold = JSON.stringify([{ type: 'rate-missing', semester }]);
  return tx
    .select({ id: cases.id })
    .from(cases)
    .where(and(isNull(cases.closedAt), sql`${cases.state} -> 'holds' @> ${hold}::jsonb`));
}

/** The instant is part of the event's id: a row that was delivered and not yet removed never swallows a later one. */
function tellEntered(tx: Queries, semester: Semester, held: readonly Held[], { actor, at }: Entering): Promise<void> {
  return tellCases(
    tx,
    held.map(({ id }) => ({ caseId: id, fact: { type: 'rate-entered', semester, actor, at } })),
  );
}
