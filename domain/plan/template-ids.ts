/** Every template that the product ships: the names a plan may use in `template`, and those that leave outside any plan. */
export const templateIds = [
  'courtesy-note',
  'reminder',
  'formal-notice',
  'corrective',
  'late-charges',
  'payment-thanks',
  'partial-payment-thanks',
  'credit-notice',
  'dispute-receipt',
  'promise-confirmation',
  'payment-announcement',
  'missed-instalment',
  'instalment-agreement',
  'statement-of-account',
  'answer',
] as const;

/** The name of a shipped template. */
export type TemplateId = (typeof templateIds)[number];
