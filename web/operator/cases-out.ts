import type { Response } from 'express';
import writeExcelFile from 'write-excel-file/node';
import { type Column, columnsOut, type FoundPage, type NamedLine, naming } from './case-columns.ts';
import { askedOf, filterOf } from './case-filter.ts';
import { csvLine } from './csv.ts';
import { frenchNumber } from './progress.ts';
import type { Sent } from './sent.ts';
import type { Visit } from './visit.ts';

/** How many cases a table for a spreadsheet holds; a workbook is made in memory. */
const [MOST_IN_CSV, MOST_IN_WORKBOOK] = [100_000, 20_000];
const AT_ONCE = 200;

/** Every case that fits, page after page, and whether there are more. */
async function* pagesOf(
  visit: Visit,
  query: Sent,
  columns: readonly Column[],
  most: number,
): AsyncGenerator<{ cases: readonly NamedLine[]; isMore: boolean }> {
  const named = naming(visit, columns);
  let [cursor, count]: [string | undefined, number] = [undefined, 0];
  do {
    const page: FoundPage = await visit.api.call('GET /search', {
      query: { limit: AT_ONCE, ...askedOf(filterOf(query)), cursor },
    });
    count += page.cases.length;
    cursor = page.next ?? undefined;
    yield { cases: await named(page.cases), isMore: cursor !== undefined && count >= most };
  } while (cursor !== undefined && count < most);
}

/** What is shown, as text with semicolons. */
export async function sendCsv(visit: Visit, query: Sent, res: Response): Promise<void> {
  const columns = columnsOut(query, visit);
  for await (const { cases, isMore } of pagesOf(visit, query, columns, MOST_IN_CSV)) {
    if (!res.headersSent) begin(res, columns);
    for (const line of cases) res.write(csvLine(columns.map(({ plain, cell }) => (plain ?? cell)(line))));
    if (isMore) res.write(csvLine([restText(MOST_IN_CSV)]));
  }
  res.end();
}

/** Once the first page is there: what is refused is said on a page of its own. */
function begin(res: Response, columns: readonly Column[]): void {
  res.attachment('dossiers.csv').type('text/csv; charset=utf-8');
  res.write(`\ufeff${csvLine(columns.map(({ name }) => name))}`);
}

/** The same as a workbook: amounts are numbers, days are days, and no text is ever run. */
export async function sendWorkbook(visit: Visit, query: Sent, res: Response): Promise<void> {
  const columns = columnsOut(query, visit);
  const rows: Cell[][] = [columns.map(({ name }) => ({ value: name, fontWeight: 'bold' }))];
  for await (const { cases, isMore } of pagesOf(visit, query, columns, MOST_IN_WORKBOOK)) {
    for (const line of cases) rows.push(columns.map((column) => cellOf(column, line)));
    if (isMore) rows.push([{ value: restText(MOST_IN_WORKBOOK) }]);
  }
  const bytes = await writeExcelFile(rows, { sheet: 'Dossiers', stickyRowsCount: 1 }).toBuffer();
  res.attachment('dossiers.xlsx').type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(bytes);
}

interface Cell {
  readonly value: string | number | Date;
  readonly format?: string;
  readonly fontWeight?: 'bold';
}

function cellOf({ value, cell }: Column, line: NamedLine): Cell {
  const held = value?.(line) ?? cell(line);
  if (held instanceof Date) return { value: held, format: 'dd/mm/yyyy' };
  return typeof held === 'number' ? { value: held, format: '#,##0.00' } : { value: held };
}

function restText(most: number): string {
  return `Et d’autres encore\u00a0: seuls les ${frenchNumber(most)} premiers sont ici.`;
}
