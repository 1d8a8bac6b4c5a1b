import { isCivilDate } from '../../calendar/civil-date.ts';
import type { Fault } from '../../fault.ts';
import { isPlainText, linesOf } from '../../plain-text.ts';
import type { Tagged } from '../../table.ts';
import type { SpokenCause } from '../case.ts';
import { causeNames } from '../show/french.ts';

interface Labelled<Kind extends string> {
  readonly kind: Kind;
  /** How a form names it, in French. */
  readonly label: string;
  readonly optional?: true;
}

/** What an act may name by its id: a form that knows those of its case lets one be chosen. */
export type Named = 'payment' | 'step' | 'letter' | 'plan' | 'document' | 'invoice';
/** One line that a person writes, or the id of something. */
export interface TextField extends Labelled<'text'> {
  readonly names?: Named;
}
/** Some lines that a person writes. */
export type LinesField = Labelled<'lines'>;
/** Integer cents, more than nothing. */
export type CentsField = Labelled<'cents'>;
/** A civil day, `AAAA-MM-JJ`. */
export type DateField = Labelled<'date'>;
export type FlagField = Labelled<'flag'>;
export type WholeField = Labelled<'whole'>;
/** What may be chosen, and how a form names each. */
export interface ChoiceField<Value extends string = string> extends Labelled<'choice'> {
  readonly choices: { readonly [V in Value]?: string };
}
/** At least one object of those fields. */
export interface ListField extends Labelled<'list'> {
  readonly of: Fields;
}

/** One field of an act: plain data, so that a form, a document and a check read the same. */
export type Field = TextField | LinesField | CentsField | DateField | FlagField | WholeField | ChoiceField | ListField;
/** The fields of some kinds. */
export type FieldOf<K extends Field['kind']> = Tagged<Field, 'kind', K>;
export type Fields = Readonly<Record<string, Field>>;

export const text = (label: string): TextField => ({ kind: 'text', label });
export const idOf = (names: Named, label: string): TextField => ({ kind: 'text', label, names });
export const lines = (label: string): LinesField => ({ kind: 'lines', label });
export const cents = (label: string): CentsField => ({ kind: 'cents', label });
export const date = (label: string): DateField => ({ kind: 'date', label });
export const flag = (label: string): FlagField => ({ kind: 'flag', label });
export const whole = (label: string): WholeField => ({ kind: 'whole', label });
export const list = (label: string, of: Fields): ListField => ({ kind: 'list', label, of });
export const choice = <Value extends string>(
  label: string,
  choices: { readonly [V in Value]: string },
): ChoiceField<Value> & { readonly choices: { readonly [V in Value]: string } } => ({ kind: 'choice', label, choices });
export const maybe = <F extends Field>(field: F): F & { readonly optional: true } => ({ ...field, optional: true });

/** Why nothing was paid, when a person of ours heard it said. */
export const spoken = () => maybe(choice<SpokenCause>('Dit de vive voix, parce que', causeNames));

/** The longest text that is kept, on one line and on several, and the longest list. */
export const LONGEST_TEXT = 1000;
export const LONGEST_LINES = 4000;
export const LONGEST_LIST = 500;

/** What a kind of field may hold, and how to say so in French. */
interface Check<F extends Field> {
  readonly expected: (field: F) => string;
  readonly holds: (value: unknown, field: F) => boolean;
}

const kinds: { readonly [K in Field['kind']]: Check<FieldOf<K>> } = {
  text: {
    expected: () => 'un texte',
    holds: (value) => typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_TEXT && isPlainText(value),
  },
  lines: {
    expected: () => 'un texte, sur une ou plusieurs lignes',
    holds: (value) =>
      typeof value === 'string' &&
      value.length <= LONGEST_LINES &&
      linesOf(value).length > 0 &&
      linesOf(value).every(isPlainText),
  },
  cents: {
    expected: () => 'un nombre entier de centimes, supérieur à 0',
    holds: (value) => Number.isSafeInteger(value) && Number(value) > 0,
  },
  date: {
    expected: () => 'une date AAAA-MM-JJ qui existe',
    holds: (value) => typeof value === 'string' && isCivilDate(value),
  },
  flag: { expected: () => 'true ou false', holds: (value) => typeof value === 'boolean' },
  whole: {
    expected: () => 'un nombre entier, supérieur à 0',
    holds: (value) => Number.isInteger(value) && Number(value) > 0 && Number(value) <= 2_147_483_647,
  },
  choice: {
    expected: ({ choices }) => `l’un de ${Object.keys(choices).join(', ')}`,
    holds: (value, { choices }) => typeof value === 'string' && Object.hasOwn(choices, value),
  },
  list: {
    expected: ({ of }) => `une liste d’objets {${Object.keys(of).join(', ')}}`,
    holds: (value) => Array.isArray(value) && value.length > 0 && value.length <= LONGEST_LIST,
  },
};

/** What is wrong with a JSON object of those fields, field by field, in French. Empty: nothing. */
export function faultsIn(fields: Fields, payload: unknown, path: string): Fault[] {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    return [{ path, message: 'un objet JSON est attendu, par exemple {}' }];
  const values = new Map(Object.entries(payload));
  const unknown = [...values.keys()]
    .filter((key) => !Object.hasOwn(fields, key))
    .map((key) => ({
      path: `${path}.${key}`,
      message: `champ inconnu ; attendus : ${Object.keys(fields).join(', ') || 'aucun'}`,
    }));
  const wrong = Object.entries(fields).flatMap(([key, field]) => faultsOf(field, values.get(key), `${path}.${key}`));
  return [...unknown, ...wrong];
}

function faultsOf<K extends Field['kind']>(field: FieldOf<K>, value: unknown, path: string): Fault[] {
  const { expected, holds } = kinds[field.kind];
  if (value === undefined) return field.optional ? [] : [{ path, message: `manque ; attendu : ${expected(field)}` }];
  if (!holds(value, field)) return [{ path, message: `reçu ${shown(value)} ; attendu : ${expected(field)}` }];
  return itemFaults(field, value, path);
}

function itemFaults(field: Field, value: unknown, path: string): Fault[] {
  if (field.kind !== 'list' || !Array.isArray(value)) return [];
  return value.flatMap((item: unknown, index) => faultsIn(field.of, item, `${path}[${index}]`));
}

function shown(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > 100 ? `${json.slice(0, 99)}…` : json;
}
