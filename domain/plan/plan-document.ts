import * as z from 'zod';
import { currencySchema, idSchema, readDocument, strict, textSchema } from '../document-schema.ts';
import { durationSchema, positiveDurationSchema, sendingSchema } from './duration-schema.ts';
import type { Plan } from './plan.ts';
import { debtorKinds, letterChannels, messageChannels, tones } from './plan.ts';
import { checkSteps } from './plan-rules-schema.ts';
import { templateIds } from './template-ids.ts';

const kinds = z.array(z.enum(debtorKinds)).min(1);
const segments = z.array(textSchema).min(1);
const centsByCurrency = z.record(currencySchema, z.int().nonnegative());

const conditions = strict({
  kinds: kinds.exactOptional(),
  segments: segments.exactOptional(),
  minimumBalance: centsByCurrency.exactOptional(),
  belowBalance: centsByCurrency.exactOptional(),
});

const base = {
  id: idSchema,
  anchor: z.enum(['before-due', 'after-due', 'after-entry', 'after-previous', 'after-notice-receipt']),
  delay: durationSchema,
  conditions: conditions.exactOptional(),
  gap: durationSchema.exactOptional(),
  sending: sendingSchema.exactOptional(),
};

const outward = {
  template: z.enum(templateIds),
  tone: z.enum(tones).default('friendly'),
  asks: z.enum(['balance', 'claim']).default('balance'),
  approval: z.boolean().default(false),
};

const NO_ELECTRONIC_LETTER =
  'another channel: no provider of electronic registered letters is connected; registered-letter is posted';
/** A formal notice prints the statement of what it asks. */
const STATEMENT = 'claim: a formal notice asks for the statement of claim that it prints';
const byMessage = z.array(z.enum(messageChannels)).min(1);
const byLetter = z
  .array(
    z
      .enum([...letterChannels, 'email', 'letter'])
      .refine((channel) => channel !== 'electronic-registered-letter', NO_ELECTRONIC_LETTER),
  )
  .min(1);

const step = z.discriminatedUnion('act', [
  strict({
    ...base,
    act: z.literal('message'),
    channels: byMessage,
    ...outward,
    payWithin: positiveDurationSchema.exactOptional(),
  }),
  strict({
    ...base,
    act: z.literal('letter'),
    channels: byLetter,
    ...outward,
    asks: z
      .enum(['balance', 'claim'])
      .default('claim')
      .refine((asks) => asks === 'claim', STATEMENT),
    approval: z.boolean().default(true),
  }),
  strict({
    ...base,
    act: z.literal('late-charges'),
    channels: z.array(z.literal('email')).min(1).default(['email']),
    ...outward,
    template: z.literal('late-charges').default('late-charges'),
    tone: z.enum(tones).default('firm'),
    asks: z.literal('claim').default('claim'),
  }),
  strict({ ...base, act: z.literal('decision') }),
  strict({ ...base, act: z.literal('handoff') }),
]);

/** A rest larger than this is no rest: nobody gives up so much without looking. */
const MOST_TOLERATED_CENTS = 10_000;
const MOST_TOLERATED_PER_MILLE = 50;

/** `then`: what the plan does with such a rest. The key is computed, for a linter takes a `then` that is written out for a promise. */
const toleranceSchema = strict({
  cents: z.int().nonnegative().max(MOST_TOLERATED_CENTS).default(100),
  perMille: z.int().nonnegative().max(MOST_TOLERATED_PER_MILLE).default(0),
  ['then' as const]: z.enum(['task', 'close']).default('task'),
});

/** More parts than this are an agreement that a person signs. */
const MOST_PARTS = 12;

const selfServiceSchema = strict({
  promiseWithin: durationSchema.default('P30D'),
  instalments: strict({ count: z.int().min(2).max(MOST_PARTS), within: positiveDurationSchema }).exactOptional(),
});

const customerHoldSchema = strict({
  step: idSchema,
  suggests: z.enum(['slow', 'cash-only', 'stop-deliveries']),
  minimumBalance: centsByCurrency.exactOptional(),
  aboveLimit: z.boolean().exactOptional(),
});

const morning = { from: '08:30', to: '12:00' };
const smsMorning = { from: '09:30', to: '12:00' };

/** A plan document as people write it (docs/plans.md): what is absent has a default. */
export const planDocumentSchema = strict({
  id: idSchema,
  version: z.int().positive(),
  name: textSchema,
  appliesTo: strict({ kinds: kinds.exactOptional(), segments: segments.exactOptional() }).default({}),
  thresholds: centsByCurrency.exactOptional(),
  grouping: z.enum(['same-morning', 'none']).default('same-morning'),
  gap: durationSchema.default('P1D'),
  contactCap: strict({ contacts: z.int().positive(), per: positiveDurationSchema }).exactOptional(),
  spread: durationSchema.exactOptional(),
  leads: z.enum(['invoice', 'oldest']).exactOptional(),
  together: z.enum(['invoice', 'debtor']).exactOptional(),
  lateStart: z.enum(['walk', 'step-of-age']).default('walk'),
  lateCharges: z.enum(['claim', 'waive']).default('claim'),
  staleFeedAfter: durationSchema.default('P3D'),
  sending: sendingSchema.default({}),
  steps: z.array(step).min(1),
  promise: strict({ grace: durationSchema.default('P0D'), broken: idSchema.exactOptional() }).default({ grace: 'P0D' }),
  instalments: strict({
    grace: durationSchema.default('P5D'),
    notice: durationSchema.default('P8D'),
    lapse: z.boolean().default(false),
  }).default({ grace: 'P5D', notice: 'P8D', lapse: false }),
  dispute: strict({ answerWithin: durationSchema.default('P15D') }).default({ answerWithin: 'P15D' }),
  tolerance: toleranceSchema.exactOptional(),
  replies: strict({ pause: durationSchema.default('P5D') }).exactOptional(),
  selfService: selfServiceSchema.exactOptional(),
  customerHold: z.array(customerHoldSchema).min(1).exactOptional(),
})
  .superRefine(checkSteps)
  .meta({ id: 'PlanDocument', description: 'Plan de relance : étapes, ancres, délais, canaux, modèles.' });

/** Reads a plan document and fills in every default. Throws `BadInput` with all its faults. */
export function parsePlan(document: unknown): Plan {
  const read = readDocument(planDocumentSchema, document);
  const sending = { days: 'working' as const, email: morning, sms: smsMorning, ...read.sending };
  const steps = read.steps.map((each) => (each.sending ? { ...each, sending: { ...sending, ...each.sending } } : each));
  return { ...read, sending, steps } as Plan;
}
