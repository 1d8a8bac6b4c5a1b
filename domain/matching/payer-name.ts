import { folded, foldedWords } from '../statement/fold.ts';

const LEGAL_FORMS =
  'SARL SAS SASU EURL SA SCI SNC SCOP SCM SCP SCEA SELARL SELAS EI EIRL EARL GAEC GIE STE SOCIETE ETS ETABLISSEMENTS LTD GMBH SPRL BVBA BV SRL';
const TITLES = 'M MR MRS MME MLLE MONSIEUR MADAME OU ET DE DU DES LA LE LES L D AU AUX';
const UNSAID = new Set(`${LEGAL_FORMS} ${TITLES}`.split(' '));
const BANK_WORDS = new Set(
  'VIR VIREMENT VIREMENTS SEPA INST INSTANTANE RECU FAVEUR EMIS PAR FACTURE FACTURES FACT FAC FA REF REFERENCE REGLEMENT PAIEMENT SOLDE ACOMPTE VOTRE NOTRE NO N'.split(
    ' ',
  ),
);
/** Banks cut names at 24 characters or more; a shorter name that merely begins alike is another one. */
const SHORTEST_CUT = 24;

/** A name as compared: words that tell a payer apart, in order, without accents, legal forms and titles. */
export interface PayerName {
  readonly words: readonly string[];
  /** The words sorted: the same for any order. */
  readonly key: string;
  readonly canBeCut: boolean;
}

/** Reads a name of a payer or a debtor. */
export function payerName(text: string): PayerName {
  const joined = folded(text).replace(/\b(?:[A-Z]\.){2,}[A-Z]?/g, (initials) => initials.replace(/\./g, ''));
  return named(foldedWords(joined), text.trim().length >= SHORTEST_CUT);
}

/** The words of a label that may be a name: no banking words, nothing with a digit. */
export function nameInLabel(label: string): PayerName {
  return named(
    foldedWords(label).filter((word) => !BANK_WORDS.has(word) && !/\d/.test(word)),
    false,
  );
}

/** Where the debtors may be found whose name may be a payer's: by all their words, or by some of them. */
export interface NameSearch {
  /** Keys of names, in full. */
  readonly keys: readonly string[];
  /** Words that a name holds, all of a set. */
  readonly words: readonly (readonly string[])[];
}

/** So many words are put together in every way; of more, only neighbours are. */
const MOST_COMBINED = 6;

/** Every way in which `isSamePayer`, `isNamedIn` and `isNearPayer` may find a debtor for a payer's name or a label's words. */
export function nameSearch(payer: PayerName): NameSearch {
  const { words, canBeCut } = payer;
  const parts = words.length <= MOST_COMBINED ? combinations(words.map((word) => [word, ''])) : neighbours(words);
  const initialled = words.length <= MOST_COMBINED ? combinations(words.map((word) => [word, word.slice(0, 1)])) : [];
  const whole = words.filter((word) => word.length > 1);
  const sets = [words, ...(canBeCut ? [words.slice(0, -1)] : []), ...(whole.length < words.length ? [whole] : [])];
  return {
    keys: [...new Set([...parts, ...initialled].map(keyOf))].filter(Boolean),
    words: sets.filter((set) => set.length > 0),
  };
}

/** Every choice of one way for each word; a word left out is empty. */
function combinations(ways: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return ways.reduce<readonly (readonly string[])[]>(
    (begun, choices) => begun.flatMap((words) => choices.map((choice) => (choice === '' ? words : [...words, choice]))),
    [[]],
  );
}

function neighbours(words: readonly string[]): readonly (readonly string[])[] {
  return words.flatMap((_, first) => Array.from({ length: MOST_COMBINED }, (__, index) => words.slice(first, first + index + 1)));
}

/** True for the same words in any order, for initials (`J DUPONT`), or for a name that the bank cut. */
export function isSamePayer(payer: PayerName, debtor: PayerName): boolean {
  if (payer.key === '' || debtor.key === '') return false;
  return payer.key === debtor.key || isInitialled(payer, debtor) || isInitialled(debtor, payer) || isCut(payer, debtor);
}

/** True when the label holds the whole name, word after word; a name of one word must be all there is. */
export function isNamedIn(label: PayerName, debtor: PayerName): boolean {
  if (label.key === debtor.key) return label.key !== '';
  return debtor.words.length > 1 && ` ${label.words.join(' ')} `.includes(` ${debtor.words.join(' ')} `);
}

/** True when the names share a long word: enough to propose, never to decide. */
export function isNearPayer(payer: PayerName, debtor: PayerName): boolean {
  const [few, many] = payer.words.length < debtor.words.length ? [payer, debtor] : [debtor, payer];
  return few.words.length > 0 && few.words.every((word) => many.words.includes(word));
}

function named(words: readonly string[], canBeCut: boolean): PayerName {
  const telling = words.filter((word) => !UNSAID.has(word));
  const kept = telling.length === 0 ? words : telling;
  return { words: kept, key: keyOf(kept), canBeCut };
}

function keyOf(words: readonly string[]): string {
  return [...words].sort().join(' ');
}

function isInitialled(short: PayerName, full: PayerName): boolean {
  if (short.words.length !== full.words.length || short.words.length < 2) return false;
  const left = [...full.words];
  const whole = short.words.filter((word) => word.length > 1);
  const initials = short.words.filter((word) => word.length === 1);
  const isFound =
    whole.every((word) => removed(left, (other) => other === word)) &&
    initials.every((letter) => removed(left, (other) => other.startsWith(letter)));
  return isFound && whole.some((word) => word.length > 2);
}

function removed(words: string[], isWanted: (word: string) => boolean): boolean {
  const index = words.findIndex(isWanted);
  if (index >= 0) words.splice(index, 1);
  return index >= 0;
}

function isCut(payer: PayerName, debtor: PayerName): boolean {
  return payer.canBeCut && payer.words.length > 1 && debtor.words.join(' ').startsWith(payer.words.join(' '));
}
