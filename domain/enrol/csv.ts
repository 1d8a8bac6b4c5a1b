/** One record of a CSV file, with the line of the file on which it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

const separators = [';', ',', '\t'] as const;

/** Reads a CSV text (RFC 4180): quoted cells may hold separators, line breaks and doubled quotes. Empty lines are no records. */
export function readCsv(text: string): CsvRecord[] {
  const separator = separatorOf(text);
  const records: CsvRecord[] = [];
  let [at, line] = [0, 1];
  while (at < text.length) {
    const { cells, end } = recordAt(text, at, separator);
    if (cells.some((cell) => cell.trim() !== '')) records.push({ line, cells });
    line += breaksIn(text.slice(at, end));
    at = end;
  }
  return records;
}

/** The separator that is most often in the first line, outside quotes. */
function separatorOf(text: string): string {
  const [head = ''] = text.replaceAll(/"[^"]*"/g, '').split(/\r\n|\n|\r/, 1);
  const counted = separators.map((separator) => ({ separator, count: head.split(separator).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).separator;
}

function recordAt(text: string, from: number, separator: string): { cells: string[]; end: number } {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    const { cell, end } = text[at] === '"' ? quotedAt(text, at) : plainAt(text, at, separator);
    cells.push(cell);
    at = end;
    if (text[at] !== separator) return { cells, end: afterBreak(text, at) };
    at += 1;
  }
}

function plainAt(text: string, from: number, separator: string): { cell: string; end: number } {
  let end = from;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { cell: text.slice(from, end), end };
}

/** A quote that nothing closes holds the rest of the text: what follows is then missed by its column, and said so. */
function quotedAt(text: string, from: number): { cell: string; end: number } {
  let end = from + 1;
  while (end < text.length && !(text[end] === '"' && text[end + 1] !== '"')) end += text[end] === '"' ? 2 : 1;
  const cell = text.slice(from + 1, end).replaceAll('""', '"');
  const { cell: rest, end: stop } = restAt(text, end + 1);
  return { cell: cell + rest, end: stop };
}

/** What a careless writer left between the closing quote and the separator. */
function restAt(text: string, from: number): { cell: string; end: number } {
  let end = from;
  while (end < text.length && !separators.some((separator) => separator === text[end]) && !isBreak(text[end])) end += 1;
  return { cell: text.slice(from, end).trim(), end: Math.min(end, text.length) };
}

function isBreak(character: string | undefined): boolean {
  return character === '\n' || character === '\r';
}

function afterBreak(text: string, at: number): number {
  if (text[at] === '\r' && text[at + 1] === '\n') return at + 2;
  return at < text.length ? at + 1 : at;
}

/** How many lines end in a text. */
export function breaksIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
