const NO_REFERENCE = new Set(['NOTPROVIDED', 'NOT PROVIDED', 'NOTAVAILABLE', 'NONREF', 'NONE']);

/** A reference, unless the bank wrote that there is none. */
export function givenReference(text: string | null): string | null {
  return text === null || text === '' || NO_REFERENCE.has(text.toUpperCase()) ? null : text;
}

/** One label of several texts; a text that another one already contains is not repeated. */
export function labelOf(texts: readonly (string | null)[]): string | null {
  const kept = distinct(texts).filter((text, index, all) => !all.some((other, place) => place !== index && other.includes(text)));
  return kept.length === 0 ? null : kept.join(' ');
}

/** Text on one line, single spaces. */
export function readableText(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The texts that say something, each once. */
export function distinct(texts: readonly (string | null)[]): readonly string[] {
  return [...new Set(texts)].filter((text): text is string => text !== null && text !== '');
}

/** One text that a bank sent in pieces, and the other way to read it where its seams leave two. */
export interface Reading {
  readonly text: string;
  readonly alsoRead: string | null;
}

/**
 * Reads the pieces of a text. Some banks cut one text anywhere (`F2026-04`, `13`), others send one field a piece (`F2026-0412`,
 * `CLIENT`): a seam between a digit and a word is read as a space, another as none, and each the other way round beside it.
 */
export function readingOf(pieces: readonly string[]): Reading {
  const [text, other] = [joinedWith(pieces, seam), joinedWith(pieces, otherSeam)].map(readableText);
  return { text: text ?? '', alsoRead: other === text ? null : (other ?? null) };
}

function joinedWith(pieces: readonly string[], between: (before: string, after: string) => string): string {
  return pieces.reduce((text, piece) => text + between(text, piece) + piece, '');
}

function seam(before: string, after: string): string {
  return /\d$/.test(before) && /^\p{L}{2}/u.test(after) ? ' ' : '';
}

function otherSeam(before: string, after: string): string {
  const isBetweenWords = /[\p{L}\d]$/u.test(before) && /^[\p{L}\d]/u.test(after);
  return isBetweenWords && seam(before, after) === '' ? ' ' : '';
}
