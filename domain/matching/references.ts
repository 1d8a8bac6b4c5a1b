import { creditorReferenceBody, isCreditorReference } from './creditor-reference.ts';
import type { Ledger } from './ledger.ts';
import { compactNumber, isDigits, looseNumber, type NumberToken, numberTokens } from './number-tokens.ts';
import type { PayingEntry } from './open-invoice.ts';

/** What must bear out a reference before it decides. */
export type Need = 'nothing' | 'amount-or-payer' | 'payer';

/** A reference found in an entry and the invoices that bear it: several when numbers repeat from one debtor to another. */
export interface ReferenceHit {
  readonly need: Need;
  readonly invoices: readonly number[];
  readonly reason: string;
  /** Digits alone yield to a payer's name that says otherwise. */
  readonly isNumeric: boolean;
  /** Its check digits are right (ISO 11649). */
  readonly isChecked?: boolean;
}

/** Under this many letters and digits a number is too common to decide alone. */
const SHORT = 5;
/** A text that so many invoices bear designates none of them. */
const COMMONPLACE = 1000;

/** Every reference in an entry, in the order in which they count: end-to-end id, references, label. */
export function referenceHits(ledger: Ledger, entry: PayingEntry): readonly ReferenceHit[] {
  const sources = [entry.endToEndId ?? '', ...entry.references].filter((text) => text !== '');
  const hits = sources.flatMap((text, index) => {
    const whole = wholeTextHit(
      ledger,
      text,
      index === 0 && text === entry.endToEndId ? 'référence de bout en bout' : 'référence transmise',
    );
    return whole === null ? tokenHits(ledger, text, 'dans la référence') : [whole];
  });
  const all = [...hits, ...tokenHits(ledger, entry.label ?? '', 'dans le libellé')];
  return all.flatMap((hit) => inCurrency(ledger, hit, entry.currency));
}

/** A field that holds nothing but the reference. */
function wholeTextHit(ledger: Ledger, text: string, field: string): ReferenceHit | null {
  const compact = compactNumber(text);
  const structured = structuredHit(ledger, compact, text.trim());
  if (structured !== null) return structured;
  const invoices = ledger.byNumber.get(compact);
  if (invoices.length === 0) return null;
  return {
    need: needOf(compact),
    invoices,
    reason: `${field} égale au numéro de facture «\u00a0${text.trim()}\u00a0»`,
    isNumeric: isDigits(compact),
  };
}

function structuredHit(ledger: Ledger, compact: string, text: string): ReferenceHit | null {
  const isValid = isCreditorReference(compact);
  const borne = ledger.byStructuredReference.get(compact);
  const invoices = borne.length === 0 && isValid ? ledger.byNumber.get(creditorReferenceBody(compact)) : borne;
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
      for (let run = token.first; run <= token.last; run++) covered.add(run);
      return [hit];
    }),
  );
}

function exactHit(ledger: Ledger, token: NumberToken, where: string): ReferenceHit | null {
  const structured = token.isWhole ? structuredHit(ledger, token.compact, token.text) : null;
  if (structured !== null) return structured;
  const invoices = designated(ledger.byNumber.get(token.compact));
  if (invoices.length === 0) return null;
  const need = needOf(token.compact);
  const reason = `numéro de facture «\u00a0${token.text}\u00a0» ${where}`;
  return {
    need: need === 'nothing' && !token.isWhole ? 'amount-or-payer' : need,
    invoices,
    reason,
    isNumeric: isDigits(token.compact),
  };
}

function looseHit(ledger: Ledger, token: NumberToken, where: string): ReferenceHit | null {
  if (!/\d/.test(token.loose)) return null;
  const invoices = designated(ledger.byLooseNumber.get(token.loose));
  if (invoices.length === 0) return null;
  const need = token.loose.length < SHORT && isDigits(looseNumber(token.loose)) ? 'payer' : 'amount-or-payer';
  return { need, invoices, reason: `numéro approchant «\u00a0${token.text}\u00a0» ${where}`, isNumeric: isDigits(token.loose) };
}

function designated(invoices: readonly number[]): readonly number[] {
  return invoices.length > COMMONPLACE ? [] : invoices;
}

function needOf(compact: string): Need {
  if (compact.replace(/^0+/, '').length >= SHORT) return 'nothing';
  return isDigits(compact) ? 'payer' : 'amount-or-payer';
}

function isCovered(token: NumberToken, covered: ReadonlySet<number>): boolean {
  for (let run = token.first; run <= token.last; run++) if (covered.has(run)) return true;
  return false;
}

function inCurrency(ledger: Ledger, hit: ReferenceHit, currency: string): readonly ReferenceHit[] {
  const invoices = hit.invoices.filter((place) => ledger.invoices[place]?.currency === currency);
  return invoices.length === 0 ? [] : [{ ...hit, invoices }];
}
