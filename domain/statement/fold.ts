/** Upper case without accents; `œ` and `æ` become two letters. What banks do to a text on its way. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toUpperCase()
    .replace(/Œ/g, 'OE')
    .replace(/Æ/g, 'AE');
}

/** Runs of letters and digits of a folded text. */
export function foldedWords(text: string): readonly string[] {
  return folded(text).match(/[A-Z0-9]+/g) ?? [];
}
