import * as z from 'zod';
import { isDebtDay } from '../case/limitation.ts';
import { centsSchema, civilDateSchema, claimCurrencySchema, idSchema, strict, textSchema } from '../document-schema.ts';

/**
 * A day that starts the limitation of a claim: none is known to us before the law of 17 June 2008 (loi 2008-561), and every claim of that
 * time is barred.
 */
const debtDaySchema = civilDateSchema.refine(isDebtDay, {
  error: 'a day from 2008-06-19, since when the limitation in force counts',
  when: ({ issues }) => issues.length === 0,
});

const linkSchema = z.url({ protocol: /^https?$/ });

const fields = strict({
  id: idSchema,
  number: textSchema.max(50),
  currency: claimCurrencySchema.default('EUR'),
  totalCents: centsSchema.meta({ description: 'TTC' }),
  vatCents: z.int().nonnegative().exactOptional(),
  issuedOn: debtDaySchema.exactOptional(),
  dueOn: debtDaySchema,
  serviceCompletedOn: debtDaySchema.exactOptional(),
  nature: z
    .enum(['services', 'goods', 'transport', 'consumer'])
    .nullable()
    .exactOptional()
    .meta({ description: 'Nature de la créance, dont dépend la prescription ; null quand on ne sait pas' }),
  purchaseOrder: textSchema.exactOptional(),
  documentUrl: linkSchema.exactOptional(),
  proofs: z.array(strict({ kind: textSchema, url: linkSchema })).exactOptional(),
});

/** An invoice as billing knows it. */
export const invoiceSchema = fields
  .refine((invoice) => invoice.issuedOn === undefined || invoice.dueOn >= invoice.issuedOn, {
    error: 'a due date that is not before issuedOn',
    path: ['dueOn'],
  })
  .refine((invoice) => invoice.vatCents === undefined || invoice.vatCents <= invoice.totalCents, {
    error: 'a VAT that is not more than totalCents',
    path: ['vatCents'],
  })
  .meta({ id: 'Invoice' });

export type InvoiceDocument = z.output<typeof invoiceSchema>;
