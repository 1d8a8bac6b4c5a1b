import type { AnswerOf } from '../../api/client.ts';
import type { Fault } from '../../domain/fault.ts';
import type { DocumentField } from './document-field.ts';
import { documentOf, faultsElsewhere, fieldsShown } from './document-form.ts';
import { faultSaid } from './faults-said.ts';
import type { Sent } from './sent.ts';

export type Debtor = AnswerOf<'GET /debtors/{id}'>;

/** How a debtor is reached; the rest of his document is billing's. */
const fields: readonly DocumentField[] = [
  { path: 'email', label: 'E-mail', optional: true },
  { path: 'mobile', label: 'Mobile', hint: 'pour les SMS', optional: true },
  { path: 'phone', label: 'Téléphone', hint: 'pour les appels', optional: true },
  { path: 'registeredOffice.line1', label: 'Adresse du siège', hint: 'sans elle aucune lettre ne part', optional: true },
  { path: 'registeredOffice.line2', label: 'Complément', optional: true },
  { path: 'registeredOffice.postcode', label: 'Code postal', optional: true },
  { path: 'registeredOffice.city', label: 'Ville', optional: true },
  { path: 'registeredOffice.country', label: 'Pays', hint: 'deux lettres\u00a0; FR si rien n’est dit', optional: true },
];

/** The form of a debtor's addresses; each may be left empty. */
export function addressFields(known: Debtor, sent: Sent = {}, faults: readonly Fault[] = []) {
  return fieldsShown(fields, known, sent, faults).map((field) => ({ ...field, isNeeded: true }));
}

/** What is wrong and has no field of its own in the form. */
export function otherFaults(faults: readonly Fault[]): string[] {
  return faultsElsewhere(fields, faults).map(faultSaid);
}

/** The debtor as a form tells him. A number is written as people write it; an address of which nothing is left is none. */
export function debtorTold(known: Debtor, sent: Sent): object {
  const { mobile = '', phone = '' } = sent;
  const typed = { ...sent, mobile: e164(String(mobile)), phone: e164(String(phone)) };
  const { registeredOffice, ...told } = documentOf(fields, known, typed) as Partial<Debtor>;
  const { country: _, ...lines } = registeredOffice ?? {};
  return Object.keys(lines).length === 0 ? told : { ...told, registeredOffice };
}

function e164(typed: string): string {
  return typed.replace(/[\s.]/g, '').replace(/^0(?=\d{9}$)/, '+33');
}

/** True when he is reached otherwise than before. */
export function otherWays(before: Debtor, after: Debtor): boolean {
  const waysOf = ({ email, mobile, registeredOffice }: Debtor) => JSON.stringify([email, mobile, registeredOffice]);
  return waysOf(before) !== waysOf(after);
}
