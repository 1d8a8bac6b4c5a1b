import type { TemplateId } from '../domain/plan/template-ids.ts';
import type { DataByTemplate, MessageData } from './data.ts';

type Fields<T> = {
  [K in keyof T & string]-?: NonNullable<T[K]> extends readonly unknown[]
    ? K | `${K}.size`
    : NonNullable<T[K]> extends object
      ? `${K}.${Fields<NonNullable<T[K]>>}`
      : K;
}[keyof T & string];

const common = [
  'writtenOn',
  'reference',
  'creditor.name',
  'creditor.legalForm',
  'creditor.capital',
  'creditor.siren',
  'creditor.rcs',
  'creditor.addressLines',
  'creditor.city',
  'creditor.email',
  'creditor.phone',
  'creditor.payee',
  'creditor.iban',
  'creditor.bic',
  'creditor.bankName',
  'creditor.mediator',
  'debtor.name',
  'debtor.addressLines',
  'debtor.siren',
  'debtor.kind',
  'debtor.rules',
  'debtor.language',
  'debtor.handwrittenSum',
  'invoices',
  'invoices.size',
  'overdue',
  'overdue.size',
  'toCome',
  'toCome.size',
  'asked.amount',
  'asked.amountCents',
  'asked.currency',
  'asked.what',
  'asked.overdue',
  'asked.coming',
  'asked.demanded',
  'asked.partlyPaid',
  'asked.waived',
  'totals.total',
  'totals.paid',
  'totals.balance',
  'totals.disputed',
  'totals.conceded',
  'totals.covered',
  'contact.name',
  'contact.email',
  'contact.phone',
  'signatory.name',
  'signatory.capacity',
  'collector.name',
  'collector.siren',
  'collector.address',
  'collector.agreementOn',
  'previousReminders',
  'previousReminders.size',
  'writtenBefore',
  'takenBack',
  'takenBack.size',
  'noticeFollows',
  'enclosures',
  'enclosures.size',
  'creditHeld',
  'payBy',
  'structuredReference',
  'debtorPageUrl',
  'demonstration',
] as const satisfies readonly Fields<MessageData>[];

const instalments = [
  'instalments',
  'instalments.size',
  'agreement.madeOn',
  'agreement.total',
  'agreement.lateCharges',
  'agreement.charges',
  'agreement.lapseAfterDays',
] as const;

const claim = [
  'claim.asOf',
  'claim.balance',
  'claim.disputed',
  'claim.conceded',
  'claim.covered',
  'claim.imputed',
  'claim.imputation',
  'claim.lines',
  'claim.lines.size',
  'claim.principal',
  'claim.interest',
  'claim.indemnity',
  'claim.total',
] as const;

const payment = [
  'payment.amount',
  'payment.receivedOn',
  'payment.reserved',
  'payment.interestFirst',
  'payment.credit',
  'payment.charges',
  'payment.letGo',
  'payment.scheduled',
] as const;

const before = ['notice.sentOn', 'charges.askedOn'] as const;
const ended = ['ended.notices', 'ended.charges', 'ended.charges.size', 'ended.owed'] as const;

const own = {
  'courtesy-note': [],
  reminder: [],
  'formal-notice': [...claim, 'deadline.days'],
  'late-charges': claim,
  'payment-thanks': [...payment, ...ended],
  'partial-payment-thanks': [...payment, ...ended],
  'credit-notice': ['credit.cancelled', 'credit.number', 'credit.amount', 'credit.on'],
  'dispute-receipt': ['dispute.receivedOn', 'dispute.answerBy', 'dispute.amount'],
  'promise-confirmation': ['promise.amount', 'promise.on', 'promise.madeOn'],
  'payment-announcement': ['announced.amount', 'announced.paidOn', 'announced.toldOn', 'announced.until'],
  'missed-instalment': [
    ...instalments,
    'missed.rank',
    'missed.dueOn',
    'missed.amount',
    'missed.left',
    'missed.lapseOn',
    'missed.signedOn',
  ],
  'instalment-agreement': instalments,
  'statement-of-account': [],
  answer: ['answer.text', 'answer.paragraphs'],
  corrective: [
    'reserved',
    ...before,
    ...payment,
    'credit.cancelled',
    'credit.number',
    'credit.amount',
    'credit.on',
    'returned.amount',
    'returned.receivedOn',
  ],
} as const satisfies { [T in TemplateId]: readonly Fields<DataByTemplate[T]>[] };

/** The variables that each template may use, as dotted paths. A list is used in a loop, its items under the names of `itemVariables`. */
export const templateVariables: { readonly [T in TemplateId]: readonly string[] } = mapValues(own);

const invoiceFields = [
  'number',
  'issuedOn',
  'dueOn',
  'total',
  'paid',
  'balance',
  'asked',
  'disputed',
  'conceded',
  'covered',
  'daysLate',
];

/** For each list, the name its items carry inside a loop and the fields they have; no field: the item is itself a text. */
export const itemVariables: { readonly [list: string]: { readonly item: string; readonly fields: readonly string[] } } = {
  invoices: { item: 'invoice', fields: invoiceFields },
  overdue: { item: 'invoice', fields: invoiceFields },
  toCome: { item: 'invoice', fields: invoiceFields },
  'claim.lines': { item: 'line', fields: ['label', 'from', 'to', 'days', 'base', 'rate', 'source', 'amount'] },
  previousReminders: { item: 'reminder', fields: ['sentOn', 'channel', 'title', 'about'] },
  takenBack: { item: 'taken', fields: ['amount', 'receivedOn', 'number'] },
  instalments: { item: 'instalment', fields: ['rank', 'dueOn', 'amount'] },
  'creditor.addressLines': { item: 'addressLine', fields: [] },
  'debtor.addressLines': { item: 'addressLine', fields: [] },
  enclosures: { item: 'enclosure', fields: [] },
  'answer.paragraphs': { item: 'paragraph', fields: [] },
  'ended.notices': { item: 'noticeOn', fields: [] },
  'ended.charges': { item: 'chargedOn', fields: [] },
};

function mapValues(table: typeof own): { readonly [T in TemplateId]: readonly string[] } {
  return Object.fromEntries(Object.entries(table).map(([id, names]) => [id, [...common, ...names]])) as {
    [T in TemplateId]: string[];
  };
}
