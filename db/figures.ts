import { sql } from 'drizzle-orm';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import type { Phase } from '../domain/case/case.ts';
import type { AgeLine, CreditorAgeLine, MonthLine, SegmentAgeLine, ToIssueLine } from '../domain/figures/ageing.ts';
import { eachCreditor, ofCreditors } from './creditors-asked.ts';
import type { Queries } from './database.ts';
import { rowsOf } from './rows.ts';

/** What was open on a day, by where the procedure stood. */
export interface PhaseLine {
  readonly currency: string;
  readonly phase: Phase;
  readonly openCents: number;
  readonly cases: number;
}

/** What was owed on a day, each way of telling it apart. */
interface OpenFigures {
  readonly ageing: readonly AgeLine[];
  readonly phases: readonly PhaseLine[];
  readonly byCreditor: readonly CreditorAgeLine[];
  readonly bySegment: readonly SegmentAgeLine[];
}

type Line = CreditorAgeLine & SegmentAgeLine & PhaseLine;

/**
 * What was owed on a day by age and by phase, from the ledger of movements, which the dated facts of each case made: its total, less the
 * payments and credit notes of that day and before. A payment that was returned counts as if it had never come; a cancelled invoice is none;
 * a case that was closed owes nothing from then on. The segment is the one that the debtor has today, whatever the day.
 */
export async function openOn(db: Queries, creditors: readonly string[] | null, day: CivilDate): Promise<OpenFigures> {
  const rows = await rowsOf<Line>(
    db,
    sql`
    select creditor_id as "creditorId", currency, case when late <= 0 then 'not-due' when late <= 30 then '1-30' when late <= 60 then '31-60'
        when late <= 90 then '61-90' else 'over-90' end as band,
      case when phase = 'reminding' and late <= 0 then 'not-due' else phase end as phase, segment,
      sum(open_cents)::float8 as "openCents", sum(invoices)::int as invoices, sum(invoices)::int as cases
    from (select *, ${day}::date - due_on as late from movements where ${ofCreditors(creditors, sql`creditor_id`)} and "on" <= ${day}::date) moved
    group by 1, 2, 3, 4, 5 having sum(invoices) <> 0`,
  );
  return {
    ageing: together(rows, ['currency', 'band', 'openCents', 'invoices']),
    byCreditor: together(rows, ['creditorId', 'currency', 'band', 'openCents', 'invoices']),
    bySegment: together(rows, ['segment', 'currency', 'band', 'openCents', 'invoices']),
    phases: together(rows, ['currency', 'phase', 'openCents', 'cases']),
  };
}

const sums: readonly (keyof Line)[] = ['openCents', 'invoices', 'cases'];

/** Lines that are alike in the columns that are asked for as one, with those columns. */
function together<Column extends keyof Line>(lines: readonly Line[], columns: readonly Column[]): Pick<Line, Column>[] {
  const known = new Map<string, Line>();
  for (const line of lines) {
    const key = columns.flatMap((column) => (sums.includes(column) ? [] : [line[column]])).join(' ');
    const { openCents, invoices, cases } = known.get(key) ?? { openCents: 0, invoices: 0, cases: 0 };
    const all = { openCents: openCents + line.openCents, invoices: invoices + line.invoices, cases: cases + line.cases };
    known.set(key, { ...line, ...all });
  }
  const only = (line: Line) => Object.fromEntries(columns.map((column) => [column, line[column]])) as Pick<Line, Column>;
  return [...known.values()].map(only);
}

/** Invoices that bear a day after another one: the ledger counts them from theirs, the list of cases shows them. What else is dated so is none. */
export function toIssueAfter(db: Queries, creditors: readonly string[] | null, day: CivilDate): Promise<ToIssueLine[]> {
  return rowsOf<ToIssueLine>(
    db,
    sql`
    select currency, sum(open_cents)::float8 as "openCents", sum(invoices)::int as invoices
    from ${eachCreditor(creditors)} join movements on creditor_id = asked.id where "on" > ${day}::date and due_on >= "on"
    group by 1 having sum(invoices) > 0 order by 1`,
  );
}

/** Sales and receipts of the thirteen months that end with that of a day, until that day. */
export async function monthsUntil(db: Queries, creditors: readonly string[] | null, day: CivilDate): Promise<MonthLine[]> {
  const rows = await rowsOf<MonthLine>(
    db,
    sql`
    select currency, to_char("on", 'YYYY-MM') as month,
      sum(invoiced_cents)::float8 as "invoicedCents", sum(collected_cents)::float8 as "collectedCents"
    from movements where ${ofCreditors(creditors, sql`creditor_id`)} and "on" <= ${day}::date and "on" >= (date_trunc('month', ${day}::date) - interval '12 months')::date
    group by 1, 2 having sum(invoiced_cents) <> 0 or sum(collected_cents) <> 0 order by 2 desc`,
  );
  return rows;
}
