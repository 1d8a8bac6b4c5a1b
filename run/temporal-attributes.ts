/** The search attributes of a case as the engine knows them: opaque ids, amounts and dates, never a name or an address. */
export const searchAttributes = {
  CreditorId: 'Keyword',
  DebtorId: 'Keyword',
  InvoiceNumber: 'Keyword',
  Phase: 'Keyword',
  Hold: 'Keyword',
  Route: 'Keyword',
  Plan: 'Keyword',
  Balance: 'Double',
  DueOn: 'Datetime',
  NextActAt: 'Datetime',
  TimeBarredOn: 'Datetime',
  NeedsHuman: 'Bool',
} as const;
