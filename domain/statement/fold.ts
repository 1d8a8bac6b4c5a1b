/** What banks and text editors leave in a text unseen: accents by themselves, soft hyphens, characters without width. */
const UNSEEN = /[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]/g;
const DASHES = /[\p{Pd}\u2212]/gu;

/** Upper case without accents; every dash is a hyphen; `œ` and `æ` become two letters. What banks do to a text on its way. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(UNSEEN, '').replace(DASHES, '-').toUpperCase().replace(/Œ/g, 'OE').replace(/Æ/g, 'AE');
}

/** Runs of letters and digits of a folded text. */
export function foldedWords(text: string): readonly string[] {
  return folded(text).match(/[A-Z0-9]+/g) ?? [];
}
