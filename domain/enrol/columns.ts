import {
  type Cell,
  centsCell,
  codeCell,
  currencyCell,
  dayCell,
  emailCell,
  kindCell,
  mobileCell,
  natureCell,
  phoneCell,
  postcodeCell,
  qualityCell,
  sirenCell,
  textCell,
} from './cells.ts';

/** A column as the trade names it: the first name is the one that is shown. */
export interface Column<T> {
  readonly names: readonly string[];
  readonly cell: Cell<T>;
}

const column = <T>(cell: Cell<T>, ...names: string[]): Column<T> => ({ names, cell });

/** The columns that are understood, in French and in English, whatever their case, accents and order. */
export const columns = {
  number: column(
    textCell,
    'N° facture',
    'Numéro de facture',
    'Facture',
    'Numéro',
    'Pièce',
    'N° pièce',
    'Numéro de pièce',
    'Référence',
    'Invoice number',
    'Invoice',
  ),
  invoiceId: column(codeCell, 'Identifiant facture', 'Id facture', 'Invoice id'),
  totalCents: column(centsCell, 'Montant TTC', 'Total TTC', 'TTC', 'Montant', 'Total', 'Invoice amount', 'Amount'),
  balanceCents: column(
    centsCell,
    'Reste dû',
    'Solde',
    'Solde dû',
    'Restant dû',
    'Reste à payer',
    'Montant restant dû',
    'Montant dû',
    'Balance',
    'Amount due',
    'Outstanding',
  ),
  paidCents: column(
    centsCell,
    'Déjà réglé',
    'Déjà payé',
    'Réglé',
    'Payé',
    'Montant réglé',
    'Montant payé',
    'Acompte',
    'Acomptes',
    'Amount paid',
    'Paid',
  ),
  vatCents: column(centsCell, 'TVA', 'Montant TVA', 'VAT'),
  paidOn: column(
    dayCell,
    'Date de paiement',
    'Date paiement',
    'Date du paiement',
    'Date de règlement',
    'Date règlement',
    'Date du règlement',
    'Dernier paiement',
    'Date dernier paiement',
    'Payé le',
    'Réglé le',
    'Payment date',
    'Last payment',
  ),
  currency: column(currencyCell, 'Devise', 'Currency'),
  issuedOn: column(
    dayCell,
    'Date de facture',
    'Date facture',
    'Date pièce',
    'Date de pièce',
    'Émise le',
    'Date',
    'Invoice date',
    'Issue date',
  ),
  dueOn: column(dayCell, 'Échéance', 'Date d’échéance', 'Date échéance', 'Échéance le', 'Due date', 'Due'),
  serviceCompletedOn: column(dayCell, 'Date de livraison', 'Date de prestation', 'Service date', 'Delivery date'),
  purchaseOrder: column(textCell, 'Bon de commande', 'Commande', 'Purchase order', 'PO'),
  debtorId: column(
    codeCell,
    'Code client',
    'N° client',
    'Code tiers',
    'N° tiers',
    'Compte client',
    'Compte tiers',
    'Compte',
    'Customer id',
    'Customer code',
    'Account',
  ),
  name: column(
    textCell,
    'Client',
    'Nom du client',
    'Nom client',
    'Nom',
    'Nom du tiers',
    'Nom tiers',
    'Tiers',
    'Intitulé',
    'Intitulé du compte',
    'Raison sociale',
    'Débiteur',
    'Customer',
    'Customer name',
    'Name',
  ),
  kind: column(kindCell, 'Type', 'Type de client', 'Customer type', 'Kind'),
  siren: column(sirenCell, 'SIREN', 'SIRET'),
  legalForm: column(textCell, 'Forme juridique', 'Forme', 'Legal form'),
  segment: column(textCell, 'Segment', 'Catégorie'),
  email: column(emailCell, 'E-mail', 'Email', 'Courriel', 'Adresse e-mail', 'Mail'),
  mobile: column(
    mobileCell,
    'Mobile',
    'Portable',
    'Téléphone mobile',
    'Tél. portable',
    'Tél. mobile',
    'Téléphone portable',
    'Cell phone',
  ),
  phone: column(
    phoneCell,
    'Téléphone',
    'Tél.',
    'Téléphone fixe',
    'Tél. fixe',
    'Fixe',
    'Numéro de téléphone',
    'N° de téléphone',
    'Téléphone 1',
    'Phone',
    'Phone number',
  ),
  line1: column(
    textCell,
    'Adresse',
    'Adresse 1',
    'Adresse de facturation',
    'Adresse facturation',
    'Adresse postale',
    'Adresse du siège',
    'Adresse client',
    'Adresse du client',
    'Adresse du tiers',
    'Rue',
    'N° et rue',
    'Voie',
    'Address',
    'Billing address',
    'Street',
  ),
  postcode: column(postcodeCell, 'Code postal', 'CP', 'Code postal de facturation', 'Postcode', 'Postal code', 'Zip', 'Zip code'),
  city: column(textCell, 'Ville', 'Ville de facturation', 'Commune', 'Localité', 'City', 'Town'),
  nature: column(natureCell, 'Nature', 'Nature de la créance', 'Nature of claim'),
  quality: column(qualityCell, 'Qualité', 'Qualité du client', 'Statut', 'Legal status'),
  remindedOn: column(
    dayCell,
    'Dernière relance',
    'Relancé le',
    'Relancée le',
    'Date de relance',
    'Date relance',
    'Date dernière relance',
    'Date de dernière relance',
    'Date de la dernière relance',
    'Last reminder',
  ),
  noticePostedOn: column(
    dayCell,
    'Mise en demeure le',
    'Mise en demeure',
    'Mise en demeure postée le',
    'Mise en demeure envoyée le',
    'Date de mise en demeure',
    'Date mise en demeure',
    'Date envoi mise en demeure',
    'Date d’envoi mise en demeure',
    'Date d’envoi de la mise en demeure',
    'MED',
    'MED le',
    'MED envoyée le',
    'MED postée le',
    'Date MED',
    'Date envoi MED',
    'Formal notice',
  ),
  noticeReceivedOn: column(
    dayCell,
    'Mise en demeure reçue le',
    'Date réception mise en demeure',
    'Date de réception mise en demeure',
    'Date de réception de la mise en demeure',
    'MED reçue le',
    'Date réception MED',
    'AR le',
    'AR reçu le',
    'Date AR',
    'Avis de réception',
    'Notice received',
  ),
  disputed: column(textCell, 'Litige', 'Contestation', 'Motif du litige', 'Dispute'),
  givenTo: column(textCell, 'Confié à', 'Chez', 'Avocat', 'Given to'),
  givenOn: column(dayCell, 'Confié le', 'Given on'),
  plan: column(codeCell, 'Plan', 'Plan de relance', 'Dunning plan'),
} as const satisfies Record<string, Column<unknown>>;

export type ColumnName = keyof typeof columns;

/** What a row says, column by column; an empty cell says nothing. */
export type Cells = { readonly [Name in ColumnName]?: ReturnType<(typeof columns)[Name]['cell']['read']> & {} };

/** A heading without what people write in different ways: case, accents, punctuation, a currency in brackets. */
export function bareHeading(heading: string): string {
  return heading
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll(/\((?:€|eur|euros?)\)|€/g, '')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}

const byHeading: ReadonlyMap<string, ColumnName> = new Map(
  Object.entries(columns).flatMap(([name, { names }]) =>
    names.map((heading): [string, ColumnName] => [bareHeading(heading), name as ColumnName]),
  ),
);

/** The column that a heading means, if it is one of them. */
export function columnOf(heading: string): ColumnName | undefined {
  return byHeading.get(bareHeading(heading));
}
