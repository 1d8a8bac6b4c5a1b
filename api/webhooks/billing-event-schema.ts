import * as z from 'zod';
import { eInvoiceStatusCodes } from '../../domain/case/facts/e-invoice.ts';
import { centsSchema, civilDateSchema, idSchema, instantSchema, strict, textSchema } from '../../domain/document-schema.ts';
import { invoiceSchema } from '../../domain/party/invoice-schema.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';

const told = strict({ invoice: invoiceSchema, debtor: debtorSchema, plan: idSchema.exactOptional() });

const event = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  strict({ type: z.literal(type), timestamp: instantSchema, data });

/** What a billing system may tell. */
export const billingEventSchema = z
  .discriminatedUnion('type', [
    event('invoice.created', told),
    event('invoice.updated', told),
    event('invoice.cancelled', strict({ invoiceId: idSchema, reason: textSchema.exactOptional() })),
    event('invoice.paid', strict({ invoiceId: idSchema, on: civilDateSchema, amountCents: centsSchema })),
    event(
      'invoice.status',
      strict({
        invoiceId: idSchema,
        status: z.literal(eInvoiceStatusCodes).meta({ description: 'Statut de la facture électronique, 200 à 213' }),
        amountCents: centsSchema.exactOptional().meta({ description: 'Montant contesté (207, 208), s’il est partiel' }),
        reason: textSchema.exactOptional(),
      }),
    ),
    event('credit-note.created', strict({ id: idSchema, invoiceId: idSchema, amountCents: centsSchema, on: civilDateSchema })),
  ])
  .meta({ id: 'BillingEvent' });

export type BillingEvent = z.output<typeof billingEventSchema>;
export type ToldEvent = Extract<BillingEvent, { type: 'invoice.created' | 'invoice.updated' }>;
