import { textsOf } from '../statement/bank-entry.ts';
import { creditorReferenceBody, isCreditorReference } from './creditor-reference.ts';
import type { Ledger } from './ledger.ts';
import { listAfter } from './listed-numbers.ts';
import { compactNumber, isDigits, looseNumber, type NumberToken, numberTokens } from './number-tokens.ts';
import type { PayingEntry } from './open-invoice.ts';

/**
 * What must bear out a reference before it decides, the surest first. `list`: a number that a list abbreviates, or (`between`) leaves
 * out; it counts with the others of its list only.
 */
export type Need = 'nothing' | 'amount-or-payer' | 'payer' | 'amount' | 'amount-and-payer' | 'list' | 'between';

/** A reference found in an entry and the invoices that bear it: several when numbers repeat from one debtor to another. */
export interface ReferenceHit {
  readonly need: Need;
  readonly invoices: readonly number[];
  readonly reason: string;
  /** Digits alone yield to a payer's name that says otherwise. */
  readonly isNumeric: boolean;
  /** Its check digits are right (ISO 11649). */
  readonly isChecked?: boolean;
  /** More numbers follow it in a list, and not all of them are open invoices of its debtor. */
  readonly goesOn?: boolean;
}

/** Under this many letters and digits a number is too common to decide alone. */
const SHORT = 5;
/** A text that so many invoices bear designates none of them. */
export const MOST_BEARERS = 1000;
const SURENESS: readonly Need[] = ['nothing', 'amount-or-payer', 'payer', 'amount', 'amount-and-payer', 'list', 'between'];

/** Every reference in an entry, in the order in which they count: end-to-end id, references, label. */
export function referenceHits(ledger: Ledger, entry: PayingEntry): readonly ReferenceHit[] {
  const sources = textsOf({ endToEndId: entry.endToEndId, references: entry.references });
  const hits = sources.flatMap((text, index) => {
    const isFirst = index === 0 && text === entry.endToEndId;
    const whole = wholeTextHit(ledger, text, isFirst ? 'référence de bout en bout' : 'référence transmise');
    return whole === null ? tokenHits(ledger, text, 'dans la référence') : [whole];
  });
  const labels = [entry.label ?? '', entry.alsoRead ?? ''].flatMap((text) => tokenHits(ledger, text, 'dans le libellé'));
  return surest([...hits, ...labels].flatMap((hit) => inCurrency(ledger, hit, entry.currency)));
}

/** What is said twice of the same invoices counts once, as it is said best. */
function surest(hits: readonly ReferenceHit[]): readonly ReferenceHit[] {
  const kept = new Map<string, ReferenceHit>();
  for (const hit of hits) {
    const name = hit.invoices.join(' ');
    const known = kept.get(name);
    if (known === undefined || SURENESS.indexOf(hit.need) < SURENESS.indexOf(known.need)) kept.set(name, hit);
  }
  return [...kept.values()];
}

/** A field that holds nothing but the reference. Digits alone may be anybody's number of anything. */
function wholeTextHit(ledger: Ledger, text: string, field: string): ReferenceHit | null {
  const compact = compactNumber(text);
  const structured = structuredHit(ledger, compact, text.trim());
  if (structured !== null) return structured;
  const invoices = designated(ledger.byNumber.get(compact));
  if (invoices.length === 0) return null;
  const reason = `${field} égale au numéro de facture «\u00a0${text.trim()}\u00a0»`;
  return { need: needOf(compact, null), invoices, reason, isNumeric: isDigits(compact) };
}

function structuredHit(ledger: Ledger, compact: string, text: string): ReferenceHit | null {
  const isValid = isCreditorReference(compact);
  const borne = ledger.byStructuredReference.get(compact);
  const invoices = designated(borne.length === 0 && isValid ? ledger.byNumber.get(creditorReferenceBody(compact)) : borne);
  if (invoices.length === 0) return null;
  const isWrong = /^RF\d\d/.test(compact) && !isValid;
  const need = isWrong || compact.length < SHORT ? 'amount-or-payer' : 'nothing';
  const check = isValid ? ' (clé de contrôle juste)' : isWrong ? ' (clé de contrôle fausse)' : '';
  return { need, invoices, reason: `référence structurée «\u00a0${text}\u00a0»${check}`, isNumeric: false, isChecked: isValid };
}

/** Longest tokens first; a token inside one that has hit says nothing more. Exact numbers go before forgiving ones. */
function tokenHits(ledger: Ledger, text: string, where: string): readonly ReferenceHit[] {
  const covered = new Set<number>();
  const tokens = numberTokens(text);
  return [exactHit, looseHit].flatMap((lookUp) =>
    tokens.flatMap((token) => {
      if (isCovered(token, covered)) return [];
      const hit = lookUp(ledger, token, where);
      if (hit === null) return [];
      const listed = lookUp === exactHit ? listedHits(ledger, token, hit) : { hits: [hit], runs: 0 };
      for (let run = token.first; run <= token.last + listed.runs; run++) covered.add(run);
      return listed.hits;
    }),
  );
}

function exactHit(ledger: Ledger, token: NumberToken, where: string): ReferenceHit | null {
  const structured = token.isWhole ? structuredHit(ledger, token.compact, token.text) : null;
  if (structured !== null) return structured;
  const invoices = designated(ledger.byNumber.get(token.compact));
  if (invoices.length === 0) return null;
  const need = needOf(token.compact, token.calledBy);
  const reason = `numéro de facture «\u00a0${token.text}\u00a0» ${where}`;
  return {
    need: need === 'nothing' && !token.isWhole ? 'amount-or-payer' : need,
    invoices,
    reason,
    isNumeric: isDigits(token.compact),
  };
}

/** The hit and, when it begins a list, those of its abbreviated numbers that are open invoices of the same debtor. */
function listedHits(
  ledger: Ledger,
  token: NumberToken,
  hit: ReferenceHit,
): { readonly hits: readonly ReferenceHit[]; readonly runs: number } {
  const list = listAfter(token);
  const owners = new Set(hit.invoices.map((place) => ledger.accountOf[place]));
  const found = list.numbers.map(({ text, compact, isBetween }): ReferenceHit => {
    const invoices = designated(ledger.byNumber.get(compact)).filter((place) => owners.has(ledger.accountOf[place]));
    const reason = `numéro abrégé «\u00a0${text}\u00a0» à la suite de «\u00a0${token.text}\u00a0»`;
    return { need: isBetween ? 'between' : 'list', invoices, reason, isNumeric: hit.isNumeric };
  });
  const goesOn = list.isJoined && found.some(({ need, invoices }) => need === 'list' && invoices.length === 0);
  const listed = found.filter(({ invoices }) => invoices.some((place) => !hit.invoices.includes(place)));
  return { hits: [{ ...hit, goesOn }, ...listed], runs: listed.length > 0 ? list.runs : 0 };
}

function looseHit(ledger: Ledger, token: NumberToken, where: string): ReferenceHit | null {
  const invoices = /\d/.test(token.loose) ? designated(ledger.byLooseNumber.get(token.loose)) : [];
  if (invoices.length === 0) return null;
  const isShort = token.loose.length < SHORT && isDigits(looseNumber(token.loose));
  const need = isShort || token.calledBy === 'other' ? needOf(token.loose, token.calledBy) : 'amount-or-payer';
  return { need, invoices, reason: `numéro approchant «\u00a0${token.text}\u00a0» ${where}`, isNumeric: isDigits(token.loose) };
}

function designated(invoices: readonly number[]): readonly number[] {
  return invoices.length > MOST_BEARERS ? [] : invoices;
}

/** A number decides alone when it has letters, or when the payer calls it an invoice, and nothing calls it something else. */
function needOf(compact: string, calledBy: NumberToken['calledBy']): Need {
  const isNumeric = isDigits(compact);
  const isShort = compact.replace(/^0+/, '').length < SHORT;
  if (!isNumeric) return isShort || calledBy === 'other' ? 'amount-or-payer' : 'nothing';
  if (isShort) return calledBy === 'other' ? 'amount-and-payer' : 'payer';
  return { invoice: 'nothing', other: 'amount', none: 'amount-or-payer' }[calledBy ?? 'none'] as Need;
}

function isCovered(token: NumberToken, covered: ReadonlySet<number>): boolean {
  for (let run = token.first; run <= token.last; run++) if (covered.has(run)) return true;
  return false;
}

function inCurrency(ledger: Ledger, hit: ReferenceHit, currency: string): readonly ReferenceHit[] {
  const invoices = hit.invoices.filter((place) => ledger.invoices[place]?.currency === currency);
  return invoices.length === 0 ? [] : [{ ...hit, invoices }];
}
