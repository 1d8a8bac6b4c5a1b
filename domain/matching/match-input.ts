import * as z from 'zod';
import { civilDateSchema, currencySchema, idSchema, readDocument, strict } from '../document-schema.ts';
import { BadInput } from '../fault.ts';
import type { OpenInvoice, PayingEntry } from './open-invoice.ts';

/** What `match` reads. */
export interface MatchInput {
  readonly invoices: readonly OpenInvoice[];
  readonly entries: readonly PayingEntry[];
}

const text = z.string().max(10_000).nullish();
const name = z.string().max(500);

const invoice = strict({
  id: idSchema,
  number: z.string().trim().min(1).max(100),
  creditor: idSchema,
  debtor: strict({ id: idSchema, name }),
  balanceCents: z.int(),
  currency: currencySchema.default('EUR'),
  dueOn: civilDateSchema.nullish(),
  structuredReference: text,
});

const entry = strict({
  key: z.string().min(1).max(200),
  bookedOn: civilDateSchema.nullish(),
  valueOn: civilDateSchema.nullish(),
  amountCents: z.int(),
  currency: currencySchema.default('EUR'),
  status: z.enum(['booked', 'pending', 'information']).default('booked'),
  reversal: z.boolean().default(false),
  endToEndId: text,
  references: z.array(z.string().max(1000)).default([]),
  counterparty: text,
  label: text,
  alsoRead: text,
  alsoNamed: z.array(z.string().max(500)).max(10).exactOptional(),
});

/** The document that `match` takes, for OpenAPI and the reader. */
const matchInputSchema = strict({ invoices: z.array(invoice), entries: z.array(entry) });

/** Reads the input of `match`. Throws `BadInput` with the JSON path, what came and what is expected. */
export function readMatchInput(document: unknown): MatchInput {
  const input = readDocument<MatchInput>(matchInputSchema, document);
  const faults = [
    ...repeated(input.invoices.map((each) => each.id)).map((index) => ({
      path: `$.invoices[${index}].id`,
      ids: input.invoices[index]?.id,
    })),
    ...repeated(input.entries.map((each) => each.key)).map((index) => ({
      path: `$.entries[${index}].key`,
      ids: input.entries[index]?.key,
    })),
  ];
  if (faults.length === 0) return input;
  throw new BadInput(
    faults.map(({ path, ids }) => ({ path, message: `got ${JSON.stringify(ids)} a second time, expected each once` })),
  );
}

/** Places of the values that an earlier place already holds. */
function repeated(values: readonly string[]): readonly number[] {
  const seen = new Set<string>();
  return values.flatMap((value, index) => {
    const isNew = !seen.has(value);
    seen.add(value);
    return isNew ? [] : [index];
  });
}
