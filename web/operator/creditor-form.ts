import type { DocumentField } from './document-field.ts';

/** A field of the creditor's document. */
interface CreditorField extends DocumentField {
  /** Where it is asked among the first steps, or `later` in Réglages alone; the company when nothing is said. */
  readonly part?: 'account' | 'mediator' | 'later';
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
  {
    path: 'signatory.name',
    label: 'Signataire des lettres',
    hint: 'sans signataire aucune mise en demeure ne part',
    optional: true,
  },
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
  {
    path: 'postage.registeredLetterCents',
    label: 'Une lettre recommandée coûte (€)',
    hint: 'impression et affranchissement, selon votre contrat\u00a0: 6,42 par exemple',
    optional: true,
    isCents: true,
    part: 'later',
  },
  { path: 'postage.letterCents', label: 'Une lettre simple coûte (€)', optional: true, isCents: true, part: 'later' },
  {
    path: 'defaultPlan',
    label: 'Plan de relance',
    hint: 'celui de ses nouvelles factures, sauf règle qui en choisit un autre',
    optional: true,
  },
];
