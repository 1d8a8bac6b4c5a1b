import { formatCents } from '../domain/money/cents.ts';
import type { BankEntry } from '../domain/statement/bank-entry.ts';
import { collectStatements, readStatements, type StatementFile } from '../domain/statement/reader.ts';
import { chunksOf, EXIT, print, printJson, reportBadInput } from './io.ts';
import { type Columns, wrappedTable } from './wrapped-table.ts';

/** What the check of the balances found. */
export const BALANCES = {
  agree: 'les soldes concordent',
  disagree: 'LES SOLDES NE CONCORDENT PAS',
  unknown: 'soldes absents, non contrôlés',
};
const STATUSES = { booked: '', pending: 'en attente', information: 'information' };

/** Reads a bank file and prints its statements: a table, or one JSON document. Exit 1 when the balances of one disagree. */
export async function run({ file, json }: { file: string; json: boolean }): Promise<number> {
  try {
    const read = await collectStatements(readStatements(chunksOf(file)));
    if (json) printJson(read);
    else print(statementsText(read));
    return read.statements.some(({ balances }) => balances === 'disagree') ? EXIT.refused : EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
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
  const columns: Columns = {
    head: ['Date', 'Montant', 'Tiers', 'Libellé et références', ''],
    colAligns: ['left', 'right'],
    colWidths: [12, 17, 26, 48, 13],
  };
  return wrappedTable(columns, entries.map(rowOf));
}

function rowOf(entry: BankEntry): string[] {
  const said = [entry.label, ...entry.references, entry.endToEndId].filter((text) => text !== null).join(' · ');
  const state = entry.reversal ? 'retour' : STATUSES[entry.status];
  return [entry.bookedOn ?? '', formatCents(entry.amountCents, entry.currency), entry.counterparty ?? '', said, state];
}
