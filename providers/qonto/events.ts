import * as z from 'zod';
import { decimalCents, someText } from '../bank-fields.ts';

const moment = z.iso.datetime({ offset: true });

/** The `v1/transactions` webhook: a whole transaction. Fields that we do not read may come and go. */
export const qontoEventSchema = z
  .object({
    type: z.literal('v1/transactions'),
    created_at: moment,
    data: z.object({
      id: z.string().min(1).max(150),
      amount: decimalCents,
      currency: z.string().regex(/^[A-Z]{3}$/),
      side: z.enum(['credit', 'debit']),
      status: z.enum(['pending', 'completed', 'declined']),
      settled_at: moment.nullish(),
      label: someText,
      clean_counterparty_name: someText,
      reference: someText,
      bank_account: z.object({ iban: z.string().min(1).max(50) }).nullish(),
      bank_account_id: z.string().min(1).max(150).optional(),
    }),
  })
  .meta({ id: 'QontoEvent' });
