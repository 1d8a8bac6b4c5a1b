import * as z from 'zod';
import { isDepartment } from '../calendar/departments.ts';
import { civilDateSchema, idSchema, instantSchema, strict } from '../document-schema.ts';
import { ROUTE_NAMES } from '../routes/route.ts';

const MOST_CENTS = 1_000_000_000_000;
const OLDEST_DAY = '1990-01-01';
const LAST_DAY = '2199-12-31';

/** A day within two lifetimes, so that a mistyped year is seen. */
export const storyDaySchema = civilDateSchema.refine(
  (on) => !civilDateSchema.safeParse(on).success || isOfOurTime(on),
  `a day from ${OLDEST_DAY} to ${LAST_DAY}`,
);
/** More than nothing, and less than a mistyped amount. */
export const storyCentsSchema = z.int().positive().max(MOST_CENTS);
/** A moment of the story. */
export const storyInstantSchema = instantSchema.refine(
  (at) => !instantSchema.safeParse(at).success || isOfOurTime(at.slice(0, 10)),
  `an instant from ${OLDEST_DAY} to ${LAST_DAY}`,
);

function isOfOurTime(on: string): boolean {
  return on >= OLDEST_DAY && on <= LAST_DAY;
}

const at = storyInstantSchema;
const invoice = idSchema;
const debtor = idSchema;
const amountCents = storyCentsSchema;
const paymentId = z.string().trim().min(1).max(200);
const words = z.string().trim().min(1).max(1000);
const channel = z.enum(['email', 'sms']);
const address = z.string().trim().min(1).max(320);

const department = z.string().refine(isDepartment, 'a French department such as "75", "2A" or "974"');

const oneOfBoth = 'exactly one of invoice and debtor';
const hasOne = (fact: { invoice?: string; debtor?: string }) => (fact.invoice === undefined) !== (fact.debtor === undefined);
const either = { invoice: invoice.exactOptional(), debtor: debtor.exactOptional() };

/** What happens on the way, told by its `type`. */
export const storyFactSchema = z.discriminatedUnion('type', [
  strict({ at, type: z.literal('payment'), id: paymentId, ...either, amountCents }).refine(hasOne, oneOfBoth),
  strict({ at, type: z.literal('payment-reversed'), payment: paymentId }),
  strict({ at, type: z.literal('payment-withdrawn'), invoice, payment: paymentId, reason: words }),
  strict({ at, type: z.literal('credit-note'), id: paymentId, invoice, amountCents }),
  strict({
    at,
    type: z.literal('invoice-changed'),
    invoice,
    dueOn: storyDaySchema.exactOptional(),
    totalCents: amountCents.exactOptional(),
  }).refine((fact) => fact.dueOn !== undefined || fact.totalCents !== undefined, 'dueOn, totalCents or both'),
  strict({ at, type: z.literal('invoice-cancelled'), invoice }),
  strict({ at, type: z.literal('approve'), invoice }),
  strict({ at, type: z.literal('waive'), invoice }),
  strict({ at, type: z.literal('claim-late-charges'), invoice }),
  strict({ at, type: z.literal('dispute-opened'), invoice, amountCents: amountCents.exactOptional() }),
  strict({ at, type: z.literal('dispute-resolved'), invoice, outcome: z.enum(['rejected', 'upheld', 'credited']) }),
  strict({ at, type: z.literal('promise'), invoice, amountCents, on: storyDaySchema }),
  strict({
    at,
    type: z.literal('instalments'),
    invoice,
    schedule: z.array(strict({ on: storyDaySchema, amountCents })).min(1),
    waivesLateCharges: z.boolean().exactOptional(),
    lateChargesCents: amountCents.exactOptional(),
  }),
  strict({ at, type: z.literal('pause'), ...either, until: storyDaySchema }).refine(hasOne, oneOfBoth),
  strict({ at, type: z.literal('resume'), ...either }).refine(hasOne, oneOfBoth),
  strict({
    at,
    type: z.literal('contact-changed'),
    debtor,
    email: address.exactOptional(),
    mobile: address.exactOptional(),
  }).refine((fact) => fact.email !== undefined || fact.mobile !== undefined, 'email, mobile or both'),
  strict({ at, type: z.literal('message-bounced'), debtor, channel }),
  strict({ at, type: z.literal('opt-out'), debtor, channel }),
  strict({
    at,
    type: z.literal('notice-event'),
    invoice,
    outcome: z.enum(['posted', 'received', 'notice-left', 'unclaimed', 'refused', 'unknown-address']),
    on: storyDaySchema,
  }),
  strict({
    at,
    type: z.literal('choose-route'),
    invoice,
    route: z.enum(ROUTE_NAMES),
  }),
  strict({
    at,
    type: z.literal('signature'),
    invoice,
    on: storyDaySchema,
    by: words,
    capacity: words.exactOptional(),
    document: words.exactOptional(),
  }),
  strict({ at, type: z.literal('use-credit'), invoice, to: invoice, amountCents: amountCents.exactOptional() }),
  strict({
    at,
    type: z.literal('refunded'),
    invoice,
    amountCents: amountCents.exactOptional(),
    on: storyDaySchema.exactOptional(),
    reference: words.exactOptional(),
  }),
  strict({
    at,
    type: z.literal('amicable-attempt'),
    invoice,
    on: storyDaySchema,
    means: z.enum(['conciliation', 'mediation', 'participative-procedure']),
    reference: words.exactOptional(),
  }),
  strict({
    at,
    type: z.literal('external-step'),
    invoice,
    who: words,
    on: storyDaySchema,
    reference: words.exactOptional(),
    document: words.exactOptional(),
    step: idSchema.exactOptional(),
    effectiveOn: storyDaySchema.exactOptional(),
  }),
  strict({
    at,
    type: z.literal('done-before'),
    invoice,
    remindedOn: storyDaySchema.exactOptional(),
    noticePostedOn: storyDaySchema.exactOptional(),
    noticeReceivedOn: storyDaySchema.exactOptional(),
    disputed: words.exactOptional(),
    givenTo: words.exactOptional(),
    givenOn: storyDaySchema.exactOptional(),
  }),
  strict({
    at,
    type: z.literal('insolvency'),
    debtor,
    openedOn: storyDaySchema,
    publishedOn: storyDaySchema.exactOptional(),
    courtDepartment: department.exactOptional(),
  }),
  strict({ at, type: z.literal('feed-stale') }),
  strict({ at, type: z.literal('feed-fresh') }),
  strict({ at, type: z.literal('worker-down') }),
  strict({ at, type: z.literal('worker-up') }),
]);

/** What one may suppose of a running case: facts to come, and how far to look. */
export const supposedSchema = strict({ until: storyDaySchema.exactOptional(), facts: z.array(storyFactSchema).default([]) });
