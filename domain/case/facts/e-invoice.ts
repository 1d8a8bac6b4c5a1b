/** The life of an electronic invoice as platforms tell it (AFNOR XP Z12-012): number and French name. */
export const eInvoiceStatuses = {
  200: 'déposée',
  201: 'émise par la plateforme',
  202: 'reçue par la plateforme',
  203: 'mise à disposition',
  204: 'prise en charge',
  205: 'approuvée',
  206: 'approuvée partiellement',
  207: 'en litige',
  208: 'suspendue',
  209: 'complétée',
  210: 'refusée',
  211: 'paiement transmis',
  212: 'encaissée',
  213: 'rejetée',
} as const;

export type EInvoiceStatus = keyof typeof eInvoiceStatuses;

/** Every status, in order. */
export const eInvoiceStatusCodes = Object.keys(eInvoiceStatuses).map(Number) as EInvoiceStatus[];
