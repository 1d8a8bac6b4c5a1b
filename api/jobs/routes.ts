import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { openCasesOf } from '../../db/debtors.ts';
import { addJob, type Job, type JobItem, jobOf, jobsOf, refusalsOf, stopJob } from '../../db/jobs.ts';
import type { KeyHolder } from '../../db/keys.ts';
import { openCaseIdsUnder } from '../../db/plans.ts';
import { withoutValues } from '../../db/told-error.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { refusePastEnd } from '../../domain/case/acts/holds.ts';
import { untilIn } from '../../domain/case/acts/of-debtor.ts';
import { idsOfCase } from '../../domain/case/case.ts';
import { Refusal, refuse } from '../../domain/fault.ts';
import { creditorIn, creditorsIn } from '../creditor-access.ts';
import { knownDebtor } from '../debtors.ts';
import type { ApiDeps } from '../deps.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Given, Handlers } from '../http/serve.ts';
import { maySee } from '../people/holder.ts';
import { requirePlan } from '../plan-change.ts';
import { instantOf, instantOrNull } from '../stored-instant.ts';
import type { AskedAct } from './performers.ts';
import { type Turn, turnsOf } from './turn.ts';

const MOST_REFUSALS = 200;
/** A job that is done within this time is done when it is answered. */
const ANSWER_WITHIN_MS = 1_500;
const NUMBER = /^[1-9]\d{0,8}$/;

type OfDebtor = Given<'POST /jobs/pauses' | 'POST /jobs/resumptions'>;
type Items = readonly Omit<JobItem, 'position'>[];

/** The same act for many things: kept, then done turn by turn, whoever goes away. */
export function jobHandlers(deps: ApiDeps) {
  const turn = turnsOf(deps);
  const begin = async (kind: Job['kind'], creditors: readonly string[], holder: KeyHolder, items: Items) => {
    const asked = { kind, creditors, askedBy: holder.name, creditorId: creditors.length === 1 ? (creditors[0] ?? null) : null };
    const { id } = await addJob(deps.db, asked, items);
    await Promise.race([carriedOn(deps, turn, id), pause(ANSWER_WITHIN_MS)]);
    return { 202: await seen(deps, await jobNamed(deps, { holder, params: { jobId: String(id) } })) };
  };
  const ofDebtor = async (kind: 'pauses' | 'resumptions', given: OfDebtor) => {
    const creditorId = await creditorIn(deps, given);
    return begin(kind, [creditorId], given.holder, await debtorIn(deps, creditorId, given));
  };
  return {
    'POST /jobs/enrolments': async (given) =>
      begin('enrolments', [await creditorIn(deps, given)], given.holder, enrolmentsIn(given)),
    'POST /jobs/approvals': (given) =>
      begin('approvals', creditorsOf(given, approvedIn(given)), given.holder, approvalsIn(given)),
    'POST /jobs/waivers': (given) => begin('waivers', creditorsOf(given, given.body.cases), given.holder, waiversIn(given)),
    'POST /jobs/pauses': (given) => ofDebtor('pauses', given),
    'POST /jobs/resumptions': (given) => ofDebtor('resumptions', given),
    'POST /jobs/plan-changes': async (given) => {
      const creditorId = await creditorIn(deps, given);
      return begin('plan-changes', [creditorId], given.holder, await planChangesIn(deps, creditorId, given));
    },
    'GET /jobs': async (given) => {
      const found = await jobsOf(deps.db, await creditorsIn(deps, given), given.query.limit);
      return { 200: { jobs: found.map(shown) } };
    },
    'GET /jobs/{jobId}': async (given) => ({ 200: await seen(deps, await jobNamed(deps, given)) }),
    'POST /jobs/{jobId}/stop': async (given) => {
      const { id } = await jobNamed(deps, given);
      if (!(await stopJob(deps.db, id)))
        throw new HttpProblem(409, 'Ce travail est terminé\u00a0: il n’y a plus rien à arrêter.');
      await carriedOn(deps, turn, id);
      return { 200: await seen(deps, await jobNamed(deps, given)) };
    },
  } satisfies Partial<Handlers>;
}

/** Takes turns at one job while its answer is waited for; whatever fails, it is kept and others go on with it. */
async function carriedOn({ log }: ApiDeps, turn: Turn, id: number): Promise<void> {
  const untilMs = performance.now() + ANSWER_WITHIN_MS;
  try {
    while (performance.now() < untilMs && (await turn(id)));
  } catch (error) {
    log.error({ err: withoutValues(error), job: id }, 'a job waits for its next turn');
  }
}

function enrolmentsIn({ body }: Given<'POST /jobs/enrolments'>): Items {
  return body.enrolments.map(({ label, enrolment }) => ({ label, asked: enrolment }));
}

function approvalsIn({ body }: Given<'POST /jobs/approvals'>): Items {
  return body.approvals.map(({ caseId, ...approved }) => askedOf(caseId, approved));
}

function approvedIn({ body }: Given<'POST /jobs/approvals'>): string[] {
  return body.approvals.map(({ caseId }) => caseId);
}

function waiversIn({ body: { cases, ...why } }: Given<'POST /jobs/waivers'>): Items {
  return [...new Set(cases)].map((caseId) => askedOf(caseId, why));
}

/** One act of many; told with a `requestId` it happens once, however often it is told. */
function askedOf(caseId: string, body: object): Items[number] {
  const asked: AskedAct = { requestId: randomUUID(), ...body, caseId };
  return { label: caseId, asked };
}

/** The act on each open case of a debtor. Throws what the act refuses whatever the case, and a `Refusal` when none is open. */
async function debtorIn(deps: ApiDeps, creditorId: string, { body: { debtorId, ...body } }: OfDebtor): Promise<Items> {
  const { name } = await knownDebtor(deps, creditorId, debtorId);
  const past = refusePastEnd(untilIn(body), parisDay(deps.clock()));
  if (past !== null) refuse('$.until', past);
  const found = await openCasesOf(deps.db, { creditorId, debtorId });
  if (found.length === 0) throw new Refusal(`${name} n’a aucun dossier ouvert\u00a0: il n’y a rien à suspendre ni à reprendre.`);
  return found.toSorted().map((caseId) => askedOf(caseId, body));
}

/** Whose cases are decided on. Throws 404 for a case of somebody else. */
function creditorsOf({ holder }: { readonly holder: KeyHolder }, caseIds: readonly string[]): string[] {
  const foreign = caseIds.find((caseId) => !maySee(holder, idsOfCase(caseId).creditorId));
  if (foreign !== undefined) throw new HttpProblem(404, `No case ${foreign}.`);
  return [...new Set(caseIds.map((caseId) => idsOfCase(caseId).creditorId))];
}

async function planChangesIn(deps: ApiDeps, creditorId: string, { body }: Given<'POST /jobs/plan-changes'>): Promise<Items> {
  await requirePlan(deps, creditorId, body);
  return (await openCaseIdsUnder(deps.db, creditorId, body.plan)).map((caseId) => askedOf(caseId, body));
}

/** The job of a request. One about somebody else's cases is not there. */
async function jobNamed(
  { db }: ApiDeps,
  { params: { jobId }, holder }: { readonly params: { readonly jobId: string }; readonly holder: KeyHolder },
): Promise<Job> {
  const job = NUMBER.test(jobId) ? await jobOf(db, Number(jobId)) : undefined;
  if (job?.creditors.every((creditorId) => maySee(holder, creditorId))) return job;
  throw new HttpProblem(404, `No job ${jobId}.`);
}

async function seen({ db }: ApiDeps, job: Job) {
  return { ...shown(job), refusals: await refusalsOf(db, job.id, MOST_REFUSALS) };
}

function shown({ id, kind, state, askedBy, askedAt, endedAt, done, same, refused, total }: Job) {
  const instants = { askedAt: instantOf(askedAt), endedAt: instantOrNull(endedAt) };
  return { jobId: String(id), kind, state, askedBy, ...instants, progress: { done, same, refused, total } };
}
