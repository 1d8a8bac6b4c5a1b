import { and, asc, desc, eq, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { Database, Queries } from './database.ts';
import { jobItems, type jobKinds, type jobStates, jobs } from './job-schema.ts';

export type JobKind = (typeof jobKinds)[number];
export type JobState = (typeof jobStates)[number];
export type Job = typeof jobs.$inferSelect;
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

const UNDER_WAY: JobState[] = ['running', 'stopping'];

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
    return row;
  });
}

/** The job of that number. */
export async function jobOf(db: Queries, id: number): Promise<Job | undefined> {
  const [row] = await db.select().from(jobs).where(eq(jobs.id, id));
  return row;
}

/** The last jobs about cases of these creditors alone (null: of any), the newest first. */
export function jobsOf(db: Queries, creditors: readonly string[] | null, limit: number): Promise<Job[]> {
  const theirs = creditors === null ? undefined : sql`${jobs.creditors} <@ ${JSON.stringify(creditors)}::jsonb`;
  return db.select().from(jobs).where(theirs).orderBy(desc(jobs.id)).limit(limit);
}

/**
 * Takes the job that waited longest for its turn, or that one; nobody else has it for `leaseMs`, unless its turn ends before. Undefined when
 * none waits.
 */
export async function takeJob(db: Queries, leaseMs: number, id: number | null = null): Promise<Job | undefined> {
  const waits = and(isNull(jobs.endedAt), lte(jobs.turnUntil, sql`now()`), id === null ? undefined : eq(jobs.id, id));
  const longest = db.select({ id: jobs.id }).from(jobs).where(waits).orderBy(asc(jobs.turnUntil), asc(jobs.id)).limit(1);
  const [row] = await db
    .update(jobs)
    .set({ turnUntil: sql`now() + ${leaseMs} * interval '1 millisecond'` })
    .where(eq(jobs.id, longest.for('update', { skipLocked: true })))
    .returning();
  return row;
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
