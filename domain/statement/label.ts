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
