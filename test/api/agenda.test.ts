import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnswerOf } from '../../api/client.ts';
import { putDebtor } from '../../db/debtors.ts';
import { cases } from '../../db/schema.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { putCase } from './case-row.ts';
import { debtorDocument, openWorld, type World } from './world.ts';

let world: World;
let viewer: string;

beforeAll(async () => {
  world = await openWorld();
  world.clock = () => Date.parse('2026-11-28T09:00:00+01:00');
  await world.creditor('c1');
  await world.creditor('c2');
  viewer = await world.key('c1', 'viewer');
  const known = { id: 'cus_1', kind: 'business', name: 'Aubert SARL', email: 'compta@aubert.example' };
  await putDebtor(world.db, 'c1', debtorSchema.parse(known));
  const pause = {
    type: 'pause',
    until: '2026-11-29',
    reason: 'reprise',
    at: '2026-11-27T10:00:00+01:00',
    actor: 'key:1',
  } as const;
  for (const number of ['F-1', 'F-2'])
    await putCase(world.db, { invoiceId: number, number, debtorId: 'cus_1', dueOn: '2026-11-20', facts: [pause] });
  await world.db.update(cases).set({ nextActAt: '2026-11-30T00:00:00+01:00' });
});
afterAll(() => world.close());

interface Line {
  readonly on: string;
  readonly act: string;
  readonly invoices: readonly string[];
  readonly debtorName: string;
}

const agenda = async (query = '', key = viewer) => world.call('GET', `/agenda${query}`, key);

test('what leaves on Monday is said on Saturday, once for all the invoices of a client', async () => {
  const { status, body } = await agenda();
  const { lines } = body as unknown as { lines: readonly Line[] };
  expect(status).toBe(200);
  expect(lines.filter(({ on }) => on === '2026-11-30')).toMatchObject([
    { act: 'message', invoices: ['F-1', 'F-2'], debtorName: 'Aubert SARL', channel: 'email', askedCents: 240_000 },
  ]);
});

test('a line says how firmly it speaks and where each of its channels arrives; what a client has not is said to be missing', async () => {
  await world.creditor('c4');
  const key = await world.key('c4', 'viewer');
  const email = { channel: 'email', address: 'compta@aubert.example' };
  const known = { id: 'cus_4', kind: 'business', name: 'Aubert SARL', email: email.address };
  await putDebtor(world.db, 'c4', debtorSchema.parse(known));
  await putCase(world.db, { creditorId: 'c4', invoiceId: 'T-1', debtorId: 'cus_4', dueOn: '2026-11-10' });
  const lines = async () => ((await agenda('?days=31', key)).body as unknown as AnswerOf<'GET /agenda'>).lines;
  expect((await lines()).find(({ tone }) => tone === 'firm')).toMatchObject({ template: 'reminder', to: [email] });
  const accord = async () => (await lines()).find(({ act }) => act === 'approval');
  expect(await accord()).toMatchObject({ tone: null, to: [{ channel: 'registered-letter', address: null }, email] });
  const { registeredOffice } = debtorDocument;
  await putDebtor(world.db, 'c4', debtorSchema.parse({ ...known, registeredOffice }));
  expect(await accord()).toMatchObject({ to: [{ channel: 'registered-letter', address: registeredOffice }, email] });
});

test('the plan of a case names the days on which its steps will come, as what leaves does, and why one will not', async () => {
  const { body } = await world.call('GET', `/cases/${encodeURIComponent('invoice:c1:F-1')}/steps`, viewer);
  const { steps, first } = body as unknown as AnswerOf<'GET /cases/{caseId}/steps'>;
  const { lines } = (await agenda('?days=31')).body as unknown as { lines: readonly Line[] };
  const days = lines.filter(({ act }) => act === 'message' || act === 'approval').map(({ on }) => on);
  const [left, ...others] = steps;
  expect(left).toMatchObject({ step: 'courtesy', state: 'to-come', willBeLeftOut: expect.stringMatching(/échéance/) });
  const coming = others.filter(({ on }) => on !== null);
  expect(coming.map(({ on }) => on)).toEqual([...new Set(days)]);
  expect(coming.every(({ willBeLeftOut }) => willBeLeftOut === null)).toBe(true);
  expect(first).toMatchObject({ on: '2026-11-30', act: 'message', channel: 'email', template: 'reminder' });
});

test('of a case beside many others of its debtor the days are those of its plan: they are not all played for one page', async () => {
  for (let n = 0; n < 21; n += 1) await putCase(world.db, { invoiceId: `M-${n}`, debtorId: 'many', dueOn: '2026-12-10' });
  const { body } = await world.call('GET', `/cases/${encodeURIComponent('invoice:c1:M-3')}/steps`, viewer);
  const { steps, first } = body as unknown as AnswerOf<'GET /cases/{caseId}/steps'>;
  expect([first, steps[0]?.on]).toEqual([null, '2026-12-05']);
});

test('of fewer days nothing; of another’s cases nothing; a span that is none is refused', async () => {
  expect((await agenda('?days=1')).body).toMatchObject({ today: '2026-11-28', lines: [], next: null });
  expect((await agenda('', await world.key('c2', 'viewer'))).body).toMatchObject({ lines: [] });
  expect((await agenda('?days=0')).status).toBe(400);
});

test('of many clients a page comes after the other, each client once; what is no cursor is refused', async () => {
  await putCase(world.db, {
    creditorId: 'c2',
    invoiceId: 'D-1',
    number: 'D-1',
    debtorId: 'd1',
    dueOn: '2026-11-20',
    currency: 'USD',
  });
  await putCase(world.db, { creditorId: 'c2', invoiceId: 'E-1', number: 'E-1', debtorId: 'd1', dueOn: '2026-11-20' });
  for (const id of ['d2', 'd3'])
    await putCase(world.db, { creditorId: 'c2', invoiceId: id, number: id, debtorId: id, dueOn: '2026-11-20' });
  await world.db.update(cases).set({ nextActAt: '2026-11-30T00:00:00+01:00' }).where(eq(cases.creditorId, 'c2'));
  const key = await world.key('c2', 'viewer');
  const pages = [];
  const counts = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await agenda(`?limit=1${cursor && `&cursor=${cursor}`}`, key);
    const { lines, next, debtors } = body as unknown as {
      lines: readonly (Line & { currency: string })[];
      next: string | null;
      debtors: object;
    };
    counts.push(debtors);
    pages.push([...new Set(lines.flatMap(({ invoices, currency }) => invoices.map((number) => `${number} ${currency}`)))].sort());
    cursor = next;
  }
  expect(pages).toEqual([['D-1 USD', 'E-1 EUR'], ['d2 EUR'], ['d3 EUR']]);
  expect(counts).toEqual([1, 2, 3].map(() => ({ here: 1, all: 3 })));
  expect((await agenda('', key)).body).toMatchObject({ debtors: { here: 3, all: 3 } });
  expect((await agenda('?cursor=x', key)).status).toBe(400);
});

test('a plan that is compared counts for its cases what leaves in the same days, and what would under it', async () => {
  const [plan] = shippedPlans;
  const { lines } = (await agenda('?days=31')).body as unknown as AnswerOf<'GET /agenda'>;
  const { status, body } = await world.call('POST', '/plans/comparison', viewer, {
    ...plan,
    version: 2,
    steps: plan?.steps.filter(({ id }) => id !== 'reminder-15'),
  });
  const { before, after } = body as unknown as AnswerOf<'POST /plans/comparison'>;
  expect(status).toBe(200);
  expect(before).toMatchObject({
    messages: lines.filter(({ act, posted }) => act === 'message' && posted.length === 0).length,
    letters: lines.flatMap(({ posted }) => posted).length,
  });
  expect(before.messages).toBeGreaterThan(after.messages);
});

test('what a closed case still owes a client who has nothing else is said too', async () => {
  await world.creditor('c3');
  const at = '2026-11-27T20:00:00+01:00';
  const paid = { type: 'payment', id: 'e1#1', entry: 'e1', amountCents: 120_000, on: '2026-11-27' } as const;
  await putCase(world.db, {
    creditorId: 'c3',
    invoiceId: 'P-1',
    number: 'P-1',
    debtorId: 'p1',
    facts: [
      { ...paid, at, actor: 'bank' },
      { type: 'closed', reason: 'paid', at, actor: 'case' },
    ],
  });
  const { body } = await agenda('?days=31', await world.key('c3', 'viewer'));
  expect(body).toMatchObject({
    lines: [{ on: '2026-11-30', act: 'message', template: 'payment-thanks', invoices: ['P-1'] }],
    debtors: { here: 1, all: 1 },
  });
});

test('as long as invoices were accepted whose cases are not open yet, what leaves says how many', async () => {
  const operator = await world.key('c1', 'operator');
  const opening = async (key = viewer) => ((await agenda('', key)).body as unknown as AnswerOf<'GET /agenda'>).opening;
  expect(await opening()).toBe(0);
  for (const id of ['soon-1', 'soon-2']) {
    const invoice = { id, number: id, totalCents: 120_000, dueOn: '2026-11-01' };
    expect((await world.call('POST', '/enrolments', operator, { invoice, debtor: debtorDocument })).status).toBe(202);
  }
  expect(await opening()).toBe(2);
  expect(await opening(await world.key('c2', 'viewer'))).toBe(0);
  await world.drain();
  expect(await opening()).toBe(0);
});
