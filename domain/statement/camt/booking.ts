import type { CivilDate } from '../../calendar/civil-date.ts';
import { sumCents } from '../../money/cents.ts';
import { isFrenchAccount } from '../account.ts';
import type { EntryStatus } from '../bank-entry.ts';
import { distinct, labelOf, readableText } from '../label.ts';
import { isUndoneOperation, isUndoneSubFamily } from '../operation-codes.ts';
import { partiesOf, remittanceOf } from './remittance.ts';
import { centsOf, dateAt, firstTextAt, nodeAt, nodesAt, signAt, textAt, type XmlNode } from './xml-node.ts';

/** One `Ntry`: what the bank booked as one amount. */
export interface Booking {
  readonly bookedOn: CivilDate | null;
  readonly valueOn: CivilDate | null;
  readonly amountCents: number;
  readonly currency: string;
  readonly status: EntryStatus;
  readonly servicerReference: string | null;
  readonly payments: readonly Payment[];
  /** What our own bank says that it kept for itself, below zero. */
  readonly chargesCents: number;
}

/** One payment of a booking. */
export interface Payment {
  readonly amountCents: number;
  readonly reversal: boolean;
  readonly returnReason: string | null;
  readonly endToEndId: string | null;
  readonly references: readonly string[];
  readonly counterparty: string | null;
  readonly label: string | null;
  readonly alsoRead: string | null;
  readonly alsoNamed: readonly string[];
}

const STATUSES = new Map<string, EntryStatus>([
  ['BOOK', 'booked'],
  ['INFO', 'information'],
]);
const DETAIL_AMOUNTS = [['Amt'], ['AmtDtls', 'TxAmt', 'Amt'], ['AmtDtls', 'CntrValAmt', 'Amt'], ['AmtDtls', 'InstdAmt', 'Amt']];

/** Reads an `Ntry` and its `TxDtls`, which may be missing or unable to split the amount; then the booking is one payment. */
export function bookingOf(entry: XmlNode, details: readonly XmlNode[], account: string): Booking {
  const amount = nodeAt(entry, 'Amt') ?? { ...entry, text: '' };
  const currency = amount.currency ?? 'EUR';
  const amountCents = centsOf(amount) * (signAt(entry) ?? 1);
  const bookedOn = dateAt(entry, 'BookgDt');
  const status = statusOf(entry);
  return {
    amountCents,
    currency,
    status,
    bookedOn: bookedOn ?? (status === 'booked' ? dateAt(entry, 'ValDt') : null),
    valueOn: dateAt(entry, 'ValDt'),
    servicerReference: textAt(entry, 'AcctSvcrRef') ?? (details[0] ? textAt(details[0], 'Refs', 'AcctSvcrRef') : null),
    payments: paymentsOf({ entry, amountCents, currency, account }, details),
    chargesCents: sumCents([entry, ...details].map((node) => chargesOf(node, currency))),
  };
}

/** What the details leave of the booked amount: 0 for a booking that is its payments. */
export function leftCents(booking: Booking): number {
  return booking.amountCents - sumCents(booking.payments.map((payment) => payment.amountCents));
}

interface Whole {
  readonly entry: XmlNode;
  readonly amountCents: number;
  readonly currency: string;
  readonly account: string;
}

function paymentsOf(whole: Whole, details: readonly XmlNode[]): readonly Payment[] {
  const [only] = details;
  if (only === undefined) return [paymentOf(whole, { ...whole.entry, children: [] }, whole.amountCents, true)];
  if (details.length === 1) return [paymentOf(whole, only, grossCents(whole, only), true)];
  const amounts = details.map((detail) => detailCents(whole, detail));
  const split = details.flatMap((detail, index) => {
    const cents = amounts[index];
    return cents === null || cents === undefined ? [] : [paymentOf(whole, detail, cents, false)];
  });
  return split.length === details.length ? split : [mergedPayment(whole, details)];
}

function paymentOf(whole: Whole, detail: XmlNode, amountCents: number, isAlone: boolean): Payment {
  const { endToEndId, references, texts, alsoRead } = remittanceOf(detail);
  const reversal = isReversal(whole, detail, amountCents);
  const booked = isAlone ? textAt(whole.entry, 'AddtlNtryInf') : null;
  return {
    amountCents,
    reversal,
    returnReason: firstTextAt(detail, [
      ['RtrInf', 'Rsn', 'Cd'],
      ['RtrInf', 'Rsn', 'Prtry'],
      ['RtrInf', 'RtrRsn', 'Cd'],
    ]),
    endToEndId,
    references,
    ...partiesOf(detail, amountCents > 0 !== reversal),
    label: labelOf([...texts, booked === null ? null : readableText(booked)]),
    alsoRead,
  };
}

/** Details that do not say how the amount is shared: every reference, one amount. */
function mergedPayment(whole: Whole, details: readonly XmlNode[]): Payment {
  const payments = details.map((detail) => paymentOf(whole, detail, whole.amountCents, true));
  const [first] = payments;
  const shared = <T>(values: readonly T[]): T | null => (new Set(values).size === 1 ? (values[0] ?? null) : null);
  return {
    amountCents: whole.amountCents,
    reversal: payments.every((payment) => payment.reversal),
    returnReason: first?.returnReason ?? null,
    endToEndId: shared(payments.map((payment) => payment.endToEndId)),
    references: [
      ...new Set(payments.flatMap((payment) => [...payment.references, ...(payment.endToEndId ? [payment.endToEndId] : [])])),
    ],
    counterparty: shared(payments.map((payment) => payment.counterparty)),
    label: labelOf(payments.map((payment) => payment.label)),
    alsoRead: labelOf(payments.map((payment) => payment.alsoRead)),
    alsoNamed: distinct(payments.flatMap((payment) => payment.alsoNamed)),
  };
}

/**
 * What the payer sent, or had back, when our own bank kept its charges from it: an amount of the detail that, less what `Chrgs` says, is
 * the booked one. A detail that differs without charges to say why proves nothing.
 */
function grossCents(whole: Whole, detail: XmlNode): number {
  const charges = [detail, whole.entry].map((node) => chargesOf(node, whole.currency)).filter((cents) => cents !== 0);
  const sent = amountsOf(whole, detail).find((cents) => charges.some((kept) => cents + kept === whole.amountCents));
  return sent ?? whole.amountCents;
}

/** Charges of an entry or a detail in a currency, below zero: their total, else the sum of their records. */
function chargesOf(node: XmlNode, currency: string): number {
  const ofCurrency = (amounts: readonly XmlNode[]): readonly number[] =>
    amounts.filter((amount) => (amount.currency ?? currency) === currency).map(centsOf);
  const total = ofCurrency(nodesAt(node, 'Chrgs', 'TtlChrgsAndTaxAmt'));
  const records = ofCurrency([...nodesAt(node, 'Chrgs', 'Rcrd', 'Amt'), ...nodesAt(node, 'Chrgs', 'Amt')]);
  return -sumCents(total.length > 0 ? total : records) || 0;
}

/** Signed cents of a detail in the currency of its booking, null when it gives none. */
function detailCents(whole: Whole, detail: XmlNode): number | null {
  return amountsOf(whole, detail)[0] ?? null;
}

function amountsOf(whole: Whole, detail: XmlNode): readonly number[] {
  const sign = signAt(detail) ?? (whole.amountCents < 0 ? -1 : 1);
  return DETAIL_AMOUNTS.flatMap((path) => {
    const amount = nodeAt(detail, ...path);
    return amount === null || (amount.currency ?? whole.currency) !== whole.currency ? [] : [centsOf(amount) * sign];
  });
}

/** Banks say a return in three ways: the indicator, the return information, or the code of the operation. */
function isReversal(whole: Whole, detail: XmlNode, amountCents: number): boolean {
  if (isTrue(textAt(whole.entry, 'RvslInd')) || nodeAt(detail, 'RtrInf') !== null) return true;
  return [detail, whole.entry].some((node) => {
    const code = textAt(node, 'BkTxCd', 'Domn', 'Fmly', 'SubFmlyCd');
    return (code !== null && isUndoneSubFamily(code)) || isUndoneInterbank(node, whole.account, amountCents);
  });
}

/** French banks carry the interbank code as proprietary code, alone (`B3`) or with the internal one (`B3/0811`). */
function isUndoneInterbank(node: XmlNode, account: string, amountCents: number): boolean {
  const code = textAt(node, 'BkTxCd', 'Prtry', 'Cd');
  const isFrench = isFrenchAccount(account) || (textAt(node, 'BkTxCd', 'Prtry', 'Issr') ?? '').toUpperCase().includes('CFONB');
  return isFrench && code !== null && /^[0-9A-Z]{2}(?:\W|$)/.test(code) && isUndoneOperation(code.slice(0, 2), amountCents);
}

function statusOf(entry: XmlNode): EntryStatus {
  const status = textAt(entry, 'Sts', 'Cd') ?? textAt(entry, 'Sts');
  return status === null ? 'booked' : (STATUSES.get(status) ?? 'pending');
}

function isTrue(text: string | null): boolean {
  return text === 'true' || text === '1';
}
