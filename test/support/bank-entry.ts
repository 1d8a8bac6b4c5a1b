/** A credit of one euro, booked, which says nothing but its label. */
export const bankEntry = {
  key: 'e1',
  bookedOn: '2026-11-02',
  valueOn: null,
  amountCents: 100,
  currency: 'EUR',
  status: 'booked',
  reversal: false,
  endToEndId: null,
  references: [],
  counterparty: null,
  label: 'F-1',
} as const;
