import { structuredReference } from '../domain/matching/creditor-reference.ts';
import type { Language } from '../domain/party/language.ts';
import type { DebtorKind, Tone } from '../domain/plan/plan.ts';
import type { TemplateId } from '../domain/plan/template-ids.ts';
import type {
  AskedData,
  ClaimData,
  CreditorData,
  DataByTemplate,
  DebtorData,
  InvoiceData,
  MessageData,
  MessageRequest,
} from './data.ts';
import { groupedIban, groupedSiren, unbrokenPhone } from './french.ts';
import { type Speech, speechOf } from './speech.ts';

const PRINCIPAL_CENTS = 120_000;
const NUMBER = 'F&B-2026/0412';

/** The page of nobody, as long as a real address: what previews and simulations print. */
export const SAMPLE_PAGE = 'https://recouvrement.exemple.fr/d/apercu-0123456789-abcd';

/** Names as they come: ampersands, apostrophes, quotes, long ones. */
const debtors: { readonly [K in DebtorKind]: Omit<DebtorData, 'language' | 'rules'> } = {
  business: {
    name: "L'Atelier d'Aubertin & Cie SARL",
    addressLines: ['17 rue des Tanneurs', '69003 Lyon'],
    siren: groupedSiren('812345679'),
    kind: 'business',
  },
  consumer: {
    name: "Mme Hélène D'Hérouville-Vasseur",
    addressLines: ['Résidence « Les Tilleuls », bât. B', "4 allée de l'Étang", '38000 Grenoble'],
    kind: 'consumer',
    handwrittenSum: 'required',
  },
  public: {
    name: "Commune de L'Isle-Saint-Aubry",
    addressLines: ['Mairie, service des finances', '1 place de la République', '01999 Saint-Aubry'],
    siren: groupedSiren('210199998'),
    kind: 'public',
    handwrittenSum: 'ask',
  },
};

const charges: {
  readonly [K in DebtorKind]: {
    readonly interestCents: number;
    readonly indemnityCents: number;
    readonly rateBasisPoints: number;
    readonly source: string;
  } | null;
} = {
  business: { interestCents: 1_223, indemnityCents: 4_000, rateBasisPoints: 1_240, source: 'taux BCE + 10 points' },
  consumer: null,
  public: { interestCents: 1_026, indemnityCents: 4_000, rateBasisPoints: 1_040, source: 'taux BCE + 8 points' },
};

/** What a consumer owes once a notice took effect: 30 days at the legal rate. */
const afterNotice = { interestCents: 271, indemnityCents: 0, rateBasisPoints: 275, source: 'intérêt légal' };

/** 1 200,00 € due on 31 July 2026, claimed on 30 August: 30 days, 12,23 € of penalties for a business, and the 40 €. `principalCents` is what is still owed of it. */
function claimOf(
  charge: (typeof charges)[DebtorKind],
  say: Speech,
  principalCents = PRINCIPAL_CENTS,
): ClaimData & { readonly totalCents: number } {
  const totalCents = principalCents + (charge === null ? 0 : charge.interestCents + charge.indemnityCents);
  const line = charge && {
    label: NUMBER,
    from: say.shortDay('2026-08-01'),
    to: say.shortDay('2026-08-30'),
    days: 30,
    base: say.amount(PRINCIPAL_CENTS, 'EUR'),
    rate: say.rate(charge.rateBasisPoints),
    source: charge.source,
    amount: say.amount(charge.interestCents, 'EUR'),
  };
  return {
    asOf: say.day('2026-08-30'),
    lines: line === null ? [] : [line],
    balance: say.amount(principalCents, 'EUR'),
    principal: say.amount(principalCents, 'EUR'),
    interest: say.amount(charge?.interestCents ?? 0, 'EUR'),
    total: say.amount(totalCents, 'EUR'),
    totalCents,
    ...(charge?.indemnityCents ? { indemnity: say.amount(charge.indemnityCents, 'EUR') } : {}),
  };
}

const creditor: CreditorData = {
  name: "Dupont & Fils, « L'Atelier Lumen »",
  legalForm: 'SAS',
  capital: '10 000 €',
  siren: groupedSiren('901234568'),
  rcs: 'RCS Villefranche-Tarare 901 234 568',
  addressLines: ['8 quai de la Saône', '69400 Villefranche-sur-Saône'],
  city: 'Villefranche-sur-Saône',
  email: 'compta@atelier-lumen.example',
  phone: unbrokenPhone('04 74 00 00 12'),
  iban: groupedIban('FR7630006000011234567890189'),
  payee: "Dupont & Fils, « L'Atelier Lumen »",
  bic: 'AGRIFRPP',
  mediator: "Médiation de l'Artisanat & du Négoce, 12 rue des Accords, 69002 Lyon, https://mediation.example",
};

function invoiceOf(say: Speech): InvoiceData {
  return {
    number: NUMBER,
    issuedOn: say.day('2026-07-01'),
    dueOn: say.day('2026-07-31'),
    total: say.amount(PRINCIPAL_CENTS, 'EUR'),
    balance: say.amount(PRINCIPAL_CENTS, 'EUR'),
    asked: say.amount(PRINCIPAL_CENTS, 'EUR'),
    daysLate: 30,
  };
}

/** Of whom a sample speaks, and in which language. */
interface About {
  readonly kind: DebtorKind;
  readonly language: Language;
  readonly say: Speech;
}

function common({ kind, language, say }: About): MessageData {
  const invoice = invoiceOf(say);
  return {
    writtenOn: say.day('2026-08-30'),
    reference: NUMBER,
    creditor,
    debtor: { ...debtors[kind], rules: kind, language },
    invoices: [invoice],
    overdue: [invoice],
    toCome: [],
    asked: { ...asking(PRINCIPAL_CENTS, say), what: 'balance' },
    totals: { total: invoice.total, balance: invoice.balance },
    contact: { name: "Camille O'Rourke", email: creditor.email, phone: creditor.phone },
    signatory: { name: "Jeanne D'Aubigné", capacity: 'présidente' },
    previousReminders: [
      { sentOn: say.day('2026-08-05'), channel: say.channels.email, title: say.sent('reminder') },
      { sentOn: say.day('2026-08-17'), channel: say.channels.sms, title: say.sent('reminder') },
    ],
    writtenBefore: true,
    takenBack: [],
    noticeFollows: say.notices['registered-letter'],
    enclosures: [`Facture ${invoice.number}`],
    payBy: say.day('2026-09-07'),
    structuredReference: structuredReference(invoice.number) ?? '',
    debtorPageUrl: SAMPLE_PAGE,
  };
}

function asking(amountCents: number, say: Speech): Omit<AskedData, 'what'> {
  return {
    amount: say.amount(amountCents, 'EUR'),
    amountCents,
    currency: 'EUR',
    overdue: true,
    coming: false,
    demanded: true,
    partlyPaid: false,
    waived: false,
  };
}

function scheduleOf({ kind, say }: Pick<About, 'kind' | 'say'>) {
  const dates = ['2026-09-15', '2026-10-15', '2026-11-16'];
  return {
    instalments: dates.map((on, index) => ({ rank: index + 1, dueOn: say.day(on), amount: say.amount(40_000, 'EUR') })),
    agreement: {
      madeOn: say.day('2026-08-28'),
      total: say.amount(PRINCIPAL_CENTS, 'EUR'),
      lateCharges: 'due' as const,
      lapseAfterDays: kind === 'consumer' ? 30 : 8,
    },
  };
}

function formalNotice(about: About): DataByTemplate['formal-notice'] {
  const { totalCents, ...claim } = claimOf(charges[about.kind], about.say);
  return { ...common(about), asked: { ...asking(totalCents, about.say), what: 'claim' }, claim, deadline: { days: 8 } };
}

function lateCharges(about: About): DataByTemplate['late-charges'] {
  const { totalCents, ...claim } = claimOf(charges[about.kind] ?? afterNotice, about.say, 0);
  return { ...afterPayment(about, PRINCIPAL_CENTS), asked: { ...asking(totalCents, about.say), what: 'claim' }, claim };
}

function answered(paragraphs: readonly string[]): DataByTemplate['answer']['answer'] {
  return { text: paragraphs.join('\n'), paragraphs };
}

function afterPayment(about: About, paidCents: number): DataByTemplate['payment-thanks'] {
  const { say } = about;
  const data = common(about);
  const leftCents = PRINCIPAL_CENTS - paidCents;
  const left = say.amount(leftCents, 'EUR');
  const invoices = data.invoices.map((invoice) => ({
    ...invoice,
    paid: say.amount(paidCents, 'EUR'),
    balance: left,
    asked: left,
  }));
  return {
    ...data,
    asked: { ...data.asked, ...asking(leftCents, say), partlyPaid: true },
    totals: { total: data.totals.total, paid: say.amount(paidCents, 'EUR'), balance: left },
    invoices,
    overdue: invoices,
    payment: { amount: say.amount(paidCents, 'EUR'), receivedOn: say.day('2026-08-28'), reserved: true },
    ended: { notices: [], charges: [], owed: false },
  };
}

const byTemplate: { readonly [T in TemplateId]: (about: About) => DataByTemplate[T] } = {
  'courtesy-note': common,
  reminder: common,
  'formal-notice': formalNotice,
  corrective: (about) => ({
    ...afterPayment(about, 50_000),
    notice: { sentOn: about.say.day('2026-08-30') },
  }),
  'late-charges': lateCharges,
  'payment-thanks': (about) => afterPayment(about, PRINCIPAL_CENTS),
  'partial-payment-thanks': (about) => afterPayment(about, 50_000),
  'credit-notice': (about) => ({
    ...afterPayment(about, PRINCIPAL_CENTS),
    credit: { cancelled: true, amount: about.say.amount(PRINCIPAL_CENTS, 'EUR'), on: about.say.day('2026-08-28') },
  }),
  'dispute-receipt': (about) => ({
    ...common(about),
    dispute: { receivedOn: about.say.day('2026-08-28'), answerBy: about.say.day('2026-09-14') },
  }),
  'promise-confirmation': (about) => ({
    ...common(about),
    promise: {
      amount: about.say.amount(PRINCIPAL_CENTS, 'EUR'),
      on: about.say.day('2026-09-10'),
      madeOn: about.say.day('2026-08-28'),
    },
  }),
  'payment-announcement': (about) => ({
    ...common(about),
    announced: {
      amount: about.say.amount(PRINCIPAL_CENTS, 'EUR'),
      paidOn: about.say.day('2026-08-27'),
      toldOn: about.say.day('2026-08-28'),
      until: about.say.day('2026-09-04'),
    },
  }),
  'missed-instalment': (about) => ({
    ...common(about),
    writtenOn: about.say.day('2026-09-21'),
    payBy: about.say.day('2026-09-29'),
    ...scheduleOf(about),
    missed: { rank: 1, dueOn: about.say.day('2026-09-15'), amount: about.say.amount(40_000, 'EUR') },
  }),
  'instalment-agreement': (about) => ({ ...common(about), ...scheduleOf(about), enclosures: [] }),
  'statement-of-account': common,
  answer: (about) => ({
    ...common(about),
    answer: answered(
      about.language === 'en'
        ? ['Here is the invoice again.', 'It says what was delivered, line by line.']
        : ['Nous vous renvoyons la facture.', 'Elle dit ce qui a été livré, ligne par ligne.'],
    ),
  }),
};

/** An invented message with true figures, for previews and tests. */
export function sampleRequest(
  template: TemplateId,
  kind: DebtorKind,
  tone: Tone = 'friendly',
  language: Language = 'fr',
): MessageRequest {
  return { template, tone, data: byTemplate[template]({ kind, language, say: speechOf(language) }) } as MessageRequest;
}
