import { choiceFor } from './candidates.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { MatchResult, OpenInvoice, PayingEntry, RememberedPayer } from './open-invoice.ts';
import { payerRule } from './payer-rule.ts';
import { type Payers, payersOf } from './payers.ts';
import { allocated, type Proposal, type Tolerance } from './proposal.ts';
import { referenceRule } from './reference-rule.ts';
import { type ReferenceHit, referenceHits } from './references.ts';

/** What may be set besides invoices and entries. */
export interface MatchOptions extends Partial<Tolerance> {
  /** Choices that people made before. */
  readonly remembered?: readonly RememberedPayer[];
}

/** An entry with what was found out about it. */
interface Examined {
  readonly entry: PayingEntry;
  readonly hits: readonly ReferenceHit[];
  readonly payers: Payers;
}

type Rule = (ledger: Ledger, examined: Examined, tolerance: Tolerance) => Proposal | null;

/** Strongest first: an entry with a reference takes its invoice before one that has only a name and an amount. */
const RULES: readonly Rule[] = [
  (ledger, { entry, hits, payers }, tolerance) =>
    hits.some(decidesAlone) ? referenceRule(ledger, entry, hits, payers, tolerance) : null,
  (ledger, { entry, hits, payers }, tolerance) =>
    hits.some(decidesAlone) ? null : referenceRule(ledger, entry, hits, payers, tolerance),
  (ledger, { entry, hits, payers }, tolerance) =>
    hits.some(namesItsInvoice) ? null : payerRule(ledger, entry, payers, tolerance),
];

/**
 * Proposes which invoices each entry pays; results in the order of the entries. Within a rule entries count by day and key, so that
 * their order in the list changes nothing. What cannot be sure is `ambiguous`, with ranked candidates: nothing is guessed.
 */
export function match(
  invoices: readonly OpenInvoice[],
  entries: readonly PayingEntry[],
  options: MatchOptions = {},
): readonly MatchResult[] {
  return matchAgainst(createLedger(invoices, options.remembered), entries, options);
}

/** The same against an indexed ledger, whose balances it lowers. */
export function matchAgainst(
  ledger: Ledger,
  entries: readonly PayingEntry[],
  { toleranceCents = 0 }: MatchOptions = {},
): readonly MatchResult[] {
  const results = new Map<PayingEntry, MatchResult>();
  let undecided = entries
    .filter(isPayment)
    .sort(byDayAndKey)
    .map((entry) => examined(ledger, entry));
  for (const rule of RULES) {
    undecided = undecided.filter((each) => {
      const proposal = rule(ledger, each, { toleranceCents });
      if (proposal !== null) results.set(each.entry, matchedResult(ledger, each.entry, proposal));
      return proposal === null;
    });
  }
  for (const each of undecided) results.set(each.entry, undecidedResult(ledger, each));
  return entries.map((entry) => results.get(entry) ?? notAPayment(entry));
}

function examined(ledger: Ledger, entry: PayingEntry): Examined {
  return { entry, hits: referenceHits(ledger, entry), payers: payersOf(ledger, entry) };
}

function decidesAlone(hit: ReferenceHit): boolean {
  return hit.need === 'nothing';
}

/** A name and an amount must not decide against a number that says another invoice. */
function namesItsInvoice(hit: ReferenceHit): boolean {
  return decidesAlone(hit) && !hit.isNumeric;
}

function isPayment(entry: PayingEntry): boolean {
  return entry.status === 'booked' && entry.amountCents > 0 && !entry.reversal;
}

function matchedResult(ledger: Ledger, entry: PayingEntry, proposal: Proposal): MatchResult {
  const { reasons } = proposal;
  return { key: entry.key, verdict: 'matched', allocations: allocated(ledger, entry, proposal), reasons, candidates: [] };
}

function undecidedResult(ledger: Ledger, { entry, hits, payers }: Examined): MatchResult {
  const { candidates, reasons } = choiceFor(ledger, entry, hits, payers);
  return { key: entry.key, verdict: candidates.length > 0 ? 'ambiguous' : 'none', allocations: [], reasons, candidates };
}

function notAPayment(entry: PayingEntry): MatchResult {
  const isOut = entry.reversal || entry.amountCents <= 0;
  const reason = entry.reversal
    ? 'paiement rejeté, retourné ou rappelé'
    : isOut
      ? 'somme sortie du compte'
      : notBookedReason(entry);
  return { key: entry.key, verdict: isOut ? 'not-a-payment' : 'none', allocations: [], reasons: [reason], candidates: [] };
}

function notBookedReason(entry: PayingEntry): string {
  return entry.status === 'pending'
    ? 'opération en attente\u00a0: rien n’est imputé avant sa comptabilisation'
    : 'opération donnée pour information';
}

function byDayAndKey(a: PayingEntry, b: PayingEntry): number {
  const [first, second] = [`${a.bookedOn ?? '9999'} ${a.key}`, `${b.bookedOn ?? '9999'} ${b.key}`];
  return first < second ? -1 : Number(first > second);
}
