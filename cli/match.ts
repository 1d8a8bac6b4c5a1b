import { counted } from '../domain/case/show/french.ts';
import { match } from '../domain/matching/match.ts';
import { type MatchInput, readMatchInput } from '../domain/matching/match-input.ts';
import type { Allocation, MatchResult } from '../domain/matching/open-invoice.ts';
import { formatCents } from '../domain/money/cents.ts';
import { EXIT, parseJson, print, printJson, readInput, reportBadInput } from './io.ts';
import { type Columns, wrappedTable } from './wrapped-table.ts';

const VERDICTS = { matched: 'imputé', ambiguous: 'à décider', none: 'sans facture', 'not-a-payment': 'pas un paiement' };

/** Proposes which invoices the entries pay and prints a table, or the bare JSON list. */
export async function run({ file, json }: { file: string; json: boolean }): Promise<number> {
  try {
    const input = readMatchInput(parseJson(await readInput(file)));
    const results = match(input.invoices, input.entries);
    if (json) printJson(results);
    else print(resultsText(input, results));
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

const COLUMNS: Columns = {
  head: ['Écriture', 'Montant', 'Verdict', 'Factures', 'Pourquoi'],
  colAligns: ['left', 'right'],
  colWidths: [24, 16, 12, 30, 44],
};

function resultsText({ invoices, entries }: MatchInput, results: readonly MatchResult[]): string {
  const numbers = new Map(invoices.map((invoice) => [invoice.id, invoice.number]));
  const rows = results.map((result, index) => {
    const { amountCents = 0, currency = 'EUR', counterparty, label } = entries[index] ?? {};
    const said = counterparty ?? label ?? result.key;
    const paid = invoicesText(result, numbers, currency);
    return [said, formatCents(amountCents, currency), VERDICTS[result.verdict], paid, result.reasons.join('\u00a0; ')];
  });
  return `${wrappedTable(COLUMNS, rows)}\n${summary(results)}`;
}

function invoicesText({ allocations, candidates }: MatchResult, numbers: ReadonlyMap<string, string>, currency: string): string {
  const lines = (allocated: readonly Allocation[]): string[] =>
    allocated.map(
      ({ invoice, amountCents }) => `${numbers.get(invoice) ?? invoice}\u00a0: ${formatCents(amountCents, currency)}`,
    );
  return [...lines(allocations), ...lines(candidates.slice(0, 3)).map((line) => `?\u00a0${line}`)].join('\n');
}

function summary(results: readonly MatchResult[]): string {
  const count = (verdict: MatchResult['verdict']): number => results.filter((result) => result.verdict === verdict).length;
  const counts = [
    counted(count('matched'), 'imputée'),
    `${count('ambiguous')} à décider`,
    `${count('none')} sans facture`,
    `${count('not-a-payment')} hors paiement`,
  ];
  return `${counted(results.length, 'écriture')}\u00a0: ${counts.join(', ')}`;
}
