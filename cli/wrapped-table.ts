import Table from 'cli-table3';

export interface Columns {
  readonly head: string[];
  readonly colWidths: number[];
  readonly colAligns?: ('left' | 'right')[];
}

/** The spaces within an amount, and what stands for them while the table breaks its lines at every other space. */
const GLUED: readonly (readonly [within: RegExp, standIn: string, space: string])[] = [
  [/(?<=\d)\u00a0(?=[\d€%]|[A-Z]{3}\b)/g, '\ue000', '\u00a0'],
  [/(?<=\d)\u202f(?=\d)/g, '\ue001', '\u202f'],
];

/** A table with fixed columns whose lines break between words, never inside `5 000,00 €`. */
export function wrappedTable(columns: Columns, rows: readonly (readonly string[])[]): string {
  const table = new Table({ ...columns, wordWrap: true, style: { head: [], border: [] } });
  for (const row of rows)
    table.push(row.map((cell) => GLUED.reduce((text, [within, standIn]) => text.replaceAll(within, standIn), cell)));
  return GLUED.reduce((text, [, standIn, space]) => text.replaceAll(standIn, space), table.toString());
}
