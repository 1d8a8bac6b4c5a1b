import type { Fault } from '../../domain/fault.ts';
import type { Sent } from './act-form.ts';

/** A field of the creditor's document, by its path in it. */
interface CreditorField {
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: true;
}

/** What must be known of a creditor before anything can leave in his name; the rest of the document stays as it is. */
export const creditorFields: readonly CreditorField[] = [
  { path: 'id', label: 'Identifiant', hint: 'lettres, chiffres et tirets, pour toujours' },
  { path: 'name', label: 'Nom' },
  { path: 'legalForm', label: 'Forme juridique', hint: 'SARL, SAS, entreprise individuelle…' },
  { path: 'siren', label: 'SIREN' },
  { path: 'address.line1', label: 'Adresse' },
  { path: 'address.postcode', label: 'Code postal' },
  { path: 'address.city', label: 'Ville' },
  { path: 'email', label: 'E-mail' },
  { path: 'phone', label: 'Téléphone' },
  { path: 'iban', label: 'IBAN' },
  { path: 'bic', label: 'BIC' },
  { path: 'contact.name', label: 'Interlocuteur', hint: 'celui que le débiteur peut appeler' },
  { path: 'contact.email', label: 'Son e-mail' },
  { path: 'contact.phone', label: 'Son téléphone' },
  { path: 'signatory.name', label: 'Signataire des lettres', optional: true },
  { path: 'signatory.capacity', label: 'Sa qualité', hint: 'gérant, président…', optional: true },
  { path: 'defaultPlan', label: 'Plan de relance', hint: 'default-b2b si rien n’est dit', optional: true },
];

/** The fields with what is known of them, what was typed and what was wrong. */
export function fieldsShown(known: object, sent: Sent, faults: readonly Fault[]) {
  return creditorFields.map((field) => ({
    ...field,
    hint: field.hint ?? '',
    isNeeded: field.optional !== true,
    value: typeof sent[field.path] === 'string' ? String(sent[field.path]) : valueAt(known, field.path),
    wrong: faults.find(({ path }) => path === `$.${field.path}`)?.message ?? null,
  }));
}

/** The document that a form says, over what is known. */
export function documentOf(known: object, sent: Sent): object {
  return creditorFields.reduce<object>((document, { path }) => {
    const typed = String(sent[path] ?? '').trim();
    return typed === '' ? document : withValue(document, path.split('.'), typed);
  }, known);
}

function valueAt(document: object, path: string): string {
  const value = path
    .split('.')
    .reduce<unknown>((part, name) => (part as Readonly<Record<string, unknown>> | undefined)?.[name], document);
  return typeof value === 'string' ? value : '';
}

function withValue(document: object, [name = '', ...rest]: readonly string[], value: string): object {
  const part = (document as Readonly<Record<string, unknown>>)[name];
  const inner = typeof part === 'object' && part !== null ? part : {};
  return { ...document, [name]: rest.length === 0 ? value : withValue(inner, rest, value) };
}
