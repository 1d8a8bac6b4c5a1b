import { structuredReference } from '../domain/matching/creditor-reference.ts';
import { formatCents, formatRate } from '../domain/money/cents.ts';
import type { TemplateId } from '../domain/plan/template-ids.ts';
import type {
  AskedData,
  ClaimData,
  CreditorData,
  DataByTemplate,
  DebtorData,
  DebtorKind,
  InvoiceData,
  MessageData,
  MessageRequest,
  Tone,
} from './data.ts';
import { frenchDate, groupedIban, groupedSiren, shortFrenchDate, unbrokenPhone } from './french.ts';

const PRINCIPAL_CENTS = 120_000;

const debtors: { readonly [K in DebtorKind]: DebtorData } = {
  business: {
    name: 'Menuiserie Aubertin SARL',
    addressLines: ['17 rue des Tanneurs', '69003 Lyon'],
    siren: groupedSiren('812345679'),
    kind: 'business',
  },
  consumer: {
    name: 'Mme Hélène Vasseur',
    addressLines: ['Résidence des Tilleuls, bât. B', '4 allée du Parc', '38000 Grenoble'],
    kind: 'consumer',
  },
  public: {
    name: 'Commune de Saint-Aubry',
    addressLines: ['Mairie, service des finances', '1 place de la République', '01999 Saint-Aubry'],
    siren: groupedSiren('210199998'),
    kind: 'public',
  },
};

const charges: {
  readonly [K in DebtorKind]: {
    readonly interestCents: number;
    readonly rateBasisPoints: number;
    readonly source: string;
  } | null;
} = {
  business: { interestCents: 1_223, rateBasisPoints: 1_240, source: 'taux BCE + 10 points' },
  consumer: null,
  public: { interestCents: 1_026, rateBasisPoints: 1_040, source: 'taux BCE + 8 points' },
};

/** 1 200,00 € due on 31 July 2026, claimed on 30 August: 30 days, 12,23 € of penalties for a business, and the 40 €. */
function claimOf(kind: DebtorKind): ClaimData & { readonly totalCents: number } {
  const charge = charges[kind];
  const totalCents = PRINCIPAL_CENTS + (charge === null ? 0 : charge.interestCents + 4_000);
  const line = charge && {
    label: 'F2026-0412',
    from: shortFrenchDate('2026-08-01'),
    to: shortFrenchDate('2026-08-30'),
    days: 30,
    base: formatCents(PRINCIPAL_CENTS),
    rate: formatRate(charge.rateBasisPoints),
    source: charge.source,
    amount: formatCents(charge.interestCents),
  };
  const sums = {
    principal: formatCents(PRINCIPAL_CENTS),
    interest: formatCents(charge?.interestCents ?? 0),
    total: formatCents(totalCents),
    totalCents,
  };
  return {
    asOf: frenchDate('2026-08-30'),
    lines: line === null ? [] : [line],
    ...sums,
    ...(charge === null ? {} : { indemnity: formatCents(4_000) }),
  };
}

const creditor: CreditorData = {
  name: 'Atelier Lumen',
  legalForm: 'SAS',
  capital: '10 000 €',
  siren: groupedSiren('901234568'),
  rcs: 'RCS Villefranche-Tarare 901 234 568',
  addressLines: ['8 quai de la Saône', '69400 Villefranche-sur-Saône'],
  city: 'Villefranche-sur-Saône',
  email: 'compta@atelier-lumen.example',
  phone: unbrokenPhone('04 74 00 00 12'),
  iban: groupedIban('FR7630006000011234567890189'),
  bic: 'AGRIFRPP',
};

const invoice: InvoiceData = {
  number: 'F2026-0412',
  issuedOn: frenchDate('2026-07-01'),
  dueOn: frenchDate('2026-07-31'),
  total: formatCents(PRINCIPAL_CENTS),
  balance: formatCents(PRINCIPAL_CENTS),
  asked: formatCents(PRINCIPAL_CENTS),
  daysLate: 30,
};

function common(kind: DebtorKind): MessageData {
  return {
    writtenOn: frenchDate('2026-08-30'),
    reference: 'EX-2026-00412',
    creditor,
    debtor: debtors[kind],
    invoices: [invoice],
    overdue: [invoice],
    toCome: [],
    asked: { ...asking(PRINCIPAL_CENTS), what: 'balance' },
    contact: { name: 'Camille Roussel', email: creditor.email, phone: creditor.phone },
    enclosures: [`Facture ${invoice.number}`],
    payBy: frenchDate('2026-09-07'),
    structuredReference: structuredReference(invoice.number) ?? '',
  };
}

function asking(amountCents: number): Omit<AskedData, 'what'> {
  return { amount: formatCents(amountCents), amountCents, currency: 'EUR', overdue: true, coming: false, demanded: true };
}

const instalments = {
  instalments: [
    { rank: 1, dueOn: frenchDate('2026-09-15'), amount: formatCents(40_000) },
    { rank: 2, dueOn: frenchDate('2026-10-15'), amount: formatCents(40_000) },
    { rank: 3, dueOn: frenchDate('2026-11-16'), amount: formatCents(40_000) },
  ],
  agreement: {
    madeOn: frenchDate('2026-08-28'),
    total: formatCents(PRINCIPAL_CENTS),
    lateCharges: 'due' as const,
    lapseAfterDays: 8,
  },
};

const afterMissedDate = { writtenOn: frenchDate('2026-09-21'), payBy: frenchDate('2026-09-29') };

const previousReminders = [
  { sentOn: frenchDate('2026-08-05'), channel: 'e-mail', title: 'un petit rappel' },
  { sentOn: frenchDate('2026-08-17'), channel: 'e-mail et SMS', title: 'rappel' },
];

function formalNotice(kind: DebtorKind): DataByTemplate['formal-notice'] {
  const { totalCents, ...claim } = claimOf(kind);
  const asked = { ...asking(totalCents), what: 'claim' } as const;
  return { ...common(kind), asked, claim, previousReminders, deadline: { days: 8, on: frenchDate('2026-09-14') } };
}

function afterPayment(kind: DebtorKind, paidCents: number): DataByTemplate['payment-thanks'] {
  const data = common(kind);
  const leftCents = PRINCIPAL_CENTS - paidCents;
  const asked = { ...data.asked, ...asking(leftCents) };
  const invoices = data.invoices.map((invoice) => ({
    ...invoice,
    paid: formatCents(paidCents),
    balance: formatCents(leftCents),
    asked: formatCents(leftCents),
  }));
  return {
    ...data,
    asked,
    invoices,
    overdue: invoices,
    payment: { amount: formatCents(paidCents), receivedOn: frenchDate('2026-08-28') },
  };
}

const byTemplate: { readonly [T in TemplateId]: (kind: DebtorKind) => DataByTemplate[T] } = {
  'courtesy-note': common,
  reminder: common,
  'formal-notice': formalNotice,
  'payment-thanks': (kind) => afterPayment(kind, PRINCIPAL_CENTS),
  'partial-payment-thanks': (kind) => afterPayment(kind, 50_000),
  'credit-notice': (kind) => ({
    ...afterPayment(kind, PRINCIPAL_CENTS),
    credit: { cancelled: true, amount: formatCents(PRINCIPAL_CENTS), on: frenchDate('2026-08-28') },
  }),
  'dispute-receipt': (kind) => ({
    ...common(kind),
    dispute: { receivedOn: frenchDate('2026-08-28'), answerBy: frenchDate('2026-09-14') },
  }),
  'promise-confirmation': (kind) => ({
    ...common(kind),
    promise: { amount: formatCents(PRINCIPAL_CENTS), on: frenchDate('2026-09-10'), madeOn: frenchDate('2026-08-28') },
  }),
  'missed-instalment': (kind) => ({
    ...common(kind),
    ...afterMissedDate,
    ...instalments,
    missed: { rank: 1, dueOn: frenchDate('2026-09-15'), amount: formatCents(40_000) },
  }),
  'instalment-agreement': (kind) => ({ ...common(kind), ...instalments, enclosures: [] }),
  'statement-of-account': common,
  corrective: (kind) => ({
    ...afterPayment(kind, 50_000),
    notice: { sentOn: frenchDate('2026-08-20') },
    credit: { cancelled: false, number: 'AV-12', amount: formatCents(10_000), on: frenchDate('2026-08-28') },
  }),
};

/** An invented message with true figures, for previews and tests. */
export function sampleRequest(template: TemplateId, kind: DebtorKind, tone: Tone = 'friendly'): MessageRequest {
  return { template, tone, data: byTemplate[template](kind) } as MessageRequest;
}
