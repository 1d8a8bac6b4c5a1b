import { LANGUAGES, type Language } from '../../domain/party/language.ts';
import { type DebtorKind, debtorKinds, type Tone, tones } from '../../domain/plan/plan.ts';
import { type TemplateId, templateIds } from '../../domain/plan/template-ids.ts';

/** What the name of a file says: `reminder.last.business` is the last reminder, for businesses only; `.en` at its end, in English. */
export interface Wording {
  readonly template: TemplateId;
  readonly tones: readonly Tone[];
  readonly kinds: readonly DebtorKind[];
  readonly language: Language;
}

/** Reads a file's name; null when a part of it is no template, tone, debtor kind or language. */
export function wordingOf(name: string): Wording | null {
  const [id, ...parts] = name.split('.');
  const template = templateIds.find((known) => known === id);
  const tone = tones.filter((known) => parts.includes(known));
  const kind = debtorKinds.filter((known) => parts.includes(known));
  const language = languageOfName(name);
  const said = tone.length + kind.length + (language === 'fr' ? 0 : 1);
  if (template === undefined || said !== parts.length) return null;
  return { template, tones: tone.length === 0 ? tones : tone, kinds: kind.length === 0 ? debtorKinds : kind, language };
}

/** The language of a file: French unless its name ends in another. */
export function languageOfName(name: string): Language {
  return LANGUAGES.find((known) => name.endsWith(`.${known}`)) ?? 'fr';
}

/** The file names that fit, the most particular first. */
export function candidates(template: TemplateId, tone: Tone, kind: DebtorKind, language: Language): string[] {
  return [`${template}.${tone}.${kind}`, `${template}.${tone}`, `${template}.${kind}`, template].map((name) =>
    inLanguage(name, language),
  );
}

/** The name of a file or passage in a language. */
export function inLanguage(name: string, language: Language): string {
  return language === 'fr' ? name : `${name}.${language}`;
}
