import { type SQL, sql } from 'drizzle-orm';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { type HoldType, type Phase, QUIET_START, type Route } from '../domain/case/case.ts';
import { eachCreditor, ofCreditors } from './creditors-asked.ts';
import { type InCredit, inCredit, withCredit } from './credits.ts';
import type { Queries } from './database.ts';
import { cursorText, type Page, pageOf } from './page.ts';
import { rowsOf } from './rows.ts';

/** What a list of cases is asked for. */
export interface CaseSearch {
  /** Null: of every creditor. */
  readonly creditors: readonly string[] | null;
  readonly debtorId?: string;
  readonly phase?: string;
  readonly hold?: string;
  readonly needsHuman?: boolean;
  /** That of the debtor today; `none`: without. */
  readonly segment?: string;
  readonly open?: boolean;
  /** What is owed of invoices that were due between these days, both within; null: without end. */
  readonly owedDueWithin?: readonly [from: CivilDate | null, to: CivilDate | null];
  /** A number, a debtor's name, a SIREN, a balance or a total (`1 250,00`), or words of a bank label. */
  readonly q?: string;
  readonly sort: CaseSort;
}

/** By due date, by balance (the largest first), by what comes next, by the debtor's name. */
export type CaseSort = 'due' | 'balance' | 'next' | 'debtor';

/** What every list says of a case, with the name of who owes. */
export interface CaseLine {
  readonly caseId: string;
  readonly creditorId: string;
  readonly debtorId: string;
  readonly debtorName: string | null;
  readonly invoiceNumber: string;
  readonly currency: string;
  /** The face balance. */
  readonly balanceCents: number;
  /** What may be given back of money above the price (`creditCents`); zero while nobody was told of any. */
  readonly creditCents: number;
}

/** A case in a list. */
export interface FoundCase extends CaseLine {
  readonly phase: Phase;
  readonly hold: HoldType | 'none';
  /** Why a pause holds it, one that a person asked for first; null where nothing or something else does. */
  readonly pauseReason: string | null;
  readonly planId: string;
  readonly totalCents: number;
  readonly dueOn: string;
  readonly nextActAt: string | null;
  readonly needsHuman: boolean;
  readonly route: Route | null;
}

/** Where a page ended: the value that is sorted by, as text, and the case. */
export type SearchCursor = readonly [value: string, caseId: string];

const name = sql`debtors.document->>'name'`;
const pauseReason = sql`case when cases.hold = 'pause' then (select held->>'reason' from jsonb_array_elements(cases.state->'holds') held
  where held->>'type' = 'pause' order by (held->>'reason' is not distinct from ${QUIET_START}) limit 1) end`;
/** As the index `cases_total` has it. */
const total = sql`(cases.state #>> '{invoice,totalCents}')::bigint`;
const never = sql`'infinity'::timestamptz`;

/** Each sorted by one value that is never null, then by the case: a page goes on where the one before ended. An index has it, creditor by creditor. */
interface Order {
  readonly value: SQL;
  readonly cast: SQL;
  /** Its direction, and what lies beyond a value in it. */
  readonly way: SQL;
  readonly beyond: SQL;
  /** Where the value is found, in its order. */
  readonly from: SQL;
}

const from = sql`cases`;
const withDebtors = sql`debtors join cases on cases.creditor_id = debtors.creditor_id and cases.debtor_id = debtors.id`;
const rising = { way: sql`asc`, beyond: sql`>` };
const falling = { way: sql`desc`, beyond: sql`<` };
const orders: { readonly [S in CaseSort]: Order } = {
  due: { value: sql`cases.due_on`, cast: sql`date`, from, ...rising },
  balance: { value: sql`cases.balance_cents`, cast: sql`bigint`, from, ...falling },
  next: { value: sql`coalesce(cases.next_act_at, ${never})`, cast: sql`timestamptz`, from, ...rising },
  debtor: {
    value: sql`coalesce(${name}, debtors.id)`,
    cast: sql`text`,
    from: withDebtors,
    ...rising,
  },
};

/**
 * Cases that fit, in order; none comes twice and none is left out while the pages are turned, unless it changed its place itself. Where
 * nothing is as it was typed, those of debtors in whose names are all the words, in any order: asked of every text and each time, that
 * takes three times as long over forty creditors.
 */
export async function searchCases(db: Queries, asked: CaseSearch, limit: number, after?: SearchCursor): Promise<Page<FoundCase>> {
  const page = await pageFound(db, asked, limit, after, waysAsTyped);
  const isMany = (wordsOf(asked)?.split(/\s+/).length ?? 0) > 1;
  return isMany && page.rows.length === 0 ? pageFound(db, asked, limit, after, waysByName) : page;
}

async function pageFound(
  db: Queries,
  asked: CaseSearch,
  limit: number,
  after: SearchCursor | undefined,
  ways: Ways,
): Promise<Page<FoundCase>> {
  const order = orders[asked.sort];
  const rows = await rowsOf<Omit<FoundCase, 'creditCents'> & InCredit & { sortedBy: string }>(
    db,
    sql`
    select cases.id as "caseId", cases.creditor_id as "creditorId", cases.debtor_id as "debtorId", ${name} as "debtorName",
      cases.invoice_number as "invoiceNumber", cases.currency, cases.phase, cases.hold, ${pauseReason} as "pauseReason", cases.plan_id as "planId",
      cases.balance_cents::float8 as "balanceCents", ${total}::float8 as "totalCents",
      cases.due_on::text as "dueOn", cases.next_act_at::text as "nextActAt", cases.needs_human as "needsHuman", cases.route,
      ${inCredit}, found.value::text as "sortedBy"
    from (${firstOf(asked, order, limit + 1, after, ways)}) found join cases on cases.id = found.id
      left join debtors on debtors.creditor_id = cases.creditor_id and debtors.id = cases.debtor_id
    order by found.value ${order.way}, found.id ${order.way}`,
  );
  const { rows: page, next } = pageOf(rows, limit, ({ sortedBy, caseId }) =>
    cursorText([sortedBy, caseId] satisfies SearchCursor),
  );
  return { rows: page.map(({ sortedBy: _, ...row }) => withCredit(row)), next };
}

/** The first in an order; what is shown of them is read of these alone. */
function firstOf(asked: CaseSearch, order: Order, count: number, after: SearchCursor | undefined, ways: Ways): SQL {
  const { value, way, from } = order;
  const conditions = [...conditionsOf(asked), ...(after === undefined ? [] : [isBeyond(order, after)])];
  const first = sql`order by value ${way}, id ${way} limit ${count}`;
  const words = wordsOf(asked);
  if (words !== null)
    return sql`select * from (${meantBy(ways(words, asked.creditors, order), order, conditions, first)}) meant ${first}`;
  // Creditors are gone through one by one: a limit within keeps PostgreSQL from reading all cases at once instead.
  const own = sql.join([sql`cases.creditor_id = asked.id`, ...conditions], sql` and `);
  return sql`select own.* from ${eachCreditor(asked.creditors)} cross join lateral (
      select cases.id, ${value} as value from ${from} where ${own} ${first}) own ${first}`;
}

function isBeyond({ value, cast, beyond }: Order, [last, id]: SearchCursor): SQL {
  return sql`(${value}, cases.id) ${beyond} (${last}::${cast}, ${id})`;
}

function wordsOf({ q = '' }: CaseSearch): string | null {
  return q.trim() === '' ? null : q.trim();
}

function conditionsOf(asked: CaseSearch): SQL[] {
  const { debtorId, phase, hold, needsHuman, segment, open, owedDueWithin } = asked;
  return [
    ...(debtorId === undefined ? [] : [sql`cases.debtor_id = ${debtorId}`]),
    ...(phase === undefined ? [] : [sql`cases.phase = ${phase}`]),
    ...(hold === undefined ? [] : [sql`cases.hold = ${hold}`]),
    ...(needsHuman === undefined ? [] : [sql`cases.needs_human = ${needsHuman}`]),
    ...(segment === undefined ? [] : [sql`cases.segment = ${segment}`]),
    ...(open === undefined ? [] : [open ? sql`cases.closed_at is null` : sql`cases.closed_at is not null`]),
    ...(owedDueWithin === undefined ? [] : owedDue(owedDueWithin)),
  ];
}

function owedDue([from, to]: NonNullable<CaseSearch['owedDueWithin']>): SQL[] {
  return [
    sql`cases.closed_at is null and cases.balance_cents > 0`,
    ...(from === null ? [] : [sql`cases.due_on >= ${from}::date`]),
    ...(to === null ? [] : [sql`cases.due_on <= ${to}::date`]),
  ];
}

/** What a line of text may mean: each in which tables, and which rows of them. */
type Ways = (q: string, creditors: readonly string[] | null, order: Order) => readonly (readonly [within: SQL, means: SQL])[];

/** The first cases that are meant, each once: each way of meaning one is a search of its own, by an index of its own. */
function meantBy(ways: ReturnType<Ways>, { value }: Order, conditions: readonly SQL[], first: SQL): SQL {
  return sql.join(
    ways.map(([within, means]) => {
      const all = sql.join([means, ...conditions], sql` and `);
      return sql`(select cases.id, ${value} as value from ${within} where ${all} ${first})`;
    }),
    sql` union `,
  );
}

const waysAsTyped: Ways = (q, creditors, { from }) => {
  const of = (table: SQL) => ofCreditors(creditors, sql`${table}.creditor_id`);
  const cents = centsIn(q);
  return [
    [from, sql`${of(sql`cases`)} and ${holds(sql`cases.invoice_number`, q)}`],
    [withDebtors, sql`${of(sql`debtors`)} and ${holds(name, q)}`],
    [withDebtors, sql`${of(sql`debtors`)} and debtors.id = ${q}`],
    [withDebtors, sql`${of(sql`debtors`)} and debtors.document->>'siren' = ${q.replace(/\s/g, '')}`],
    [
      sql`${from} join allocations
        on allocations.case_id = cases.id and allocations.creditor_id = cases.creditor_id join bank_entries
        on bank_entries.creditor_id = allocations.creditor_id and bank_entries.key = allocations.entry_key`,
      sql`${of(sql`bank_entries`)} and ${holds(sql`bank_entries.document->>'label'`, q)}`,
    ],
    ...(cents === null ? [] : [sql`cases.balance_cents`, total]).map(
      (amount) => [from, sql`${of(sql`cases`)} and ${amount} = ${cents}`] as const,
    ),
  ];
};

const waysByName: Ways = (q, creditors) => {
  const words = q.split(/\s+/).map((word) => holds(name, word));
  return [[withDebtors, sql.join([ofCreditors(creditors, sql`debtors.creditor_id`), ...words], sql` and `)]];
};

function holds(text: SQL, words: string): SQL {
  return sql`folded(${text}) like folded(${`%${words.replace(/[\\%_]/g, '\\$&')}%`})`;
}

/** Integer cents of an amount as people type it; null: not one. */
function centsIn(q: string): number | null {
  const [, units, decimals = ''] = /^(\d{1,12})(?:[.,](\d{1,2}))?$/.exec(q.replace(/[\s\u00a0\u202f€]/g, '')) ?? [];
  return units === undefined ? null : Number(units) * 100 + Number(decimals.padEnd(2, '0'));
}
