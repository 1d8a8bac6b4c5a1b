import { exactSets } from './exact-sums.ts';
import { amountKey, type Ledger } from './ledger.ts';
import type { Candidate, PayingEntry } from './open-invoice.ts';
import { isOwedBy, openInvoicesOfAll, type Payers } from './payers.ts';
import { candidateOf, remainingOf } from './proposal.ts';
import type { ReferenceHit } from './references.ts';

/** Invoices that a person may choose, and why none was chosen. */
export interface Choice {
  readonly candidates: readonly Candidate[];
  readonly reasons: readonly string[];
}

/** So many invoices are offered for an entry. */
export const MOST_CANDIDATES = 10;
/** So many invoices of an equal balance are looked at, the oldest first. */
export const MOST_EQUAL = MOST_CANDIDATES * 10;

/** Ranks what an undecided entry may pay: references first, then the payer's invoices, then equal balances. */
export function choiceFor(ledger: Ledger, entry: PayingEntry, hits: readonly ReferenceHit[], payers: Payers): Choice {
  const reasons = new Map<number, string[]>();
  const note = (places: readonly number[], reason: string): void => {
    for (const place of places) reasons.set(place, [...(reasons.get(place) ?? []), reason]);
  };
  for (const hit of hits) note(hit.invoices, hit.reason);
  const [his, near] = [openInvoicesOfAll(ledger, payers.same), openInvoicesOfAll(ledger, payers.near)];
  note(exactSum(ledger, his, entry.amountCents), 'fait partie d’une somme exacte de ses factures');
  note(his, `nom du payeur «\u00a0${payers.name ?? ''}\u00a0»`);
  note(near, 'nom du payeur approchant');
  note(equalBalances(ledger, entry), 'montant égal au solde');
  const ranked = [...reasons].sort((a, b) => rank(ledger, entry, b) - rank(ledger, entry, a)).slice(0, MOST_CANDIDATES);
  const [surely, nearly] = [new Set([...hits.flatMap((hit) => hit.invoices), ...his]), new Set(near)];
  const candidates = ranked.map(([place, why]) => {
    const onlyNear = !surely.has(place) && nearly.has(place);
    return candidateOf(ledger, entry, place, { reasons: why, borneOut: surely.has(place) || onlyNear, onlyNear });
  });
  return { candidates, reasons: whyUndecided(ledger, entry, hits, payers, candidates) };
}

/** More reasons first; an exact balance breaks ties; an invoice without balance comes last. */
function rank(ledger: Ledger, entry: PayingEntry, [place, reasons]: readonly [number, readonly string[]]): number {
  const remaining = remainingOf(ledger, place);
  if (remaining <= 0) return 0;
  return reasons.length * 2 + Number(remaining === entry.amountCents);
}

function equalBalances(ledger: Ledger, entry: PayingEntry): readonly number[] {
  const places = ledger.byAmount.get(amountKey(entry.currency, entry.amountCents));
  return places.slice(0, MOST_EQUAL).filter((place) => remainingOf(ledger, place) === entry.amountCents);
}

/** The only set of two or more of the payer's invoices whose balances add up to the amount; none when there are several. */
function exactSum(ledger: Ledger, places: readonly number[], amountCents: number): readonly number[] {
  const sets = exactSets(places, (place) => remainingOf(ledger, place), amountCents).filter((set) => set.length > 1);
  return sets.length === 1 ? (sets[0] ?? []) : [];
}

function whyUndecided(
  ledger: Ledger,
  entry: PayingEntry,
  hits: readonly ReferenceHit[],
  payers: Payers,
  candidates: readonly Candidate[],
): readonly string[] {
  if (candidates.length === 0)
    return [payers.same.length > 0 ? 'ce payeur n’a plus de facture ouverte' : 'aucune facture ouverte ne correspond'];
  const [hit] = hits;
  if (hit !== undefined) return [hit.reason, whyReferenceFails(ledger, entry, hit, payers)];
  if (payers.same.length > 0) return ['le nom du payeur correspond, le montant ne désigne pas une seule facture'];
  return [payers.near.length > 0 ? 'le nom du payeur est seulement approchant' : 'seul le montant correspond'];
}

function whyReferenceFails(ledger: Ledger, entry: PayingEntry, hit: ReferenceHit, payers: Payers): string {
  if (hit.invoices.every((place) => remainingOf(ledger, place) <= 0))
    return 'cette facture n’a plus de solde\u00a0: double paiement possible';
  if (hit.invoices.length > 1) return `${hit.invoices.length} factures portent ce numéro et le payeur ne les départage pas`;
  if (hit.need === 'nothing') return 'les références ou le payeur se contredisent';
  if (hit.invoices.some((place) => remainingOf(ledger, place) === entry.amountCents))
    return 'ce numéro et le montant ne suffisent pas\u00a0: le nom du payeur ne les confirme pas';
  if (hit.invoices.some((place) => isOwedBy(ledger, place, payers.same)))
    return 'ce numéro et le nom du payeur ne suffisent pas\u00a0: le montant ne les confirme pas';
  return 'ce numéro seul ne suffit pas\u00a0: ni le montant ni le nom du payeur ne le confirment';
}
