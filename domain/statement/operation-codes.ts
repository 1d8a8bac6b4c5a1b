/** French interbank codes of a payment that is undone: unpaid cheques, bills and debits, recalled transfers. */
const UNDONE_RECEIPTS = ['03', '10', '26', '27', '33', 'B3', 'B4', 'C4'];
/** Credits that no customer paid: our own transfers, debits or bills that come back. */
const OWN_MONEY_BACK = ['12', 'A3', 'A4', 'B5', 'B6', 'C3', 'C5'];
const UNDONE = new Map<string, 'debit' | 'credit'>([
  ...UNDONE_RECEIPTS.map((code) => [code, 'debit'] as const),
  ...OWN_MONEY_BACK.map((code) => [code, 'credit'] as const),
]);

/** ISO 20022 sub-families of returned, reversed, unpaid or recalled payments. */
const UNDONE_SUB_FAMILIES = new Set(['RRTN', 'ARET', 'UPDD', 'UPCQ', 'PRDD', 'RCDD', 'RPCR']);

/** True when the interbank code (CFONB, two characters) says that a payment in this direction is undone. */
export function isUndoneOperation(code: string, amountCents: number): boolean {
  return UNDONE.get(code) === (amountCents < 0 ? 'debit' : 'credit');
}

/** True when the ISO sub-family code says that a payment is undone. */
export function isUndoneSubFamily(code: string): boolean {
  return UNDONE_SUB_FAMILIES.has(code);
}
