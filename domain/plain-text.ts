/** Controls, separators of lines and paragraphs, lone surrogates, and marks that turn the direction of what follows. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

const RUNS = new RegExp(`${UNPRINTABLE.source}+`, 'gu');

/** The text on one line, as far as it can be: what is no plain text becomes a space. For what others wrote and we must not refuse. */
export function onOneLine(text: string): string {
  return text.replaceAll(RUNS, ' ');
}

const ODD = /(?![\t\n\r])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

/** The text with a space for each character that no database holds or that deceives the eye: its lines and its columns stay where they are. */
export function spaced(text: string): string {
  return text.replaceAll(ODD, ' ');
}

/** True when a text can be stored, shown and printed as one line: nothing in it ends a line, or deceives the eye. */
export function isPlainText(text: string): boolean {
  return !UNPRINTABLE.test(text);
}

/** The lines of a text that hold something, without the spaces around them. */
export function linesOf(text: string): string[] {
  return text
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

const ligatures: Readonly<Record<string, string>> = { œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE' };

/** The text without accents and other marks on its letters, and with its ligatures as two letters. */
export function withoutAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[œæ]/gi, (letter) => ligatures[letter] ?? letter);
}
