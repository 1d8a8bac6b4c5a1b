import { sirenCell } from '../../domain/enrol/cells.ts';
import type { Fault } from '../../domain/fault.ts';
import type { Sent } from './sent.ts';

/** A field of a document that a form changes in part, by its path in it. */
export interface DocumentField {
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: true;
}

/** The fields with what is known of them, what was typed and what was wrong. */
export function fieldsShown<F extends DocumentField>(fields: readonly F[], known: object, sent: Sent, faults: readonly Fault[]) {
  return fields.map((field) => ({
    ...field,
    hint: field.hint ?? '',
    isNeeded: field.optional !== true,
    value: typeof sent[field.path] === 'string' ? String(sent[field.path]) : valueAt(known, field.path),
    wrong: faults.find(({ path }) => path === `$.${field.path}`)?.message ?? null,
  }));
}

/** What is wrong and has no field of its own in a form. */
export function faultsElsewhere(fields: readonly Pick<DocumentField, 'path'>[], faults: readonly Fault[]): Fault[] {
  return faults.filter(({ path }) => !fields.some((field) => path === `$.${field.path}`));
}

/** The document that a form says, over what is known; an optional field that was emptied is no longer said. */
export function documentOf(fields: readonly DocumentField[], known: object, sent: Sent): object {
  return fields.reduce<object>((document, { path, optional }) => {
    const typed = typeof sent[path] === 'string' ? asMeant(path, String(sent[path]).trim()) : undefined;
    if (typed === undefined || (typed === '' && !optional)) return document;
    return withValue(document, path.split('.'), typed === '' ? undefined : typed);
  }, known);
}

/** A SIREN as letterheads print it: grouped, or within a SIRET. What is none stays as it was typed, for the API to refuse. */
function asMeant(path: string, typed: string): string {
  return path === 'siren' ? (sirenCell.read(typed) ?? typed) : typed;
}

function valueAt(document: object, path: string): string {
  const value = path
    .split('.')
    .reduce<unknown>((part, name) => (part as Readonly<Record<string, unknown>> | undefined)?.[name], document);
  return typeof value === 'string' ? value : '';
}

/** A group that has lost its last field goes with it. */
function withValue(document: object, [name = '', ...rest]: readonly string[], value: string | undefined): object {
  const { [name]: part, ...others } = document as Readonly<Record<string, unknown>>;
  const inner = typeof part === 'object' && part !== null ? part : {};
  const told = rest.length === 0 ? value : withValue(inner, rest, value);
  const isEmpty = told === undefined || (typeof told === 'object' && Object.keys(told).length === 0);
  return isEmpty ? others : { ...document, [name]: told };
}
