import { type DebtorAccount, type Ledger, openInvoicesOf } from './ledger.ts';
import type { PayingEntry } from './open-invoice.ts';
import { namesAnother } from './other-numbers.ts';
import { isOwedBy, type Payers } from './payers.ts';
import { amountReason, type Proposal, remainingOf, remainingOfAll, settles, type Tolerance } from './proposal.ts';
import type { Need, ReferenceHit } from './references.ts';

/** A reference narrowed to the invoices it may still mean. */
interface Designation extends ReferenceHit {
  readonly isPayers: boolean;
}

/**
 * Decides by references: each one that decides alone, or that the amount or the payer's name bears out. Null when a reference means
 * several invoices, when the invoices have several creditors, or when nothing is left to pay on them.
 */
export function referenceRule(
  ledger: Ledger,
  entry: PayingEntry,
  hits: readonly ReferenceHit[],
  payers: Payers,
  tolerance: Tolerance,
): Proposal | null {
  const designations = hits.map((hit) => narrowed(ledger, hit, payers));
  const isList = designations.some(({ need }) => LISTED.includes(need));
  const isSettled = (places: readonly number[]): boolean =>
    settles(entry.amountCents, remainingOfAll(ledger, [...new Set(places)]), tolerance);
  const kept = (isList ? wholeList : borneOut)(designations, payers, isSettled);
  if (kept.length === 0 || kept.some((hit) => hit.invoices.length > 1)) return null;
  const places = [...new Set(kept.flatMap((hit) => hit.invoices))];
  const open = places.filter((place) => remainingOf(ledger, place) > 0);
  if (open.length === 0 || !haveOneOwner(ledger, entry, places)) return null;
  const all = wholeAccount(ledger, entry, open);
  if (all === null && entry.amountCents > remainingOfAll(ledger, open) && saysMore(ledger, entry, kept, places)) return null;
  const invoices = all ?? inDueOrder(ledger, open);
  return { invoices, reasons: [...reasonsOf(kept, payers), amountReason(ledger, entry, invoices, tolerance)] };
}

const LISTED: readonly Need[] = ['list', 'between'];

/** The money is more than these invoices, and the entry writes numbers of others: what is left is theirs, not a surplus. */
function saysMore(ledger: Ledger, entry: PayingEntry, kept: readonly Designation[], places: readonly number[]): boolean {
  return kept.some(({ goesOn }) => goesOn === true) || namesAnother(ledger, entry, places);
}

/**
 * A list of abbreviated numbers is paid as a whole or left to a person: with the numbers that it writes, or with those between them too,
 * whichever alone makes the exact amount.
 */
function wholeList(
  hits: readonly Designation[],
  payers: Payers,
  isSettled: (places: readonly number[]) => boolean,
): readonly Designation[] {
  const single = hits.filter((hit) => hit.invoices.length === 1 && (!isContradicted(hit, payers) || !hit.isNumeric));
  const readings = [single.filter(({ need }) => need !== 'between'), single];
  const settled = readings.filter((reading) => isSettled(reading.flatMap((hit) => hit.invoices)));
  const [first = [], second] = settled;
  return second === undefined || second.length === first.length ? first : [];
}

/** The same number at two debtors: only the payer's name decides. */
function narrowed(ledger: Ledger, hit: ReferenceHit, payers: Payers): Designation {
  const his = hit.invoices.filter((place) => isOwedBy(ledger, place, payers.same));
  return { ...hit, invoices: his.length > 0 ? his : hit.invoices, isPayers: his.length > 0 };
}

/** References that decide alone go before the others, which join them only when all together make the exact amount. */
function borneOut(
  hits: readonly Designation[],
  payers: Payers,
  isSettled: (places: readonly number[]) => boolean,
): readonly Designation[] {
  const agreeing = hits.filter((hit) => !isContradicted(hit, payers) || (!hit.isNumeric && isSettled(hit.invoices)));
  const sure = agreeing.filter((hit) => hit.need === 'nothing');
  const single = agreeing.filter((hit) => hit.invoices.length === 1);
  if (sure.length > 0) return isSettled(single.flatMap((hit) => hit.invoices)) ? [...new Set([...sure, ...single])] : sure;
  const settling = agreeing.filter((hit) => mayRestOnAmount(hit) && isSettled(hit.invoices));
  if (settling.length > 0) return settling;
  const his = agreeing.filter((hit) => hit.isPayers && ['amount-or-payer', 'payer'].includes(hit.need));
  if (his.length === 1) return his;
  const together = single.filter(mayRestOnAmount);
  return isSettled(together.flatMap((hit) => hit.invoices)) ? together : [];
}

function mayRestOnAmount({ isPayers, need }: Designation): boolean {
  return isPayers || !['payer', 'amount-and-payer'].includes(need);
}

/** The payer is a debtor whom we know, and the invoice is another's. A checked reference stands all the same. */
function isContradicted(hit: Designation, payers: Payers): boolean {
  return payers.same.length > 0 && !hit.isPayers && !hit.isChecked;
}

function reasonsOf(kept: readonly Designation[], payers: Payers): readonly string[] {
  const reasons = kept.map((hit) => hit.reason + (['nothing', ...LISTED].includes(hit.need) ? '' : bornBy(hit)));
  const payer = kept.some((hit) => hit.isPayers) ? [`nom du payeur «\u00a0${payers.name ?? ''}\u00a0»`] : [];
  return [...new Set([...reasons, ...payer])];
}

/** One creditor always; several debtors only when the amount is exactly what all these invoices leave to pay. */
function haveOneOwner(ledger: Ledger, entry: PayingEntry, places: readonly number[]): boolean {
  const accounts = new Set(places.map((place) => ledger.accountOf[place]));
  const creditors = new Set(places.map((place) => ledger.invoices[place]?.creditor));
  return creditors.size === 1 && (accounts.size === 1 || remainingOfAll(ledger, places) === entry.amountCents);
}

/** The reference names the debtor, and the amount is the exact sum of all that he has open. */
function wholeAccount(ledger: Ledger, entry: PayingEntry, open: readonly number[]): readonly number[] | null {
  const account: DebtorAccount | undefined = ledger.accounts[ledger.accountOf[open[0] ?? -1] ?? -1];
  if (account === undefined || entry.amountCents <= remainingOfAll(ledger, open)) return null;
  const all = openInvoicesOf(ledger, account);
  return remainingOfAll(ledger, all) === entry.amountCents ? all : null;
}

/** Designated invoices are paid oldest due first when the money does not reach. */
function inDueOrder(ledger: Ledger, places: readonly number[]): readonly number[] {
  const due = (place: number): string => ledger.invoices[place]?.dueOn ?? '9999';
  return [...places].sort((a, b) => (due(a) < due(b) ? -1 : Number(due(a) > due(b))));
}

function bornBy(hit: Designation): string {
  return hit.isPayers ? ', confirmé par le nom du payeur' : ', confirmé par le montant';
}
