import { formatCents, formatRate } from '../domain/money/cents.ts';
import type { TemplateId } from '../domain/plan/template-ids.ts';
import type { ClaimData, DataByTemplate, DebtorData, DebtorKind, MessageData, MessageRequest, Tone } from './data.ts';
import { frenchDate, groupedIban, groupedSiren, shortFrenchDate } from './french.ts';
import type { HandoffData } from './handoff.ts';
import { structuredReference } from './payment/structured-reference.ts';

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

function common(kind: DebtorKind): MessageData {
  return {
    writtenOn: frenchDate('2026-08-30'),
    reference: 'EX-2026-00412',
    creditor: {
      name: 'Atelier Lumen',
      legalForm: 'SAS',
      capital: '10 000 €',
      siren: groupedSiren('901234568'),
      rcs: 'RCS Villefranche-Tarare 901 234 568',
      addressLines: ['8 quai de la Saône', '69400 Villefranche-sur-Saône'],
      city: 'Villefranche-sur-Saône',
      email: 'compta@atelier-lumen.example',
      phone: '04 74 00 00 12',
      iban: groupedIban('FR7630006000011234567890189'),
      bic: 'AGRIFRPP',
    },
    debtor: debtors[kind],
    invoices: [
      {
        number: 'F2026-0412',
        issuedOn: frenchDate('2026-07-01'),
        dueOn: frenchDate('2026-07-31'),
        total: formatCents(PRINCIPAL_CENTS),
        balance: formatCents(PRINCIPAL_CENTS),
        daysLate: 30,
      },
    ],
    asked: {
      amount: formatCents(PRINCIPAL_CENTS),
      amountCents: PRINCIPAL_CENTS,
      currency: 'EUR',
      what: 'balance',
      overdue: true,
    },
    contact: { name: 'Camille Roussel', email: 'compta@atelier-lumen.example', phone: '04 74 00 00 12' },
    enclosures: ['Facture F2026-0412'],
    payBy: frenchDate('2026-09-07'),
    structuredReference: structuredReference('F2026-0412') ?? '',
  };
}

const instalments = {
  instalments: [
    { rank: 1, dueOn: frenchDate('2026-09-15'), amount: formatCents(40_000) },
    { rank: 2, dueOn: frenchDate('2026-10-15'), amount: formatCents(40_000) },
    { rank: 3, dueOn: frenchDate('2026-11-16'), amount: formatCents(40_000) },
  ],
  agreement: { madeOn: frenchDate('2026-08-28'), total: formatCents(PRINCIPAL_CENTS), lapseAfterDays: 8 },
};

const afterMissedDate = { writtenOn: frenchDate('2026-09-21'), payBy: frenchDate('2026-09-29') };

const previousReminders = [
  { sentOn: frenchDate('2026-08-05'), channel: 'e-mail', title: 'un petit rappel' },
  { sentOn: frenchDate('2026-08-17'), channel: 'e-mail et SMS', title: 'rappel' },
];

function formalNotice(kind: DebtorKind): DataByTemplate['formal-notice'] {
  const { totalCents, ...claim } = claimOf(kind);
  const asked = { amount: claim.total, amountCents: totalCents, currency: 'EUR', what: 'claim', overdue: true } as const;
  return { ...common(kind), asked, claim, previousReminders, deadline: { days: 8, on: frenchDate('2026-09-14') } };
}

function afterPayment(kind: DebtorKind, paidCents: number): DataByTemplate['payment-thanks'] {
  const data = common(kind);
  const leftCents = PRINCIPAL_CENTS - paidCents;
  const asked = { ...data.asked, amount: formatCents(leftCents), amountCents: leftCents };
  const invoices = data.invoices.map((invoice) => ({
    ...invoice,
    paid: formatCents(paidCents),
    balance: formatCents(leftCents),
  }));
  return { ...data, asked, invoices, payment: { amount: formatCents(paidCents), receivedOn: frenchDate('2026-08-28') } };
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
};

/** An invented message with true figures, for previews and tests. */
export function sampleRequest(template: TemplateId, kind: DebtorKind, tone: Tone = 'friendly'): MessageRequest {
  return { template, tone, data: byTemplate[template](kind) } as MessageRequest;
}

/** An invented file for a lawyer, built from the same claim. */
export function sampleHandoff(): HandoffData {
  const data = formalNotice('business');
  const email = new Set([1, 2]);
  const sent = ['courtesy-note', 'reminder'].map((template, index) => ({
    template,
    sentOn: frenchDate(index === 0 ? '2026-08-05' : '2026-08-17'),
  }));
  return {
    reference: data.reference,
    builtOn: frenchDate('2026-09-21'),
    route: 'injonction de payer',
    chosenBy: 'Camille Roussel',
    chosenOn: frenchDate('2026-09-21'),
    creditor: data.creditor,
    debtor: data.debtor,
    contact: data.contact,
    claim: data.claim,
    invoices: data.invoices,
    payments: [],
    chronology: [
      { on: frenchDate('2026-07-31'), text: 'échéance de la facture F2026-0412' },
      { on: frenchDate('2026-08-05'), text: 'e-mail de rappel envoyé', exhibit: 1 },
      { on: frenchDate('2026-08-17'), text: 'relance envoyée par e-mail', exhibit: 2 },
      { on: frenchDate('2026-08-30'), text: 'mise en demeure remise à la poste', exhibit: 3 },
      { on: frenchDate('2026-09-03'), text: 'mise en demeure reçue, avis signé', exhibit: 4 },
      { on: frenchDate('2026-09-11'), text: 'fin du délai accordé, sans règlement' },
    ],
    messages: sent.map(({ sentOn }, index) => ({
      exhibit: index + 1,
      channel: 'e-mail',
      sentOn,
      to: 'contact@menuiserie-aubertin.example',
      subject: index === 0 ? 'Votre facture F2026-0412 : un petit rappel' : 'Rappel : votre facture F2026-0412',
      text: 'Bonjour,\n\nSauf erreur de notre part, le règlement de la facture F2026-0412 ne nous est pas encore parvenu.\n\nBien cordialement,\n\nCamille Roussel',
      provider: 'sendgrid',
      providerId: `msg-${index + 1}`,
      events: [{ on: sentOn, text: 'remis au serveur du destinataire' }],
    })),
    notice: {
      exhibit: 3,
      title: 'Mise en demeure du 30 août 2026',
      postedOn: frenchDate('2026-08-30'),
      trackingId: '2C 123 456 7890 1',
      outcome: 'reçue, avis de réception signé',
      effectiveOn: frenchDate('2026-09-03'),
      deadlineOn: frenchDate('2026-09-11'),
      text: '',
      events: [{ on: frenchDate('2026-09-03'), text: 'distribuée contre signature', exhibit: 4 }],
    },
    exhibits: ['E-mail de rappel', 'Relance', 'Mise en demeure', 'Avis de réception'].map((title, index) => ({
      number: index + 1,
      title,
      on: frenchDate(['2026-08-05', '2026-08-17', '2026-08-30', '2026-09-03'][index] ?? '2026-08-05'),
      file: `pieces/${index + 1}.${email.has(index + 1) ? 'eml' : 'pdf'}`,
      sha256: String(index + 1).repeat(64),
    })),
  };
}
