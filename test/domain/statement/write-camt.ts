import {
  bookingCents,
  closingCents,
  type WrittenBooking,
  type WrittenPayment,
  type WrittenStatement,
} from './write-statement.ts';

const MESSAGES = {
  '052': { message: 'BkToCstmrAcctRpt', statement: 'Rpt' },
  '053': { message: 'BkToCstmrStmt', statement: 'Stmt' },
  '054': { message: 'BkToCstmrDbtCdtNtfctn', statement: 'Ntfctn' },
};

export type CamtMessage = keyof typeof MESSAGES;

/** Dialect of a message: its version decides where statuses, parties, references and detail amounts stand. */
export interface CamtDialect {
  readonly message: CamtMessage;
  readonly version: number;
  readonly prefix?: string;
}

/** Writes a camt file as a bank of that version would. */
export function camtText(dialect: CamtDialect, statements: readonly WrittenStatement[]): string {
  const { message, statement } = MESSAGES[dialect.message];
  const root = dialect.version === 1 ? `${message}V01` : message;
  const version = String(dialect.version).padStart(2, '0');
  const body = statements.map((each) => element(statement, camtStatement(dialect, each))).join('');
  const xml = element(root, `${element('GrpHdr', element('MsgId', `MSG-${statements[0]?.id ?? ''}`))}${body}`);
  const text = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.${dialect.message}.001.${version}">${xml}</Document>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${dialect.prefix ? prefixed(text, dialect.prefix) : text}`;
}

/** The opening part of a statement, its entries, and what closes it, so that a bench can stream many entries. */
export function camtStatement(dialect: CamtDialect, statement: WrittenStatement): string {
  const account = element('Acct', `${element('Id', element('IBAN', statement.iban))}${element('Ccy', 'EUR')}`);
  const hasBalances = dialect.message === '053';
  const balances = hasBalances
    ? balance(dialect, 'OPBD', statement.openingCents) + balance(dialect, 'CLBD', closingCents(statement))
    : '';
  return `${element('Id', statement.id)}${account}${balances}${statement.bookings.map((booking) => camtEntry(dialect, booking)).join('')}`;
}

/** One `Ntry`. */
export function camtEntry(dialect: CamtDialect, booking: WrittenBooking): string {
  const status = booking.pending ? 'PDNG' : 'BOOK';
  const details = booking.payments.map((payment) => camtDetails(dialect, payment)).join('');
  const parts = [
    signed(bookingCents(booking)),
    element('Sts', dialect.version >= 8 ? element('Cd', status) : status),
    element('BookgDt', element('Dt', booking.on)),
    booking.servicerReference ? element('AcctSvcrRef', booking.servicerReference) : '',
    dialect.version === 1 ? details : element('NtryDtls', details),
  ];
  return `${element('Ntry', parts.join(''))}\n`;
}

function camtDetails(dialect: CamtDialect, payment: WrittenPayment): string {
  const isRecent = dialect.version >= 3;
  const side = payment.amountCents > 0 !== (payment.returned === true) ? 'Dbtr' : 'Cdtr';
  const name = element('Nm', escaped(payment.payer ?? ''));
  const amount = isRecent ? signed(payment.amountCents) : element('AmtDtls', element('TxAmt', euros(payment.amountCents)));
  const parts = [
    element('Refs', element('EndToEndId', payment.endToEndId ?? 'NOTPROVIDED')),
    amount,
    payment.payer ? element('RltdPties', element(side, dialect.version >= 8 ? element('Pty', name) : name)) : '',
    element('RmtInf', `${payment.text ? element('Ustrd', escaped(payment.text)) : ''}${structured(dialect, payment)}`),
    payment.returned ? element('RtrInf', element('Rsn', element('Cd', 'AC04'))) : '',
  ];
  return element('TxDtls', parts.join(''));
}

function structured(dialect: CamtDialect, { reference }: WrittenPayment): string {
  if (!reference) return '';
  return element('Strd', element('CdtrRefInf', element(dialect.version === 1 ? 'CdtrRef' : 'Ref', reference)));
}

function balance(dialect: CamtDialect, code: string, cents: number): string {
  const type = dialect.version === 1 ? element('Cd', code) : element('CdOrPrtry', element('Cd', code));
  return element('Bal', `${element('Tp', type)}${signed(cents)}`);
}

function signed(cents: number): string {
  return `${euros(cents)}${element('CdtDbtInd', cents < 0 ? 'DBIT' : 'CRDT')}`;
}

function euros(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `<Amt Ccy="EUR">${digits.slice(0, -2)}.${digits.slice(-2)}</Amt>`;
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}

function prefixed(text: string, prefix: string): string {
  return text.replace(/<(\/?)(\w+)/g, `<$1${prefix}:$2`).replace('xmlns=', `xmlns:${prefix}=`);
}
