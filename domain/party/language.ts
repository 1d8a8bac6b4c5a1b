/** The languages that every e-mail and SMS is written in; letters with legal weight are in French. */
export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language that somebody is written to in: French unless a wording exists. */
export function languageOf(language: string): Language {
  return LANGUAGES.find((known) => known === language) ?? 'fr';
}
