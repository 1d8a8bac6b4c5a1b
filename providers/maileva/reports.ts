import * as z from 'zod';
import { civilDateSchema, strict } from '../../domain/document-schema.ts';

const outcomes = ['posted', 'received', 'notice-left', 'unclaimed', 'refused', 'unknown-address'] as const;

/** A report that says itself what became of a letter: `message` is our id, `on` the day of the event. */
export const letterReportSchema = strict({
  type: z.literal('letter.event'),
  timestamp: z.iso.datetime({ offset: true }),
  data: strict({ message: z.string().max(500), outcome: z.enum(outcomes), on: civilDateSchema }),
});

/** Maileva says that something happened to a sending, not what: the answer is to look. */
export const notificationSchema = z.looseObject({
  source: z.string(),
  event_type: z.string(),
  resource_type: z.string(),
  resource_id: z.string().max(100),
  resource_location: z.string().optional(),
});
