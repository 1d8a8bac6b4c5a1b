import {
  bookingCents,
  closingCents,
  type WrittenBooking,
  type WrittenPayment,
  type WrittenStatement,
} from './write-statement.ts';

/** Writes a CFONB 120 statement; a booking is one movement with the details of its first payment. */
export function cfonbText(statement: WrittenStatement, lineBreak = '\r\n'): string {
  return cfonbRecords(statement).join(lineBreak) + lineBreak;
}

/** The records of a statement, 120 characters each. */
export function cfonbRecords(statement: WrittenStatement): readonly string[] {
  const closingOn = statement.bookings.at(-1)?.on ?? statement.openingOn;
  return [
    cfonbBalance(statement, '01', statement.openingOn, statement.openingCents),
    ...statement.bookings.flatMap((booking) => cfonbMovement(statement, booking)),
    cfonbBalance(statement, '07', closingOn, closingCents(statement)),
  ];
}

/** Records 04 and 05 of a booking. */
export function cfonbMovement(statement: WrittenStatement, booking: WrittenBooking): readonly string[] {
  const [payment = { amountCents: 0 }] = booking.payments;
  const cents = bookingCents(booking);
  const code = payment.returned ? (cents < 0 ? 'B3' : 'B5') : cents < 0 ? '06' : '05';
  const head = `${statement.bank}0001${statement.branch}EUR2 ${statement.number}${code}${jjmmaa(booking.on)}`;
  const label = cents < 0 ? 'VIR SEPA EMIS' : 'VIR SEPA RECU';
  const movement = `04${head}  ${jjmmaa(booking.on)}${label.padEnd(31)}  0000000  ${overpunched(cents)}${''.padEnd(16)}`;
  return [movement, ...details(payment, cents).map(([qualifier, text]) => `05${head}     ${qualifier}${text.padEnd(70)}  `)];
}

function details(payment: WrittenPayment, cents: number): readonly (readonly [string, string])[] {
  const isPayer = cents > 0 !== (payment.returned === true);
  const texts: readonly (readonly [string, string | undefined])[] = [
    [isPayer ? 'NPY' : 'NBE', payment.payer],
    ['LCC', payment.text?.slice(0, 70)],
    ['LC2', payment.text?.slice(70, 140)],
    ['RCN', payment.endToEndId],
    ['LCS', payment.reference],
  ];
  return texts.flatMap(([qualifier, text]) => (text ? [[qualifier, text] as const] : []));
}

/** Record 01 or 07. */
export function cfonbBalance(statement: WrittenStatement, code: '01' | '07', on: string, cents: number): string {
  return `${code}${statement.bank}    ${statement.branch}EUR2 ${statement.number}  ${jjmmaa(on)}${''.padEnd(50)}${overpunched(cents)}${''.padEnd(16)}`;
}

function jjmmaa(on: string): string {
  return on.slice(8, 10) + on.slice(5, 7) + on.slice(2, 4);
}

function overpunched(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(14, '0');
  return digits.slice(0, 13) + (cents < 0 ? '}JKLMNOPQR' : '{ABCDEFGHI').charAt(Number(digits.slice(13)));
}
