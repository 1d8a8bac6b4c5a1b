import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Database, Queries } from './database.ts';
import { jobItems, jobs } from './job-schema.ts';
import { rowsOf } from './rows.ts';

export const jobKinds = ['enrolments', 'approvals', 'plan-changes'] as const;
export type JobKind = (typeof jobKinds)[number];

/** `stopping`: somebody stopped it and a turn may be under way. `halted`: who asked for it may not come in any more. */
export const jobStates = ['running', 'stopping', 'done', 'stopped', 'halted'] as const;
export type JobState = (typeof jobStates)[number];

export type Job = Omit<typeof jobs.$inferSelect, 'turnUntil'> & { readonly kind: JobKind; readonly state: JobState };
export type NewJob = Pick<Job, 'kind' | 'creditors' | 'askedBy' | 'creditorId'>;

/** One thing of a job that waits, with what is asked of it. */
export interface JobItem {
  readonly position: number;
  readonly label: string;
  readonly asked: unknown;
}

/** What came of one: `same` when nothing was to be done any more, else why it was refused. */
export type JobOutcome = { readonly position: number } & (
  | { readonly came: 'done' | 'same' }
  | { readonly came: 'refused'; readonly label: string; readonly refusal: string }
);

const UNDER_WAY = ['running', 'stopping'];

/** Keeps a job and everything it is about, in one transaction: from now on it is done, whoever goes away. */
export function addJob(db: Database, job: NewJob, items: readonly Omit<JobItem, 'position'>[]): Promise<Job> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .insert(jobs)
      .values({ ...job, total: items.length })
      .returning();
    if (!row) throw new Error('the job was not written');
    await tx.execute(sql`insert into job_items (job_id, position, label, asked)
      select ${row.id}, place, told->>'label', told->'asked'
      from jsonb_array_elements(${JSON.stringify(items)}::jsonb) with ordinality as each(told, place)`);
    return jobIn(row);
  });
}

/** The job of that number. */
export async function jobOf(db: Queries, id: number): Promise<Job | undefined> {
  const [row] = await db.select().from(jobs).where(eq(jobs.id, id));
  return row && jobIn(row);
}

/** The last jobs about cases of these creditors alone (null: of any), the newest first. */
export async function jobsOf(db: Queries, creditors: readonly string[] | null, limit: number): Promise<Job[]> {
  const theirs = creditors === null ? undefined : sql`${jobs.creditors} <@ ${JSON.stringify(creditors)}::jsonb`;
  return (await db.select().from(jobs).where(theirs).orderBy(desc(jobs.id)).limit(limit)).map(jobIn);
}

/**
 * Takes the job that waited longest for its turn, or that one; nobody else has it for `leaseMs`, unless its turn ends before. Undefined when
 * none waits.
 */
export async function takeJob(db: Queries, leaseMs: number, id: number | null = null): Promise<Job | undefined> {
  const [row] = await rowsOf<{ id: number }>(
    db,
    sql`update jobs set turn_until = now() + ${leaseMs} * interval '1 millisecond' where id = (
      select id from jobs where ended_at is null and turn_until <= now() and (${id}::int is null or id = ${id}::int)
      order by turn_until, id limit 1 for update skip locked) returning id`,
  );
  return row && jobOf(db, row.id);
}

/** What is to be done next of a job, in order. */
export async function waitingItems(db: Queries, jobId: number, limit: number): Promise<JobItem[]> {
  return db
    .select({ position: jobItems.position, label: jobItems.label, asked: jobItems.asked })
    .from(jobItems)
    .where(and(eq(jobItems.jobId, jobId), isNull(jobItems.refusal)))
    .orderBy(asc(jobItems.position))
    .limit(limit);
}

/** What was refused of a job, in order. */
export async function refusalsOf(db: Queries, jobId: number, limit: number): Promise<{ label: string; refusal: string }[]> {
  const rows = await db
    .select({ label: jobItems.label, refusal: jobItems.refusal })
    .from(jobItems)
    .where(and(eq(jobItems.jobId, jobId), isNotNull(jobItems.refusal)))
    .orderBy(asc(jobItems.position))
    .limit(limit);
  return rows.map(({ label, refusal }) => ({ label, refusal: refusal ?? '' }));
}

/** Writes down what came of a turn, gives the job back, and ends it once nothing waits. What another turn wrote down already counts once. */
export async function endTurn(db: Database, jobId: number, outcomes: readonly JobOutcome[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.select({ id: jobs.id }).from(jobs).where(eq(jobs.id, jobId)).for('update');
    await tx.execute(sql`with told as (
        select * from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) as told(position int, came text, label text, refusal text)),
      gone as (delete from job_items i using told where i.job_id = ${jobId} and i.position = told.position
        and i.refusal is null and told.came <> 'refused' returning told.came),
      kept as (update job_items i set label = told.label, refusal = told.refusal, asked = null from told
        where i.job_id = ${jobId} and i.position = told.position and i.refusal is null and told.came = 'refused' returning 1)
      update jobs set turn_until = now(), refused = refused + (select count(*) from kept),
        done = done + (select count(*) from gone where came = 'done'), same = same + (select count(*) from gone where came = 'same')
      where id = ${jobId}`);
    await tx.execute(sql`update jobs set state = 'done', ended_at = now() where id = ${jobId} and ended_at is null
      and done + same + refused = total`);
  });
}

/** Asks a job to stop: what is under way is done, the rest is not. False when it has ended. */
export async function stopJob(db: Queries, id: number): Promise<boolean> {
  const stopped = await db
    .update(jobs)
    .set({ state: 'stopping' })
    .where(and(eq(jobs.id, id), inArray(jobs.state, UNDER_WAY)))
    .returning({ id: jobs.id });
  return stopped.length > 0;
}

/** Ends a job before its end: what waited is done by nobody any more, and what was asked of it is forgotten. */
export async function endJob(db: Database, id: number, state: 'stopped' | 'halted'): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(jobItems).where(and(eq(jobItems.jobId, id), isNull(jobItems.refusal)));
    await tx
      .update(jobs)
      .set({ state, endedAt: sql`now()` })
      .where(and(eq(jobs.id, id), isNull(jobs.endedAt)));
  });
}

function jobIn({ turnUntil: _, ...row }: typeof jobs.$inferSelect): Job {
  return { ...row, kind: row.kind as JobKind, state: row.state as JobState };
}
