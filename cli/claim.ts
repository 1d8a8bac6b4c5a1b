import Table from 'cli-table3';
import type { ClaimLine, ClaimStatement, Regime } from '../domain/claim/claim.ts';
import { readClaimInput } from '../domain/claim/claim-input.ts';
import { statementOfClaim } from '../domain/claim/statement.ts';
import { formatCents, formatRate } from '../domain/money/cents.ts';
import { EXIT, parseJson, print, printJson, readInput, reportBadInput } from './io.ts';

const REGIMES: Readonly<Record<Regime, string>> = {
  'commercial-default': 'BCE + 10 points',
  contract: 'taux contractuel',
  legal: 'intérêt légal',
  'legal-plus-5': 'intérêt légal + 5 points',
  'public-procurement': 'commande publique, BCE + 8 points',
};

/** Prints the statement of claim (décompte) of a file as a table, or as JSON. */
export async function run({ file, json }: { file: string; json: boolean }): Promise<number> {
  try {
    const input = readClaimInput(parseJson(await readInput(file)));
    const statement = statementOfClaim(input);
    if (json) printJson(statement);
    else print(statementText(statement, input.asOf));
    return statement.status === 'ok' || statement.status === 'insolvency' ? EXIT.done : EXIT.refused;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

function statementText(statement: ClaimStatement, asOf: string): string {
  const blocks = [
    heading(statement, asOf),
    ...statement.invoices.map(invoiceText),
    ...paymentsText(statement),
    ...alternativesText(statement),
  ];
  return [...blocks, ...statement.warnings.map((warning) => `! ${warning}`), ...totalText(statement)].join('\n');
}

function heading(statement: ClaimStatement, asOf: string): string {
  const title = `Décompte au ${frenchDate(asOf)}`;
  if (statement.status === 'rate-missing')
    return `${title}\nTaux inconnu (${statement.missing.join(', ')})\u00a0: arrêté au ${frenchDate(statement.knownUntil)}`;
  return statement.status === 'insolvency'
    ? `${title}\nProcédure collective\u00a0: arrêté à la veille du jugement d’ouverture`
    : title;
}

function invoiceText(invoice: ClaimStatement['invoices'][number]): string {
  const table = tableOf(['Du', 'Au', 'Jours', 'Base', 'Taux', 'Régime', 'Intérêt'], [2, 3, 4, 6]);
  for (const line of invoice.lines) table.push(lineCells(line));
  const owed = `principal ${formatCents(invoice.principalCents)}, intérêts ${formatCents(invoice.interestCents)}, indemnité ${formatCents(invoice.indemnityCents)}`;
  const head = `\nFacture ${invoice.number}\u00a0: ${formatCents(invoice.totalCents)} restent dus (${owed})`;
  return invoice.lines.length === 0 ? head : `${head}\n${table.toString()}`;
}

function lineCells({ from, to, days, baseCents, rateBasisPoints, regime, divisor, amountCents }: ClaimLine): string[] {
  const count = `${days}/${divisor}`;
  return [
    frenchDate(from),
    frenchDate(to),
    count,
    formatCents(baseCents),
    formatRate(rateBasisPoints),
    REGIMES[regime],
    formatCents(amountCents),
  ];
}

function paymentsText({ payments }: ClaimStatement): string[] {
  const words = { interest: 'intérêts', principal: 'principal', indemnity: 'indemnité' };
  if (payments.length === 0) return [];
  const table = tableOf(['Paiement', 'Facture', 'Imputé sur', 'Montant'], [3]);
  for (const { id, parts } of payments) {
    for (const part of parts) table.push([id, part.invoice, words[part.to], formatCents(part.amountCents)]);
  }
  return [`\n${table.toString()}`];
}

function alternativesText({ alternatives }: ClaimStatement): string[] {
  const names = ['contrat', 'plancher', 'taux supplétif'];
  if (alternatives.length === 0) return [];
  const table = tableOf(['Choix', 'Taux', 'Intérêts'], [1, 2]);
  alternatives.forEach(({ rateBasisPoints, interestCents }, index) => {
    table.push([names[index] ?? '', formatRate(rateBasisPoints), formatCents(interestCents)]);
  });
  return [table.toString()];
}

function totalText(statement: ClaimStatement): string[] {
  if (statement.totalCents === null) return [];
  const { principalCents, interestCents, indemnityCents, totalCents } = statement;
  const table = tableOf(['Principal', 'Intérêts', 'Indemnité', 'Total dû'], [0, 1, 2, 3]);
  table.push([principalCents, interestCents, indemnityCents, totalCents].map((cents) => formatCents(cents)));
  return [`\n${table.toString()}`];
}

function tableOf(head: string[], rightAligned: readonly number[]) {
  const colAligns = head.map((_, index) => (rightAligned.includes(index) ? ('right' as const) : ('left' as const)));
  return new Table({ head, colAligns, style: { head: [], border: [] } });
}

function frenchDate(on: string): string {
  return on.split('-').toReversed().join('/');
}
