import { binaryKind } from '../binary-file.ts';
import type { Fault } from '../fault.ts';
import { createDecoding, createGuessedDecoding } from '../statement/decode.ts';
import { type Cells, type ColumnName, columnOf, columns } from './columns.ts';
import { type CsvRecord, readCsv } from './csv.ts';
import type { Enrolment } from './enrolment.ts';
import { type EnrolmentDefaults, enrolmentOf, lineFault } from './enrolment-of.ts';
import { repetitions } from './repetitions.ts';

/** What a file says: the invoices of its sound lines, what is wrong with the others, and the headings nobody understood. */
export interface EnrolmentFile {
  readonly enrolments: readonly Enrolment[];
  /** Those that nothing is wrong with, beside the others either: they can be taken over without the rest. */
  readonly sound: readonly Enrolment[];
  readonly faults: readonly Fault[];
  readonly ignored: readonly string[];
}

interface Heading {
  readonly text: string;
  readonly name: ColumnName | undefined;
}

/** Reads the open invoices of a business from a CSV file, as spreadsheets write it: `;` or `,`, UTF-8, UTF-16 or Latin-1. */
export function readEnrolments(bytes: Uint8Array, defaults: EnrolmentDefaults): EnrolmentFile {
  const other = binaryKind(bytes);
  if (other !== null) return unreadable(`c’est ${other}\u00a0; attendu\u00a0: un tableau en CSV`);
  const [head, ...records] = readCsv(textOf(bytes));
  if (!head) return unreadable('le fichier est vide');
  const headings = head.cells.map((text): Heading => ({ text: text.trim(), name: columnOf(text) }));
  const ignored = headings.flatMap(({ text, name }) => (name === undefined && text !== '' ? [text] : []));
  const unusable = headingFaults(head.line, headings);
  if (unusable.length > 0) return { enrolments: [], sound: [], faults: unusable, ignored };
  const lines = records.map((record) => readLine(record, headings, defaults));
  const enrolments = lines.flatMap((line) => ('enrolment' in line ? [line.enrolment] : []));
  const faults = lines.flatMap((line) => ('faults' in line ? line.faults : []));
  const repeated = repetitions(enrolments);
  const sound = enrolments.filter(({ line }) => !repeated.some(({ path }) => path.startsWith(`ligne ${line},`)));
  return { enrolments, sound, faults: [...faults, ...repeated], ignored };
}

function unreadable(message: string): EnrolmentFile {
  return { enrolments: [], sound: [], faults: [{ path: '', message }], ignored: [] };
}

/** Spreadsheets say UTF-16 by its mark; else it is UTF-8, or the Latin-1 of Windows. */
function textOf(bytes: Uint8Array): string {
  const decoding = bytes[0] === 0xff && bytes[1] === 0xfe ? createDecoding('utf-16le') : createGuessedDecoding();
  return (decoding.write(bytes) + decoding.end()).replace(/^\ufeff/, '');
}

const required: readonly (readonly ColumnName[])[] = [['number'], ['name'], ['dueOn'], ['balanceCents', 'totalCents']];

function headingFaults(line: number, headings: readonly Heading[]): Fault[] {
  const path = `ligne ${line}`;
  const names = headings.flatMap(({ name }) => name ?? []);
  const absent = required.filter((oneOf) => !oneOf.some((name) => names.includes(name)));
  const twice = names.filter((name, index) => names.indexOf(name) < index);
  return [
    ...absent.map((oneOf) => ({
      path,
      message: `la colonne « ${shown(oneOf)} » manque\u00a0; noms compris\u00a0: ${namesOf(oneOf)}`,
    })),
    ...twice.map((name) => ({ path, message: `deux colonnes disent « ${shown([name])} »\u00a0: en retirer ou en renommer une` })),
  ];
}

function shown(oneOf: readonly ColumnName[]): string {
  return oneOf.map((name) => columns[name].names[0]).join(' » ou « ');
}

function namesOf(oneOf: readonly ColumnName[]): string {
  return oneOf.flatMap((name) => [...columns[name].names]).join(', ');
}

type Line = { readonly enrolment: Enrolment } | { readonly faults: readonly Fault[] };

function readLine({ line, cells: texts }: CsvRecord, headings: readonly Heading[], defaults: EnrolmentDefaults): Line {
  if (texts.slice(headings.length).some((text) => text.trim() !== '')) {
    const message = `${texts.length} cellules pour ${headings.length} colonnes\u00a0: mettre entre guillemets la cellule qui contient le séparateur`;
    return { faults: [{ path: `ligne ${line}`, message }] };
  }
  const { cells, faults } = cellsOf(line, texts, headings);
  if (faults.length > 0) return { faults };
  const read = enrolmentOf(line, cells, defaults);
  return 'invoice' in read ? { enrolment: read } : { faults: read.map((fault) => lineFault(line, fault)) };
}

function cellsOf(line: number, texts: readonly string[], headings: readonly Heading[]): { cells: Cells; faults: Fault[] } {
  const cells: Record<string, unknown> = {};
  const faults: Fault[] = [];
  for (const [index, { text: heading, name }] of headings.entries()) {
    const text = texts[index]?.trim() ?? '';
    if (name === undefined || text === '') continue;
    const { read, expected } = columns[name].cell;
    const value = read(text);
    if (value === null) faults.push(lineFault(line, [heading, `reçu « ${text} »\u00a0; attendu\u00a0: ${expected}`]));
    else cells[name] = value;
  }
  return { cells, faults };
}
