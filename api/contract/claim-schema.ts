import * as z from 'zod';
import type { ClaimStatement } from '../../domain/claim/claim.ts';
import { cents, count, day, exactly, list, object, text } from './schema.ts';

const figures = { principalCents: cents, interestCents: cents, indemnityCents: cents, totalCents: cents };
const regime = z.enum(['commercial-default', 'contract', 'legal', 'legal-plus-5', 'public-procurement']);
const line = object({
  from: day,
  to: day,
  days: count,
  baseCents: cents,
  rateBasisPoints: cents,
  regime,
  divisor: z.union([z.literal(365), z.literal(366)]),
  amountCents: cents,
});
const part = object({ invoice: text, to: z.enum(['interest', 'principal', 'indemnity']), amountCents: cents });
const detail = {
  invoices: list(z.looseObject({ ...figures, number: text, lines: list(line) })),
  payments: list(object({ id: text, parts: list(part), creditCents: cents.exactOptional() })),
  alternatives: list(object({ rateBasisPoints: cents, interestCents: cents })),
  warnings: list(text),
};

const none = z.null();

/** A statement of claim as of today: owed now, slice by slice; or why nothing is computed beyond a day. */
export const claim = exactly<ClaimStatement>()(
  z.discriminatedUnion('status', [
    object({ status: z.enum(['ok', 'insolvency']), ...figures, ...detail }),
    object({ status: z.literal('rate-missing'), ...figures, ...detail, missing: list(text), knownUntil: day }),
    object({
      status: z.literal('rate-below-floor'),
      principalCents: none,
      interestCents: none,
      indemnityCents: none,
      totalCents: none,
      ...detail,
    }),
  ]),
);
