import { Temporal } from 'temporal-polyfill/implementation';
import * as z from 'zod';
import { strict } from '../document-schema.ts';
import { durationMs } from './duration.ts';

/** An ISO 8601 duration that is not negative. */
export const durationSchema = z
  .string()
  .refine(isDuration, { error: 'an ISO 8601 duration such as P5D or PT4S, not negative', abort: true });
/** The same, longer than nothing. */
export const positiveDurationSchema = durationSchema.refine(
  (text) => !isDuration(text) || durationMs(text) > 0,
  'a duration longer than nothing, such as P8D',
);

const clock = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a clock time HH:MM from 00:00 to 24:00');
const window = strict({ from: clock, to: clock }).refine(({ from, to }) => from < to, 'a window whose `from` is before its `to`');

/** When messages may leave; what is absent is as in the plan, or its default (docs/plans.md 3). */
export const sendingSchema = strict({
  days: z.enum(['working', 'any']).exactOptional(),
  email: window.exactOptional(),
  sms: window.exactOptional(),
});

function isDuration(text: string): boolean {
  if (!text.startsWith('P')) return false;
  try {
    return Temporal.Duration.from(text).sign >= 0;
  } catch {
    return false;
  }
}
