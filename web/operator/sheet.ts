import { type CellValue, InvalidInputError, InvalidSpreadsheetError, readSheet } from 'read-excel-file/node';
import { ZipFileError } from 'unzipper-esm';
import { binaryKind } from '../../domain/binary-file.ts';
import { columns } from '../../domain/enrol/columns.ts';
import { breaksIn, readCsv } from '../../domain/enrol/csv.ts';
import type { SentFile } from '../shared/upload.ts';
import { plainLine } from './csv.ts';
import type { Sent } from './sent.ts';
import { isWithinBounds } from './workbook-bounds.ts';

/** The text of a table that a person chose, CSV or the first sheet of an Excel workbook; why it is none, for any other file. */
export async function tableIn({
  name,
  bytes,
}: Pick<SentFile, 'name' | 'bytes'>): Promise<{ text: string } | { refused: string }> {
  const isZip = Buffer.from(bytes.subarray(0, 2)).toString() === 'PK';
  const other = isZip ? null : binaryKind(bytes);
  if (other !== null) return { refused: `${name} est ${other}, pas un tableau\u00a0: ${GIVE}` };
  const text = isZip || /\.xls[xm]?$/i.test(name) ? await workbookText(bytes) : textOf(bytes);
  return text === null ? { refused: `${name} n’est pas un classeur que l’on sait lire\u00a0: ${GIVE}` } : { text };
}

const GIVE = 'donnez vos factures ouvertes en classeur Excel (.xlsx) ou en CSV UTF-8.';

/** The table with the headings that a person chose; every record stays on its line, by which its faults are told. */
export function renamed(content: string, sent: Sent): string {
  const [head, ...records] = readCsv(content);
  if (!head) return content;
  const cells = head.cells.map((text, index) => chosenHeading(text, sent[`colonne.${index}`]));
  let line = 1;
  return [{ ...head, cells }, ...records]
    .map((record) => {
      const empty = BREAK.repeat(record.line - line);
      const text = plainLine(record.cells);
      line = record.line + breaksIn(text);
      return empty + text;
    })
    .join('');
}

const BREAK = '\r\n';

/** What a column is called once a person said what it holds; `-`: nothing of use here. */
function chosenHeading(text: string, id: Sent[string] | undefined): string {
  if (id === '-') return `${text} (laissée)`;
  return Object.entries(columns).find(([name]) => name === id)?.[1].names[0] ?? text;
}

/** A table as spreadsheets write it. */
function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Without `stream` Node 20 reads it as Latin-1: « € », « ’ » and « œ » would be lost.
    return new TextDecoder('windows-1252').decode(bytes, { stream: true });
  }
}

async function workbookText(bytes: Uint8Array): Promise<string | null> {
  try {
    if (!(await isWithinBounds(bytes))) return null;
    const rows = await readSheet(Buffer.from(bytes));
    return rows.map((row) => plainLine(row.map(cellText))).join('');
  } catch (error) {
    if ([InvalidInputError, InvalidSpreadsheetError, ZipFileError].some((kind) => error instanceof kind)) return null;
    throw error;
  }
}

/** Sums of a spreadsheet carry the dust of binary fractions. */
const DECIMALS = 6;

/** What a person reads in a cell, on one line as the workbook counts its rows: days as ISO dates, numbers with a point. */
function cellText(cell: CellValue | null): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === 'number' ? String(Number(cell.toFixed(DECIMALS))) : String(cell).replaceAll(/\s*[\r\n]+\s*/g, ' ');
}
