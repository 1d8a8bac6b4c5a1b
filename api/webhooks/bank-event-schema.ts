import * as z from 'zod';
import { civilDateSchema, currencySchema, instantSchema, strict, textSchema } from '../../domain/document-schema.ts';
import { isPlainText, onOneLine } from '../../domain/plain-text.ts';

/** What a bank writes is kept, on one line: money is not refused for the breaks in its label. */
const said = (longest: number) => z.string().max(longest).transform(onOneLine);
const line = said(2000).nullable().default(null);

/** One entry as `statement` prints it, with the account it is on. */
const entryOf = <Status extends string>(status: Status) =>
  strict({
    account: textSchema,
    key: z.string().min(1).max(200).refine(isPlainText, 'one line of plain text'),
    bookedOn: civilDateSchema.nullable().default(null),
    valueOn: civilDateSchema.nullable().default(null),
    amountCents: z.int().meta({ description: 'Crédit positif, débit négatif' }),
    currency: currencySchema.default('EUR'),
    status: z.enum([status]).default(status as never),
    reversal: z.boolean().default(false),
    endToEndId: line,
    references: z.array(said(2000)).max(50).default([]),
    counterparty: line,
    label: line,
    alsoRead: said(2000).exactOptional(),
    alsoNamed: z.array(said(500)).max(10).exactOptional(),
  });

const anyStatus = entryOf('booked').extend({ status: z.enum(['booked', 'pending', 'information']).default('booked') });

const event = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  strict({ type: z.literal(type), timestamp: instantSchema, data });

/** What a bank, or an aggregator, may tell. `reversed` and `deleted` name the entry they undo by its key, or its end-to-end id. */
export const bankEventSchema = z
  .discriminatedUnion('type', [
    event('bank.transaction.booked', entryOf('booked')),
    event('bank.transaction.pending', entryOf('pending')),
    event('bank.transaction.reversed', anyStatus),
    event('bank.transaction.deleted', anyStatus),
    event(
      'bank.feed.checked',
      strict({
        account: textSchema,
        through: z.union([civilDateSchema, instantSchema], 'a date YYYY-MM-DD or an ISO 8601 instant'),
      }),
    ),
  ])
  .meta({ id: 'BankEvent' });

export type BankEvent = z.output<typeof bankEventSchema>;
