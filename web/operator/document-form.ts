import { sirenCell } from '../../domain/enrol/cells.ts';
import type { Fault } from '../../domain/fault.ts';
import { centsOf } from './act-form.ts';
import { euroCells } from './csv.ts';
import type { DocumentField } from './document-field.ts';
import { forPerson } from './faults-said.ts';
import type { Sent } from './sent.ts';

/** The fields with what is known of them, what was typed and what was wrong. */
export function fieldsShown<F extends DocumentField>(fields: readonly F[], known: object, sent: Sent, faults: readonly Fault[]) {
  return fields.map((field) => ({
    ...field,
    hint: field.hint ?? '',
    isNeeded: field.optional !== true,
    value: typeof sent[field.path] === 'string' ? String(sent[field.path]) : valueAt(known, field.path),
    wrong: wrongOf(field, faults),
  }));
}

const AMOUNT_EXPECTED = 'Un montant en euros est attendu, par exemple 6,42.';

/** What was wrong with a field; of an amount, as people type it. */
function wrongOf({ path, isCents }: DocumentField, faults: readonly Fault[]): string | null {
  const fault = faults.find((each) => each.path === `$.${path}`);
  return fault === undefined ? null : isCents ? AMOUNT_EXPECTED : forPerson(fault.message);
}

/** What is wrong and has no field of its own in a form. */
export function faultsElsewhere(fields: readonly Pick<DocumentField, 'path'>[], faults: readonly Fault[]): Fault[] {
  return faults.filter(({ path }) => !fields.some((field) => path === `$.${field.path}`));
}

/** The document that a form says, over what is known; an optional field that was emptied is no longer said. */
export function documentOf(fields: readonly DocumentField[], known: object, sent: Sent): object {
  return fields.reduce<object>((document, { path, optional, isCents }) => {
    const typed = typeof sent[path] === 'string' ? asMeant(path, String(sent[path]).trim(), isCents) : undefined;
    if (typed === undefined || (typed === '' && !optional)) return document;
    return withValue(document, path.split('.'), typed === '' ? undefined : typed);
  }, known);
}

/** A SIREN as letterheads print it: grouped, or within a SIRET; an amount in cents. What is none stays as it was typed, for the API to refuse. */
function asMeant(path: string, typed: string, isCents = false): string | number {
  if (isCents) return centsOf(typed) ?? typed;
  return path === 'siren' ? (sirenCell.read(typed) ?? typed) : typed;
}

function valueAt(document: object, path: string): string {
  const value = path
    .split('.')
    .reduce<unknown>((part, name) => (part as Readonly<Record<string, unknown>> | undefined)?.[name], document);
  if (typeof value === 'number') return euroCells(value);
  return typeof value === 'string' ? value : '';
}

/** A group that has lost its last field goes with it. */
function withValue(document: object, [name = '', ...rest]: readonly string[], value: string | number | undefined): object {
  const { [name]: part, ...others } = document as Readonly<Record<string, unknown>>;
  const inner = typeof part === 'object' && part !== null ? part : {};
  const told = rest.length === 0 ? value : withValue(inner, rest, value);
  const isEmpty = told === undefined || (typeof told === 'object' && Object.keys(told).length === 0);
  return isEmpty ? others : { ...document, [name]: told };
}
