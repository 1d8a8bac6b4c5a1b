import Table from 'cli-table3';
import type { ClaimInput, ClaimLine, ClaimStatement, Regime } from '../domain/claim/claim.ts';
import { readClaimInput } from '../domain/claim/claim-input.ts';
import { indemnityArticle } from '../domain/claim/line-source.ts';
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

/** An amount as people read it, in the currency of the claim. */
type Money = (cents: number) => string;

/** Prints the statement of claim (décompte) of a file as a table, or as JSON. */
export async function run({ file, json }: { file: string; json: boolean }): Promise<number> {
  try {
    const input = readClaimInput(parseJson(await readInput(file)));
    const statement = statementOfClaim(input);
    if (json) printJson(statement);
    else print(statementText(statement, input));
    return statement.status === 'ok' || statement.status === 'insolvency' ? EXIT.done : EXIT.refused;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

function statementText(statement: ClaimStatement, { asOf, currency, debtor }: ClaimInput): string {
  const money: Money = (cents) => formatCents(cents, currency);
  const blocks = [
    heading(statement, asOf),
    ...statement.invoices.map((invoice) => invoiceText(invoice, indemnityArticle(debtor), money)),
    ...paymentsText(statement, money),
    ...alternativesText(statement, money),
  ];
  return [...blocks, ...statement.warnings.map((warning) => `! ${warning}`), ...totalText(statement, money)].join('\n');
}

function heading(statement: ClaimStatement, asOf: string): string {
  const title = `Décompte au ${frenchDate(asOf)}`;
  if (statement.status === 'rate-missing')
    return `${title}\nTaux inconnu (${statement.missing.join(', ')})\u00a0: arrêté au ${frenchDate(statement.knownUntil)}`;
  return statement.status === 'insolvency'
    ? `${title}\nProcédure collective\u00a0: arrêté à la veille du jugement d’ouverture`
    : title;
}

function invoiceText(invoice: ClaimStatement['invoices'][number], article: string, money: Money): string {
  const table = tableOf(['Du', 'Au', 'Jours', 'Base', 'Taux', 'Régime', 'Intérêt'], [2, 3, 4, 6]);
  for (const line of invoice.lines) table.push(lineCells(line, money));
  const basis = invoice.indemnityCents === 0 ? '' : `, ${article}`;
  const owed = `principal ${money(invoice.principalCents)}, intérêts ${money(invoice.interestCents)}, indemnité ${money(invoice.indemnityCents)}${basis}`;
  const head = `\nFacture ${invoice.number}\u00a0: reste dû, ${money(invoice.totalCents)} (${owed})`;
  return invoice.lines.length === 0 ? head : `${head}\n${table.toString()}`;
}

function lineCells(
  { from, to, days, baseCents, rateBasisPoints, regime, divisor, amountCents }: ClaimLine,
  money: Money,
): string[] {
  const count = `${days}/${divisor}`;
  return [
    frenchDate(from),
    frenchDate(to),
    count,
    money(baseCents),
    formatRate(rateBasisPoints),
    REGIMES[regime],
    money(amountCents),
  ];
}

function paymentsText({ payments }: ClaimStatement, money: Money): string[] {
  const words = { interest: 'intérêts', principal: 'principal', indemnity: 'indemnité' };
  if (payments.length === 0) return [];
  const table = tableOf(['Paiement', 'Facture', 'Imputé sur', 'Montant'], [3]);
  for (const { id, parts } of payments) {
    for (const part of parts) table.push([id, part.invoice, words[part.to], money(part.amountCents)]);
  }
  return [`\n${table.toString()}`];
}

function alternativesText({ alternatives }: ClaimStatement, money: Money): string[] {
  const names = ['contrat', 'plancher', 'taux supplétif'];
  if (alternatives.length === 0) return [];
  const table = tableOf(['Choix', 'Taux', 'Intérêts'], [1, 2]);
  alternatives.forEach(({ rateBasisPoints, interestCents }, index) => {
    table.push([names[index] ?? '', formatRate(rateBasisPoints), money(interestCents)]);
  });
  return [table.toString()];
}

function totalText(statement: ClaimStatement, money: Money): string[] {
  if (statement.totalCents === null) return [];
  const { principalCents, interestCents, indemnityCents, totalCents } = statement;
  const table = tableOf(['Principal', 'Intérêts', 'Indemnité', 'Total dû'], [0, 1, 2, 3]);
  table.push([principalCents, interestCents, indemnityCents, totalCents].map(money));
  return [`\n${table.toString()}`];
}

function tableOf(head: string[], rightAligned: readonly number[]) {
  const colAligns = head.map((_, index) => (rightAligned.includes(index) ? ('right' as const) : ('left' as const)));
  return new Table({ head, colAligns, style: { head: [], border: [] } });
}

function frenchDate(on: string): string {
  return on.split('-').toReversed().join('/');
}
