import { createReadStream } from 'node:fs';
import Table from 'cli-table3';
import { refuse } from '../domain/fault.ts';
import { formatCents } from '../domain/money/cents.ts';
import type { BankEntry } from '../domain/statement/bank-entry.ts';
import { collectStatements, readStatements, type StatementFile } from '../domain/statement/reader.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';

const BALANCES = {
  agree: 'les soldes concordent',
  disagree: 'LES SOLDES NE CONCORDENT PAS',
  unknown: 'soldes absents, non contrôlés',
};
const STATUSES = { booked: '', pending: 'en attente', information: 'information' };

/** Reads a bank file and prints its statements: a table, or one JSON document. */
export async function run({ file, json }: { file: string; json: boolean }): Promise<number> {
  try {
    const read = await collectStatements(readStatements(chunksOf(file)));
    if (json) printJson(read);
    else print(statementsText(read));
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

/** Bytes of a file or of standard input, as they come. Throws `BadInput` when the file cannot be read. */
async function* chunksOf(file: string): AsyncGenerator<Uint8Array> {
  const source: AsyncIterable<Buffer> = file === '-' ? process.stdin : createReadStream(file);
  const chunks = source[Symbol.asyncIterator]();
  for (let next = await opened(chunks, file); !next.done; next = await chunks.next()) yield next.value;
}

async function opened(chunks: AsyncIterator<Buffer>, file: string): Promise<IteratorResult<Buffer>> {
  try {
    return await chunks.next();
  } catch (error) {
    return refuse('', `cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function statementsText({ statements, warnings }: StatementFile): string {
  const blocks = statements.map((statement) => `${heading(statement)}\n${entriesTable(statement.entries)}`);
  return [...blocks, ...warnings.map((warning) => `Attention\u00a0: ${warning}`)].join('\n\n');
}

function heading(statement: StatementFile['statements'][number]): string {
  const { format, id, account, currency, openingCents, closingCents, balances } = statement;
  const from = openingCents === null ? '?' : formatCents(openingCents, currency);
  const to = closingCents === null ? '?' : formatCents(closingCents, currency);
  return `Relevé ${id} · compte ${account} · ${format}\nSolde ${from} → ${to}\u00a0: ${BALANCES[balances]}`;
}

function entriesTable(entries: readonly BankEntry[]): string {
  const table = new Table({
    head: ['Date', 'Montant', 'Tiers', 'Libellé et références', ''],
    colAligns: ['left', 'right'],
    colWidths: [12, 17, 26, 48, 13],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const entry of entries) table.push(rowOf(entry));
  return table.toString();
}

function rowOf(entry: BankEntry): string[] {
  const said = [entry.label, ...entry.references, entry.endToEndId].filter((text) => text !== null).join(' · ');
  const state = entry.reversal ? 'retour' : STATUSES[entry.status];
  return [entry.bookedOn ?? '', formatCents(entry.amountCents, entry.currency), entry.counterparty ?? '', said, state];
}
