import { endJob, endTurn, type Job, type JobItem, type JobOutcome, takeJob, waitingItems } from '../../db/jobs.ts';
import { type KeyHolder, keyHolderNamed } from '../../db/keys.ts';
import { isOutage } from '../../db/outage.ts';
import { personNamed } from '../../db/people.ts';
import { withoutValues } from '../../db/told-error.ts';
import { BadInput, Refusal } from '../../domain/fault.ts';
import { inFrench, sentence } from '../../domain/in-french.ts';
import type { ApiDeps } from '../deps.ts';
import { HttpProblem } from '../http/problem.ts';
import { labelOf, type Performer, performersOf } from './performers.ts';

/** How many things are done in one turn: jobs take turns, so that a long one keeps no other waiting. */
const AT_ONCE = 8;
/** Longer than any turn lasts: a process that died gives its job back then. */
const LEASE_MS = 20_000;

/** One turn of the job that waited longest, or of that one; false when none waits. */
export type Turn = (id?: number) => Promise<boolean>;

/** Takes turns at jobs. Any number may, in any number of processes. */
export function turnsOf(deps: ApiDeps): Turn {
  const performers = performersOf(deps);
  return async (id) => {
    const job = await takeJob(deps.db, LEASE_MS, id);
    if (!job) return false;
    await oneTurn(deps, performers[job.kind], job);
    return true;
  };
}

async function oneTurn(deps: ApiDeps, perform: Performer, job: Job): Promise<void> {
  if (job.state === 'stopping') return endJob(deps.db, job.id, 'stopped');
  const holder = await holderOf(deps, job);
  if (!holder) return endJob(deps.db, job.id, 'halted');
  const items = await waitingItems(deps.db, job.id, AT_ONCE);
  const tried = await Promise.allSettled(items.map((item) => outcomeOf(deps, perform, holder, item)));
  await endTurn(
    deps.db,
    job.id,
    tried.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])),
  );
  for (const each of tried) if (each.status === 'rejected') throw each.reason;
}

/** Who asked for a job, with what he may do today; undefined once he may not come in any more. */
async function holderOf({ db }: ApiDeps, { askedBy, creditorId }: Job): Promise<KeyHolder | undefined> {
  const key = await keyHolderNamed(db, askedBy);
  return key ? { ...key, creditorId: key.creditorId ?? creditorId } : personNamed(db, askedBy, creditorId);
}

/** What came of one. Throws what the world failed at: it is tried again. */
async function outcomeOf(
  deps: ApiDeps,
  perform: Performer,
  holder: KeyHolder,
  { position, label, asked }: JobItem,
): Promise<JobOutcome> {
  try {
    return { position, came: await perform(holder, asked) };
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal === null && isOutage(error)) throw error;
    if (refusal === null) deps.log.error({ err: withoutValues(error) }, 'a thing of a job failed');
    return { position, came: 'refused', label: await labelOf(deps, label), refusal: refusal ?? UNFORESEEN };
  }
}

const UNFORESEEN = 'quelque chose a échoué ici\u00a0; à refaire.';

/** Why it was refused, for people; null for what nobody foresaw. */
function refusalIn(error: unknown): string | null {
  if (error instanceof BadInput) return error.faults.map(inFrench).join('\u00a0; ');
  if (error instanceof Refusal || (error instanceof HttpProblem && error.status < 500)) return sentence(error.message);
  return null;
}
