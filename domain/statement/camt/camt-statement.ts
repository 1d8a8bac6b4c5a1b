import { type CivilDate, isCivilDate } from '../../calendar/civil-date.ts';
import { refuse } from '../../fault.ts';
import { formatCents } from '../../money/cents.ts';
import { atLine } from '../amount.ts';
import type { BalanceSheet } from '../balance-sheet.ts';
import { rareFacts, type StatementPart, type TracedEntry } from '../bank-entry.ts';
import { fileBounds } from '../bounds.ts';
import { entryKey } from '../entry-key.ts';
import { unbalancedWarning } from '../warnings.ts';
import { type Booking, bookingOf, leftCents, type Payment } from './booking.ts';
import { centsOf, firstTextAt, nodeAt, signAt, textAt, type XmlNode } from './xml-node.ts';

const ACCOUNT_IDS = [
  ['Id', 'IBAN'],
  ['Id', 'Othr', 'Id'],
  ['Id', 'BBAN'],
  ['Id', 'PrtryAcct', 'Id'],
];
/** Pages of one statement share its id. */
const PAGES = ['StmtPgntn', 'RptPgntn', 'NtfctnPgntn'];

/** A `Rpt`, `Stmt` or `Ntfctn` while it is read. */
export interface OpenStatement {
  readonly format: string;
  readonly sheet: BalanceSheet;
  id: string;
  page: string;
  account: string;
  currency: string | null;
  /** Of the first booking, for a statement that names no currency. */
  bookingCurrency: string | null;
  bookings: number;
  /** Days of the closing balance, of the last booking, and of the period's end, where the message gives them. */
  readonly days: { closing: CivilDate | null; lastBooking: CivilDate | null; periodEnd: CivilDate | null };
  /** The details of the booking being read. */
  details: XmlNode[];
}

type SectionReader = (statement: OpenStatement, node: XmlNode, known: Map<string, number>) => readonly StatementPart[];

const NOTHING: readonly StatementPart[] = [];
/** A payment of which the bank says no more than its amount. */
const UNSAID = {
  reversal: false,
  returnReason: null,
  endToEndId: null,
  references: [],
  counterparty: null,
  alsoRead: null,
  alsoNamed: [],
} as const;
const SECTIONS = new Map<string, SectionReader>([
  ['Id', (statement, node) => noted(() => (statement.id = node.text.trim()))],
  ...PAGES.map((name): [string, SectionReader] => [name, readPage]),
  ['Acct', readAccount],
  [
    'FrToDt',
    (statement, node) => noted(() => (statement.days.periodEnd = dayIn(textAt(node, 'ToDtTm') ?? textAt(node, 'ToDt')))),
  ],
  ['Bal', readBalance],
  ['TxDtls', readDetail],
  ['Ntry', readBooking],
]);

/** Reads one direct child of a statement, or one `TxDtls` before the `Ntry` that holds it. */
export function readSection(statement: OpenStatement, node: XmlNode, known: Map<string, number>): readonly StatementPart[] {
  return SECTIONS.get(node.name)?.(statement, node, known) ?? NOTHING;
}

function noted(note: () => unknown): readonly StatementPart[] {
  note();
  return NOTHING;
}

function readDetail(statement: OpenStatement, node: XmlNode): readonly StatementPart[] {
  if (statement.details.push(node) > fileBounds.details)
    refuse(
      atLine(node.line),
      `une écriture a plus de ${fileBounds.details} paiements\u00a0; attendu\u00a0: le fichier tel que la banque l’a donné`,
    );
  return NOTHING;
}

function readPage(statement: OpenStatement, node: XmlNode): readonly StatementPart[] {
  statement.page = textAt(node, 'PgNb') ?? '';
  return NOTHING;
}

function readAccount(statement: OpenStatement, node: XmlNode, known: Map<string, number>): readonly StatementPart[] {
  statement.account = (firstTextAt(node, ACCOUNT_IDS) ?? '').replace(/\s/g, '');
  statement.currency = textAt(node, 'Ccy');
  const name = JSON.stringify([statement.account, statement.id, statement.page]);
  const times = (known.get(name) ?? 0) + 1;
  known.set(name, times);
  if (times > 1) statement.page = `${statement.page}-${times}`;
  return NOTHING;
}

/** Opening is `OPBD`, else the previous closing `PRCD`; closing is `CLBD`. Intermediate balances are left aside. */
function readBalance(statement: OpenStatement, node: XmlNode): readonly StatementPart[] {
  const amount = nodeAt(node, 'Amt');
  const code = firstTextAt(node, [
    ['Tp', 'CdOrPrtry', 'Cd'],
    ['Tp', 'Cd'],
    ['Tp', 'CdOrPrtry', 'Prtry'],
  ]);
  if (amount === null || code === null) return NOTHING;
  const [currency, cents] = [amount.currency ?? 'EUR', centsOf(amount) * (signAt(node) ?? 1)];
  if (code === 'OPBD' || (code === 'PRCD' && statement.sheet.opening(currency) === null)) statement.sheet.open(currency, cents);
  if (code === 'CLBD') {
    statement.sheet.close(currency, cents);
    statement.days.closing = dayIn(
      firstTextAt(node, [
        ['Dt', 'Dt'],
        ['Dt', 'DtTm'],
      ]),
    );
  }
  return NOTHING;
}

function readBooking(statement: OpenStatement, node: XmlNode): readonly StatementPart[] {
  const booking = bookingOf(node, statement.details, statement.account);
  statement.details = [];
  statement.bookings++;
  statement.bookingCurrency ??= booking.currency;
  if ((booking.bookedOn ?? '') > (statement.days.lastBooking ?? '')) statement.days.lastBooking = booking.bookedOn;
  if (booking.status === 'booked') statement.sheet.move(booking.currency, booking.amountCents);
  const entries = booking.payments.map((payment, index) => tracedEntry(statement, booking, payment, index + 1));
  return [...entries.map((entry) => ({ kind: 'entry', entry }) as const), ...remainder(statement, booking)];
}

/** The cents that the details leave out (charges, an error of the bank) become an entry of their own: no euro vanishes. */
function remainder(statement: OpenStatement, booking: Booking): readonly StatementPart[] {
  const amountCents = leftCents(booking);
  if (amountCents === 0) return NOTHING;
  const isExplained = amountCents === booking.chargesCents;
  const label = isExplained ? 'Frais retenus par notre banque' : 'Écart entre l’écriture et ses détails';
  const entry = tracedEntry(statement, booking, { ...UNSAID, amountCents, label }, booking.payments.length + 1);
  const warning = `Relevé ${statement.id}, écriture ${statement.bookings}\u00a0: les détails diffèrent de l’écriture de ${formatCents(amountCents, booking.currency)}.`;
  return [{ kind: 'entry', entry }, ...(isExplained ? [] : [{ kind: 'warning', warning } as const])];
}

function tracedEntry(statement: OpenStatement, booking: Booking, payment: Payment, detail: number): TracedEntry {
  const place = {
    account: statement.account,
    statement: [statement.id, statement.page].filter(Boolean).join('-p'),
    booking: statement.bookings,
    detail,
  };
  const { bookedOn, valueOn, currency, status } = booking;
  const { amountCents, reversal, endToEndId, references, counterparty, label, alsoRead, alsoNamed } = payment;
  const facts = { bookedOn, valueOn, amountCents, currency, status, reversal, endToEndId, references, counterparty, label };
  const { amountCents: bookingCents, servicerReference } = booking;
  const trace = {
    account: statement.account,
    booking: place.booking,
    bookingCents,
    servicerReference,
    returnReason: payment.returnReason,
  };
  return { key: entryKey(place, facts), ...facts, ...rareFacts(alsoRead, alsoNamed), trace };
}

/** What is known once the statement has been read to its end. */
export function closedStatement(statement: OpenStatement): readonly StatementPart[] {
  const { format, id, account, sheet, days } = statement;
  const throughOn = days.closing ?? days.lastBooking ?? days.periodEnd;
  const currency = statement.currency ?? sheet.firstCurrency() ?? statement.bookingCurrency ?? 'EUR';
  const [openingCents, closingCents, balances] = [sheet.opening(currency), sheet.closing(currency), sheet.verdict()];
  const summary = { format, id, account, currency, openingCents, closingCents, balances };
  return [{ kind: 'statement', statement: summary, throughOn }, ...unbalancedWarning(summary)];
}

/** The civil day that a date or a moment of the bank begins with; a text that is no day says nothing. */
function dayIn(text: string | null): CivilDate | null {
  const day = text?.trim().slice(0, 10) ?? '';
  return isCivilDate(day) ? day : null;
}
