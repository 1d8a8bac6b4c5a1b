import * as z from 'zod';

/** A notification only names what happened to what: Swan sends no money by webhook. */
export const swanEventSchema = z
  .object({
    eventType: z.string().max(100),
    eventId: z.string().min(1).max(150),
    eventDate: z.iso.datetime({ offset: true }),
    projectId: z.string().max(150),
    resourceId: z.string().min(1).max(150),
  })
  .meta({ id: 'SwanEvent' });
