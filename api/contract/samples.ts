/* What the document shows of each body: the parties of one story, from their first word to the money. */

const debtor = {
  id: 'cus_31',
  kind: 'business',
  name: 'Menuiserie Aubert SARL',
  siren: '732829320',
  legalForm: 'SARL',
  trader: true,
  registeredOffice: { line1: '3 rue du Port', postcode: '67000', city: 'Strasbourg', country: 'FR' },
  email: 'compta@aubert.example',
  mobile: '+33612345678',
  language: 'fr',
  segment: 'regular',
};

const invoice = {
  id: 'inv_8812',
  number: 'F2026-0412',
  currency: 'EUR',
  totalCents: 120000,
  vatCents: 20000,
  issuedOn: '2026-10-07',
  dueOn: '2026-11-06',
  serviceCompletedOn: '2026-10-03',
  nature: 'services',
};

const creditor = {
  id: 'lemoine',
  name: 'Atelier Lemoine',
  legalForm: 'SARL',
  capital: '10 000 €',
  siren: '552100554',
  rcs: { number: '552100554', city: 'Lyon' },
  address: { line1: '12 rue des Forges', postcode: '69003', city: 'Lyon' },
  email: 'compta@lemoine.example',
  phone: '+33472000000',
  iban: 'FR76 3000 6000 0112 3456 7890 189',
  bic: 'AGRIFRPP',
  contact: { name: 'Anne Lemoine', email: 'anne@lemoine.example', phone: '+33472000001' },
  signatory: { name: 'Anne Lemoine', capacity: 'gérante' },
};

const plan = {
  id: 'doux',
  version: 1,
  name: 'Relance douce',
  steps: [
    { id: 'rappel', act: 'message', anchor: 'after-due', delay: 'P5D', channels: ['email'], template: 'reminder' },
    { id: 'choix', act: 'decision', anchor: 'after-previous', delay: 'P15D' },
  ],
};

const rates = {
  semester: '2027-S1',
  centralBankBasisPoints: 240,
  legalProfessionalBasisPoints: 262,
  legalPrivateBasisPoints: 667,
  source: 'arrêté du 15 décembre 2026',
  checkedOn: '2026-12-28',
};

const booked = {
  account: 'FR7630006000011234567890189',
  key: 'e-2026-11-12-1',
  bookedOn: '2026-11-12',
  amountCents: 120000,
  counterparty: 'MENUISERIE AUBERT',
  label: 'VIR SEPA F2026-0412',
};

export const samples = {
  creditor,
  debtor,
  plan,
  rates,
  enrolment: { invoice, debtor, paid: { amountCents: 20000, on: '2026-11-02' }, quietUntil: '2026-12-05' },
  created: { type: 'invoice.created', timestamp: '2026-11-02T09:00:00+01:00', data: { invoice, debtor, plan: 'default-b2b' } },
  booked: { type: 'bank.transaction.booked', timestamp: '2026-11-12T09:00:00+01:00', data: booked },
  caseId: 'invoice:lemoine:inv_8812',
} as const;
