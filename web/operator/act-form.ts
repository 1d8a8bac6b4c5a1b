import { randomUUID } from 'node:crypto';
import type { Field, Fields, Named } from '../../domain/case/acts/field.ts';
import { type ActName, acts } from '../../domain/case/acts/index.ts';
import { capitalised } from '../../domain/case/show/french.ts';
import type { Fault } from '../../domain/fault.ts';
import type { Sent } from './sent.ts';
import { isAtLeast, type Session } from './visit.ts';

/** One of the things that a field lets one choose. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What a case knows of the things that acts name by their ids. */
export type Known = { readonly [N in Named]?: readonly Choice[] };

/** One field of a form, with what was typed and what was wrong with it. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly kind: Field['kind'];
  readonly needed: boolean;
  readonly value: string;
  readonly wrong: string | null;
  readonly choices: readonly Choice[];
  /** The lines of a list, each with its own fields. */
  readonly lines: readonly (readonly FormField[])[];
}

/** An act as a form. */
export interface ActForm {
  readonly act: ActName;
  readonly label: string;
  readonly text: string;
  /** False: the role of the visitor may not. */
  readonly allowed: boolean;
  readonly mayAct: 'operator' | 'approver';
  /** Why the case would refuse it now; null: nothing speaks against it yet. */
  readonly refusal: string | null;
  /** What was refused just now. */
  readonly wrong: string | null;
  readonly fixed: readonly { readonly name: string; readonly value: string }[];
  readonly fields: readonly FormField[];
  /** Sent twice it acts once. Another after a refusal, which is the answer to its own for ever: what was corrected is a new request. */
  readonly requestId: string;
}

/** What came of a form that was refused: it is shown again as it was, with what is wrong in its place. */
export interface Refused {
  readonly act: ActName;
  readonly sent: Sent;
  readonly wrong: string | null;
  readonly faults: readonly Fault[];
}

const MOST_LINES = 24;
const FIRST_LINES = 3;

/** What is known around a form: why the case would refuse, what was refused just now, fields that the page itself fills in, and what may be chosen. */
interface Circumstances {
  readonly refusal?: string | null;
  readonly refused?: Refused | undefined;
  readonly fixed?: Readonly<Record<string, string>>;
  readonly known?: Known;
  /** What it is called here; absent: by its own name. */
  readonly label?: string | undefined;
}

/** The form of an act for a visitor. */
export function actFormOf(act: ActName, session: Session, circumstances: Circumstances = {}): ActForm {
  const { refusal = null, refused, fixed = {}, known = {} } = circumstances;
  const { text, mayAct, fields } = acts[act];
  const sent = refused?.act === act ? refused.sent : {};
  const faults = refused?.act === act ? refused.faults : [];
  return {
    act,
    label: circumstances.label ?? acts[act].label,
    text: withoutCode(text),
    mayAct,
    allowed: isAtLeast(session, mayAct),
    refusal,
    wrong: refused?.act === act ? refused.wrong : null,
    fixed: Object.entries(fixed).flatMap(([name, value]) => (name in fields ? [{ name, value }] : [])),
    fields: Object.entries(fields)
      .filter(([name]) => !(name in fixed))
      .map(([name, field]) => formField(field, name, `$.${name}`, { sent, faults, known })),
    requestId: randomUUID(),
  };
}

/** The first sentence: which codes a program writes says nothing to who has a form. */
function withoutCode(text: string): string {
  return (text.split(/\s?[:;.](?:\s|$)/u)[0] ?? text).concat('.');
}

/** The kinds of things that acts name. */
export function namedIn(names: readonly ActName[]): ReadonlySet<Named> {
  const fields = names.flatMap((act) => Object.values<Field>(acts[act].fields));
  return new Set(fields.flatMap((field) => (field.kind === 'text' && field.names ? [field.names] : [])));
}

/** What was typed before, what was wrong with it, and what may be chosen. */
interface Around {
  readonly sent: Sent;
  readonly faults: readonly Fault[];
  readonly known: Known;
}

function formField(field: Field, name: string, path: string, around: Around): FormField {
  const given = around.sent[name];
  const choices = choicesOf(field, around.known);
  return {
    name,
    label: field.label,
    kind: choices ? 'choice' : field.kind,
    needed: field.optional !== true,
    value: typeof given === 'string' ? given : '',
    wrong: around.faults.find((fault) => fault.path === path)?.message ?? null,
    choices: choices ?? [],
    lines: field.kind === 'list' ? linesOf(field.of, name, path, around) : [],
  };
}

/** What is known is chosen, not typed, under its own name. */
function choicesOf(field: Field, known: Known): readonly Choice[] | undefined {
  if (field.kind === 'text' && field.names !== undefined) return known[field.names];
  if (field.kind !== 'choice') return undefined;
  return Object.entries(field.choices).map(([value, label = value]) => ({ value, label: capitalised(label) }));
}

function linesOf(of: Fields, name: string, path: string, around: Around): FormField[][] {
  const used = Object.keys(around.sent).map((key) => Number(new RegExp(`^${name}\\.(\\d+)\\.`).exec(key)?.[1] ?? -1));
  const count = Math.min(MOST_LINES, Math.max(FIRST_LINES, ...used.map((index) => index + 1)));
  return Array.from({ length: count }, (_, index) =>
    Object.entries(of).map(([key, field]) =>
      formField({ ...field, optional: true }, `${name}.${index}.${key}`, `${path}[${index}].${key}`, around),
    ),
  );
}

/** What a form says, as the act takes it; a field that cannot be read is a fault with the act's own path. */
export function payloadOf(
  act: ActName,
  sent: Sent,
): { readonly payload: Record<string, unknown>; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const payload = objectOf(acts[act].fields, '', '$', sent, faults);
  return { payload: { ...payload, ...(typeof sent.requestId === 'string' ? { requestId: sent.requestId } : {}) }, faults };
}

function objectOf(fields: Fields, prefix: string, path: string, sent: Sent, faults: Fault[]): Record<string, unknown> {
  const values = Object.entries(fields).map(([name, field]) => [
    name,
    valueIn(field, `${prefix}${name}`, `${path}.${name}`, sent, faults),
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function valueIn(field: Field, name: string, path: string, sent: Sent, faults: Fault[]): unknown {
  if (field.kind === 'list') return listOf(field.of, name, path, sent, faults);
  const typed = String(sent[name] ?? '').trim();
  if (field.kind === 'flag') return typed === '' ? undefined : true;
  if (typed === '') {
    if (field.optional !== true) faults.push({ path, message: field.kind === 'choice' ? 'À choisir.' : 'À remplir.' });
    return undefined;
  }
  const read = readers[field.kind](typed);
  if (read === null) faults.push({ path, message: expected[field.kind] });
  return read ?? undefined;
}

/** The lines in which something was written, in their order. */
function listOf(of: Fields, name: string, path: string, sent: Sent, faults: Fault[]): unknown[] {
  const written = Array.from({ length: MOST_LINES }, (_, index) => index).filter((index) =>
    Object.keys(of).some((key) => String(sent[`${name}.${index}.${key}`] ?? '').trim() !== ''),
  );
  if (written.length === 0) faults.push({ path, message: 'Une ligne au moins est attendue.' });
  return written.map((index) => objectOf(of, `${name}.${index}.`, `${path}[${index}]`, sent, faults));
}

const readers: Readonly<Record<Exclude<Field['kind'], 'list' | 'flag'>, (typed: string) => unknown>> = {
  text: (typed) => typed,
  lines: (typed) => typed.replace(/\r\n?/g, '\n'),
  choice: (typed) => typed,
  date: (typed) => typed,
  cents: centsOf,
  whole: (typed) => (/^\d{1,9}$/.test(typed) ? Number(typed) : null),
};

const expected: Readonly<Record<Exclude<Field['kind'], 'list' | 'flag'>, string>> = {
  text: 'Un texte est attendu.',
  lines: 'Un texte est attendu.',
  choice: 'Un choix est attendu.',
  date: 'Une date est attendue.',
  cents: 'Un montant est attendu, par exemple 1\u202f250,00.',
  whole: 'Un nombre entier est attendu.',
};

/** Integer cents of an amount as people type it: `1 250,5`, `1250.50 €`. Null: not one. */
export function centsOf(typed: string): number | null {
  const [, units = '', decimals = ''] = /^(\d{1,12})(?:[.,](\d{1,2}))?$/.exec(typed.replace(/[\s\u00a0\u202f€]/g, '')) ?? [];
  return units === '' ? null : Number(units) * 100 + Number(decimals.padEnd(2, '0'));
}
