import { sirenCell } from '../../domain/enrol/cells.ts';
import type { Fault } from '../../domain/fault.ts';
import type { Sent } from './sent.ts';

/** A field of the creditor's document, by its path in it. */
interface CreditorField {
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: true;
  /** Where it is asked among the first steps; the company when nothing is said. */
  readonly part?: 'account' | 'mediator';
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
  { path: 'iban', label: 'IBAN', part: 'account' },
  { path: 'bic', label: 'BIC', part: 'account' },
  { path: 'accountHolder', label: 'Titulaire', hint: 'exactement comme la banque le connaît', optional: true, part: 'account' },
  { path: 'bankName', label: 'Banque', optional: true, part: 'account' },
  { path: 'contact.name', label: 'Interlocuteur', hint: 'celui que le débiteur peut appeler' },
  { path: 'contact.email', label: 'Son e-mail' },
  { path: 'contact.phone', label: 'Son téléphone' },
  { path: 'signatory.name', label: 'Signataire des lettres', optional: true },
  { path: 'signatory.capacity', label: 'Sa qualité', hint: 'gérant, président…', optional: true },
  {
    path: 'mediator.name',
    label: 'Médiateur de la consommation',
    hint: 'si vous avez des clients particuliers',
    optional: true,
    part: 'mediator',
  },
  { path: 'mediator.address', label: 'Son adresse', optional: true, part: 'mediator' },
  { path: 'mediator.website', label: 'Son site', hint: 'https://…', optional: true, part: 'mediator' },
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

/** The document that a form says, over what is known; an optional field that was emptied is no longer said. */
export function documentOf(known: object, sent: Sent): object {
  return creditorFields.reduce<object>((document, { path, optional }) => {
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
