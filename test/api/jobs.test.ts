import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { turnsOf } from '../../api/jobs/turn.ts';
import { jobItems, jobs } from '../../db/job-schema.ts';
import { addJob, type NewJob } from '../../db/jobs.ts';
import { addPerson, endPerson } from '../../db/people.ts';
import { purge } from '../../db/retention.ts';
import { cases, invoices } from '../../db/schema.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { until } from '../support/runner/patience.ts';
import { putCase } from './case-row.ts';
import { debtorDocument, openWorld, type World } from './world.ts';

let world: World;
let approver: string;
let askedBy: string;

beforeAll(async () => {
  world = await openWorld();
  world.clock = () => Date.parse('2026-11-02T09:00:00+01:00');
  await world.creditor('c1');
  await world.creditor('c2');
  approver = await world.key('c1', 'approver');
});
afterAll(() => world.close());
beforeEach(async () => {
  for (const table of [jobItems, jobs, cases, invoices]) await world.db.delete(table);
  world.engine.updates.length = 0;
  world.engine.outcome = { kind: 'pending' };
  askedBy = `person:${(await addPerson(world.db, { name: 'Anne', role: 'approver', creditors: ['c1'] })).id}`;
});

interface Job {
  readonly jobId: string;
  readonly state: string;
  readonly progress: { readonly done: number; readonly same: number; readonly refused: number; readonly total: number };
  readonly refusals: readonly { readonly label: string; readonly refusal: string }[];
}
const job = (answer: { readonly body: unknown }) => answer.body as Job;
const ask = (path: string, body: unknown, key = approver) => world.call('POST', `/jobs${path}`, key, body);
/** The job of an answer once it is over, however slow the machine is. */
const over = async (answer: { readonly body: unknown }): Promise<Job> => {
  const { jobId } = job(answer);
  await until(
    async () => {
      await turnsOf(world.deps)();
      return (await seen(jobId)).state !== 'running';
    },
    async () => JSON.stringify(await seen(jobId)),
  );
  return seen(jobId);
};
const seen = async (id: number | string) => job(await world.call('GET', `/jobs/${id}`, approver));

const caseIdOf = (index: number) => `invoice:c1:i${index}`;
async function openCases(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await putCase(world.db, { invoiceId: `i${index}`, number: `F-${index}` });
}

/** A job of approvals that nobody has taken a turn at. */
async function waiting(count: number, change: Partial<NewJob> = {}): Promise<number> {
  const items = Array.from({ length: count }, (_, index) => ({
    label: caseIdOf(index),
    asked: { caseId: caseIdOf(index), step: 'formal-notice', requestId: `r${index}` },
  }));
  return (await addJob(world.db, { kind: 'approvals', creditors: ['c1'], askedBy, creditorId: 'c1', ...change }, items)).id;
}

const invoice = (index: number, change: object = {}) => ({
  id: `e${index}`,
  number: `E-${index}`,
  totalCents: 120_000,
  vatCents: 20_000,
  issuedOn: '2026-10-07',
  dueOn: '2026-11-06',
  ...change,
});
const enrolments = (...told: readonly object[]) => ({
  enrolments: told.map((each, index) => ({ label: `Ligne ${index + 2}`, enrolment: { invoice: each, debtor: debtorDocument } })),
});

describe('a job', () => {
  test('says what was done, what was refused and why', async () => {
    await openCases(2);
    const approvals = [0, 1, 9].map((index) => ({ caseId: caseIdOf(index), step: 'formal-notice' }));
    const answer = await ask('/approvals', { approvals });
    const done = await over(answer);
    expect([answer.status, done]).toMatchObject([202, { state: 'done', progress: { done: 2, refused: 1, total: 3 } }]);
    expect(done.refusals.map(({ label }) => label)).toEqual([caseIdOf(9)]);
    expect(world.engine.updates.map(({ caseId }) => caseId).toSorted()).toEqual([caseIdOf(0), caseIdOf(1)]);
    expect(await world.db.$count(jobItems, eq(jobItems.label, caseIdOf(0)))).toBe(0);
  });

  test('goes on where it was when its process died, and does nothing twice', async () => {
    await openCases(10);
    const id = await waiting(10);
    await turnsOf(world.deps)();
    expect(await seen(id)).toMatchObject({ state: 'running', progress: { done: 8, total: 10 } });
    const turn = turnsOf(world.deps);
    while (await turn());
    expect(await seen(id)).toMatchObject({ state: 'done', progress: { done: 10, total: 10 } });
    expect(world.engine.updates.map(({ updateId }) => updateId).toSorted()).toEqual(
      Array.from({ length: 10 }, (_, index) => `r${index}`).toSorted(),
    );
  });

  test('takes turns with another: a long one keeps no one waiting', async () => {
    await openCases(10);
    const [long, short] = [await waiting(10), await waiting(1)];
    const turn = turnsOf(world.deps);
    await turn();
    await turn();
    expect(await seen(long)).toMatchObject({ state: 'running' });
    expect(await seen(short)).toMatchObject({ state: 'done' });
  });

  test('that is stopped keeps what is done, does no more, and forgets what was asked of the rest', async () => {
    await openCases(10);
    const id = await waiting(10);
    await turnsOf(world.deps)();
    expect(await ask(`/${id}/stop`, {})).toMatchObject({
      status: 200,
      body: { state: 'stopped', progress: { done: 8, total: 10 } },
    });
    expect(await ask(`/${id}/stop`, {})).toMatchObject({ status: 409 });
    expect(await turnsOf(world.deps)()).toBe(false);
    expect([world.engine.updates.length, await world.db.$count(jobItems)]).toEqual([8, 0]);
  });

  test('ends with the access of who asked for it', async () => {
    await openCases(1);
    const id = await waiting(1);
    await endPerson(world.db, Number(askedBy.split(':')[1]));
    await turnsOf(world.deps)();
    expect(await seen(id)).toMatchObject({ state: 'halted', progress: { done: 0, total: 1 } });
    expect(world.engine.updates).toEqual([]);
  });

  test('is of those who may see all its cases', async () => {
    const id = await waiting(1, { creditors: ['c1', 'c2'] });
    expect(await world.call('GET', `/jobs/${id}`, approver)).toMatchObject({ status: 404 });
    expect((await world.call('GET', '/jobs', approver)).body).toMatchObject({ jobs: [] });
    expect((await world.call('GET', '/jobs', world.adminKey)).body).toMatchObject({ jobs: [{ jobId: String(id) }] });
    const foreign = { approvals: [{ caseId: 'invoice:c2:i0', step: 'formal-notice' }] };
    expect(await ask('/approvals', foreign)).toMatchObject({ status: 404 });
    const [viewer, operator] = [await world.key('c1', 'viewer'), await world.key('c1', 'operator')];
    const own = { approvals: [{ caseId: caseIdOf(0), step: 'formal-notice' }] };
    expect(await ask('/approvals', own, operator)).toMatchObject({ status: 403 });
    expect(await ask(`/${await waiting(1)}/stop`, {}, viewer)).toMatchObject({ status: 403 });
  });

  test('gives up the late charges of many, each once and with one reason', async () => {
    await openCases(2);
    const cases = [caseIdOf(0), caseIdOf(1), caseIdOf(0)];
    const done = await over(await ask('/waivers', { cases, reason: 'geste commercial' }));
    expect(done).toMatchObject({ state: 'done', progress: { done: 2, refused: 0, total: 2 } });
    expect(world.engine.updates.map(({ caseId }) => caseId).toSorted()).toEqual([caseIdOf(0), caseIdOf(1)]);
    for (const update of world.engine.updates)
      expect(update).toMatchObject({ name: 'waive', payload: { reason: 'geste commercial' } });
    expect(await ask('/waivers', { cases: ['invoice:c2:i0'] })).toMatchObject({ status: 404 });
    expect(await ask('/waivers', { cases: [caseIdOf(0)] }, await world.key('c1', 'operator'))).toMatchObject({ status: 403 });
    expect(await ask('/waivers', { cases: Array(201).fill(caseIdOf(0)) })).toMatchObject({ status: 400 });
    expect(world.engine.updates.length).toBe(2);
  });

  test('is bounded: nothing of a selection that is too large is approved', async () => {
    const approvals = Array.from({ length: 201 }, (_, index) => ({ caseId: caseIdOf(index), step: 'formal-notice' }));
    expect(await ask('/approvals', { approvals })).toMatchObject({ status: 400 });
    expect([world.engine.updates.length, await world.db.$count(jobs)]).toEqual([0, 0]);
  });

  test('is forgotten a month after its end, with its refusals', async () => {
    const id = await waiting(1);
    while (await turnsOf(world.deps)());
    expect(await seen(id)).toMatchObject({ progress: { refused: 1 } });
    const later = new Date(Date.now() + 32 * 86_400_000).toISOString();
    await purge(world.db, later);
    expect([await world.db.$count(jobs), await world.db.$count(jobItems)]).toEqual([0, 0]);
  });
});

test('invoices are taken over each by itself: one that is refused keeps none of the others, and told twice they count once', async () => {
  const told = enrolments(invoice(1), invoice(2, { totalCents: -5 }), invoice(3));
  const missing = { invoices: ['e1', 'e3', 'e4'] };
  const answer = await ask('/enrolments', told);
  const done = await over(answer);
  expect(done).toMatchObject({ state: 'done', progress: { done: 2, refused: 1, total: 3 } });
  expect(done.refusals).toEqual([{ label: 'Ligne 3', refusal: expect.stringContaining('totalCents') }]);
  expect(await over(await ask('/enrolments', told))).toMatchObject({ progress: { done: 0, same: 2, refused: 1 } });
  expect((await world.call('POST', '/enrolments/missing', approver, missing)).body).toMatchObject({ missing: ['e4'] });
  expect(await world.db.$count(invoices)).toBe(2);
});

test('a plan is given to every open case whose life it changes, and to no other', async () => {
  await openCases(2);
  await putCase(world.db, {
    invoiceId: 'paid',
    facts: [{ type: 'closed', reason: 'paid', at: '2026-11-02T09:00:00+01:00', actor: 'case' }],
  });
  const [plan] = shippedPlans;
  const { id = '', steps = [] } = plan ?? {};
  const changed = { ...plan, version: 2, steps: steps.slice(1) };
  await world.call('PUT', `/plans/${id}`, approver, changed);
  expect(await over(await ask('/plan-changes', { plan: id, version: 2 }))).toMatchObject({ progress: { total: 2, done: 2 } });
  expect(world.engine.updates).toMatchObject([{ name: 'changePlan', payload: { plan: id, version: 2 } }, { name: 'changePlan' }]);
  await world.call('PUT', `/plans/${id}`, approver, { ...plan, version: 3 });
  expect(await over(await ask('/plan-changes', { plan: id, version: 3 }))).toMatchObject({
    progress: { total: 2, done: 0, same: 2 },
  });
});
