/** What the writers put in a bank file, whatever its format. */
export interface WrittenPayment {
  readonly amountCents: number;
  readonly payer?: string;
  readonly text?: string;
  readonly endToEndId?: string;
  readonly reference?: string;
  readonly returned?: boolean;
}

export interface WrittenBooking {
  readonly on: string;
  readonly payments: readonly WrittenPayment[];
  readonly servicerReference?: string;
  readonly pending?: boolean;
}

export interface WrittenStatement {
  readonly id: string;
  readonly bank: string;
  readonly branch: string;
  readonly number: string;
  readonly iban: string;
  readonly openingOn: string;
  readonly openingCents: number;
  readonly bookings: readonly WrittenBooking[];
}

/** An account with the IBAN of its French bank details. */
export const ACCOUNT = { bank: '30004', branch: '00123', number: '00001234567', iban: 'FR7630004001230000123456705' };

export function bookingCents(booking: WrittenBooking): number {
  return booking.payments.reduce((sum, payment) => sum + payment.amountCents, 0);
}

export function closingCents(statement: WrittenStatement): number {
  return statement.bookings
    .filter((booking) => !booking.pending)
    .reduce((sum, booking) => sum + bookingCents(booking), statement.openingCents);
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
