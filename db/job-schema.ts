import { integer, jsonb, pgTable, primaryKey, serial, text } from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';

export const jobKinds = ['enrolments', 'approvals', 'waivers', 'pauses', 'resumptions', 'plan-changes'] as const;

/** `stopping`: somebody stopped it and a turn may be under way. `halted`: who asked for it may not come in any more. */
export const jobStates = ['running', 'stopping', 'done', 'stopped', 'halted'] as const;

/** The same act, asked for many things at once, and how far it is. What is asked of each lies in `job_items` until it is done. */
export const jobs = pgTable('jobs', {
  id: serial('id').primaryKey(),
  kind: oneOf('kind', jobKinds).notNull(),
  /** Whose cases it touches. */
  creditors: jsonb('creditors').$type<readonly string[]>().notNull(),
  /** `key:1`, `person:2`: in whose name each act is done. */
  askedBy: text('asked_by').notNull(),
  /** The creditor for whom he acted; null: none was chosen. */
  creditorId: text('creditor_id'),
  state: oneOf('state', jobStates).notNull().default('running'),
  total: integer('total').notNull(),
  done: integer('done').notNull().default(0),
  /** Things of which nothing was to be done any more. */
  same: integer('same').notNull().default(0),
  refused: integer('refused').notNull().default(0),
  askedAt: instant('asked_at').notNull().defaultNow(),
  /** Until when the turn under way may last: a process that dies gives the job back then. */
  turnUntil: instant('turn_until').notNull().defaultNow(),
  endedAt: instant('ended_at'),
});

/** One thing of a job: it waits with what is asked of it, or was refused and says why. What is done is here no more. */
export const jobItems = pgTable(
  'job_items',
  {
    jobId: integer('job_id').notNull(),
    position: integer('position').notNull(),
    /** How people call it. */
    label: text('label').notNull(),
    /** Null once it was refused. */
    asked: jsonb('asked'),
    refusal: text('refusal'),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.position] })],
);
