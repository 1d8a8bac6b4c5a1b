import { Router } from 'express';
import { isAmongFirstSteps } from './first-steps-hold.ts';
import type { Flash } from './flash.ts';
import { isUnderWay, JOBS, type Job, jobProgress, outcomeText, resultOf, words } from './job-words.ts';
import { stopped } from './stop-work.ts';
import { type House, isAtLeast, type Room, roomOf, type Visit } from './visit.ts';

const MOST_LISTED = 50;

/** Travaux: how far what was asked for many things is, and what came of it. */
export function jobRooms(house: House): Router {
  return Router()
    .get(JOBS, roomOf(house, showJobs))
    .get(`${JOBS}/:jobId`, roomOf(house, following))
    .post(`${JOBS}/:jobId/arreter`, roomOf(house, stopping));
}

const showJobs: Room = async ({ api, show }) => {
  const { jobs } = await api.call('GET /jobs', { query: { limit: MOST_LISTED } });
  await show('jobs', 'Travaux', {
    jobs: jobs.map((job) => ({ ...job, title: words[job.kind].title, result: resultOf(job) })),
  });
};

const following: Room = async (visit, req) => {
  const { api, session, show } = visit;
  const job = await api.call('GET /jobs/{jobId}', { params: { jobId: req.params.jobId ?? '' } });
  const { refused } = job.progress;
  await show('job', words[job.kind].title, {
    job,
    words: words[job.kind],
    after: afterOf(job.kind, visit),
    isUnderWay: isUnderWay(job),
    progress: jobProgress(job),
    result: resultOf(job),
    tone: refused === 0 && job.state === 'done' ? 'good' : 'warn',
    refusals: job.refusals,
    moreRefusals: refused - job.refusals.length,
    mayStop: isAtLeast(session, 'operator'),
  });
};

const stopping: Room = (visit, req) => {
  const jobId = req.params.jobId ?? '';
  return stopped(visit, `${JOBS}/${encodeURIComponent(jobId)}`, 'Votre rôle ne permet pas de l’arrêter.', () =>
    visit.api.call('POST /jobs/{jobId}/stop', { params: { jobId } }),
  );
};

/** Where one goes on after a job of a kind. */
export function afterOf(kind: Job['kind'], visit: Visit) {
  const { after, amongFirstSteps } = words[kind];
  return (isAmongFirstSteps(visit) ? amongFirstSteps : undefined) ?? after;
}

/** What is short is over and said where one goes on; what lasts has its page. `said`: what was done besides. */
export function goOnWith(visit: Visit, job: Job, path: string, said = ''): void {
  const { kind, refusals, progress } = job;
  const lines = refusals.map(({ label, refusal }) => `${label}\u00a0: ${refusal}`);
  const flash: Flash = {
    kind: progress.refused > 0 ? 'bad' : 'good',
    text: `${said}${outcomeText(words[kind], progress)}`,
    lines,
  };
  if (job.state === 'done') visit.goOn(path, flash);
  else visit.goOn(`${JOBS}/${job.jobId}`, said === '' ? undefined : { kind: 'good', text: said.trim() });
}
