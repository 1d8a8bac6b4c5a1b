/** A spreadsheet would run a cell that starts like a formula: what people named is text. */
const FORMULA = /^[=+\-@\t\r]/;

/** One line of CSV as French spreadsheets read it, with semicolons. */
export function csvLine(cells: readonly string[]): string {
  return plainLine(cells.map(harmless));
}

/** The same for ourselves to read again: nothing is put before a cell. */
export function plainLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(';')}\r\n`;
}

function harmless(cell: string): string {
  return FORMULA.test(cell) && !/^-?\d+(?:,\d+)?$/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[;"\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** `1250,50`: an amount that a French spreadsheet adds up. */
export function euroCells(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)},${digits.slice(-2)}`;
}
