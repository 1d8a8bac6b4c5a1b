import { counted } from '../../domain/case/show/french.ts';
import { formatCents, formatRate } from '../../domain/money/cents.ts';
import { creditorFields } from './creditor-form.ts';
import { accountName } from './format.ts';

const names: Readonly<Record<string, string>> = {
  ...Object.fromEntries(creditorFields.map(({ path, label }) => [path, label])),
  registeredOffice: 'Adresse du siège',
  address: 'Adresse',
  contact: 'Interlocuteur',
  signatory: 'Signataire',
  mandate: 'Mandat',
  secondPerson: 'Seconde personne',
  virtualIban: 'IBAN virtuel',
  mobile: 'Mobile',
  phone: 'Téléphone',
  kind: 'Nature',
  segment: 'Segment',
  segmentRule: 'Règle des segments',
  language: 'Langue',
  quality: 'Qualité',
  trader: 'Commerçant',
  terms: 'Conditions',
  planChoices: 'Choix du plan',
  bankAccounts: 'Comptes suivis',
  accountHolder: 'Titulaire du compte',
  bankName: 'Banque',
  mediator: 'Médiateur',
  postage: 'Prix des lettres',
  creditLimit: 'Encours accordé',
  paidBy: 'Payé aussi par',
  logo: 'Logo',
  capital: 'Capital',
  rcs: 'RCS',
  vatNumber: 'TVA',
};

/** What people call a field of a creditor or a debtor; another, as the file of a wording, as it is. */
export function fieldName(field: string): string {
  return names[field] ?? field;
}

/** What a field was or is to be: text as it is, and what is no text as JSON. A document is read as its values, one after the other. */
export function fieldValue(field: string, value: string | null): string {
  return value === null ? 'rien' : leavesOf(field, documentIn(value)).join(', ');
}

function documentIn(value: string): unknown {
  if (!/^([[{]|true$|false$)/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** As an envelope has them; what is no address stays in the order in which it lies. */
const inOrder: readonly string[] = ['line1', 'line2', 'postcode', 'city', 'country'];

function leavesOf(name: string, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [leaf(name, value)];
  if (isSums(name, value))
    return [
      named(
        name,
        Object.entries(value)
          .map(([currency, cents]) => formatCents(cents, currency))
          .join(', '),
      ),
    ];
  if (Array.isArray(value)) return value.flatMap((part) => leavesOf(name, part));
  const parts = Object.entries(value).toSorted(([one], [other]) => inOrder.indexOf(one) - inOrder.indexOf(other));
  return parts.flatMap(([key, part]) => leavesOf(key, part));
}

const sums: ReadonlySet<string> = new Set(['creditLimit', 'strategicFrom', 'minimumTotal', 'belowTotal']);

/** Cents by currency. */
function isSums(name: string, value: object): value is Readonly<Record<string, number>> {
  return sums.has(name) && !Array.isArray(value);
}

function leaf(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'oui' : 'non';
  return named(name, typeof value === 'number' ? inUnit(name, value) : accountName(String(value)));
}

function inUnit(name: string, value: number): string {
  if (name.endsWith('Cents')) return formatCents(value);
  if (name.endsWith('BasisPoints')) return formatRate(value);
  return name.endsWith('Days') ? counted(value, 'jour').replace(' ', '\u00a0') : String(value);
}

/** What a number within a document is of; a text says it by itself. */
const within: Readonly<Record<string, string>> = {
  letterCents: 'lettre simple',
  registeredLetterCents: 'lettre recommandée',
  contractRateBasisPoints: 'taux',
  lateFromDays: 'en retard à partir de',
  newForDays: 'nouveau pendant',
  strategicFrom: 'stratégique à partir de',
  minimumTotal: 'à partir de',
  belowTotal: 'au-dessous de',
};

function named(name: string, said: string): string {
  const what = within[name];
  return what === undefined ? said : `${what} ${said}`;
}
