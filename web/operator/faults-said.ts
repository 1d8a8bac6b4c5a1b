import { capitalised } from '../../domain/case/show/french.ts';
import type { Fault } from '../../domain/fault.ts';
import { creditorFields } from './creditor-form.ts';

/** What is chosen from a list, and is not or no longer in it. */
const OF_A_LIST = 'n’existe pas, ou n’existe plus\u00a0: choisissez dans la liste';

/** What people call a field of the API, and what to do where the API’s own sentence is for programs. */
const fields: Readonly<Record<string, readonly [name: string, remedy?: string]>> = {
  ...Object.fromEntries(creditorFields.map(({ path, label }) => [path, [label] as const])),
  q: ['Chercher', '100 caractères au plus'],
  phase: ['Étape', OF_A_LIST],
  hold: ['Suspendu par', OF_A_LIST],
  late: ['Retard', OF_A_LIST],
  segment: ['Segment'],
  open: ['État', OF_A_LIST],
  sort: ['Par', OF_A_LIST],
  kind: ['Genre', OF_A_LIST],
  needsHuman: ['Attendent quelqu’un', OF_A_LIST],
  debtor: ['Client', OF_A_LIST],
  cursor: ['Suite', 'cette page de la liste n’existe pas\u00a0; reprenez au début'],
  creditor: ['Créancier', OF_A_LIST],
  creditors: ['Ses créanciers', 'cochez-en un au moins'],
  role: ['Rôle', OF_A_LIST],
  purpose: ['Source', OF_A_LIST],
  to: ['Adresse e-mail'],
  owner: ['À qui'],
  reason: ['Raison'],
  text: ['Texte'],
  amountCents: ['Montant', 'en euros, par exemple 1\u202f250,00'],
  least: ['Montant', 'en euros, par exemple 1\u202f250,00'],
  centralBankBasisPoints: ['Taux de la BCE'],
  legalProfessionalBasisPoints: ['Taux légal, professionnels'],
  legalPrivateBasisPoints: ['Taux légal, particuliers'],
  source: ['Arrêté'],
  semester: ['Semestre'],
  checkedOn: ['Vérifié le'],
  email: ['E-mail'],
  mobile: ['Mobile'],
  phone: ['Téléphone'],
};

/** The faults as a person reads them: each field by its name on the site, and what to do; a path of a document is never said. */
export function faultsSaid(faults: readonly Fault[]): string {
  return [...new Set(faults.map(faultSaid))].join(' ');
}

/** What was wrong with a field, as a person who filled it in may mend it: `manque ; attendu : un texte` is for programs. */
export function forPerson(message: string): string {
  const [, came, expected] = /^reçu "(.*)"\s?; attendu\s?: (.*)$/s.exec(message) ?? [];
  if (/^manque\s?;/.test(message) || came === '') return 'À remplir.';
  return came === undefined ? message : ended(`«\u00a0${came}\u00a0» ne convient pas\u00a0: il faut ${expected}`);
}

/** One of them. A field without a name on the site is told by its sentence alone; a place in a file stays as it is. */
export function faultSaid({ path, message }: Fault): string {
  const whole = path.replace(/^\$\.?/, '').replaceAll(/\[\d+\]/g, '');
  const [name, remedy = message] = fields[whole] ?? fields[whole.split('.').at(-1) ?? ''] ?? [null];
  if (name === null)
    return ended(path === '' ? message : path.startsWith('$') ? capitalised(message) : `${path}\u00a0: ${message}`);
  const came = remedy === OF_A_LIST ? `«\u00a0${/^reçu "(.*?)"/.exec(message)?.[1] ?? ''}\u00a0» ` : '';
  return ended(`${name}\u00a0: ${came}${lowered(forPerson(remedy))}`);
}

/** A sentence within another. */
function lowered(text: string): string {
  return text.replace(/^À remplir/, 'à remplir');
}

function ended(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
