import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mendOf } from '../../api/operations/mend.ts';
import { stuckNow } from '../../api/operations/stuck.ts';
import { allocations, inbox, messages, receivedEvents } from '../../db/schema.ts';
import { heldBy } from '../../db/sending-holds.ts';
import { putCase } from './case-row.ts';
import { openWorld, type World } from './world.ts';

let world: World;
const LONG_AGO = '2026-01-01T00:00:00Z';

beforeAll(async () => {
  world = await openWorld();
  await world.creditor('c1');
  await putCase(world.db, { invoiceId: 'alive' });
  await putCase(world.db, { invoiceId: 'dead' });
  await world.db.execute(sql`update cases set run = 1, updated_at = ${LONG_AGO}, next_act_at = null`);
  world.engine.running.add('invoice:c1:alive');
});
afterAll(() => world.close());

interface Stuck {
  readonly kind: string;
  readonly count: number;
  readonly mend: string;
  readonly oldest: readonly { readonly id: string }[];
}

const stuck = async () => ((await world.call('GET', '/stuck', world.adminKey)).body as unknown as { stuck: Stuck[] }).stuck;
const idsOf = async (kind: string) => (await stuck()).find((one) => one.kind === kind)?.oldest.map(({ id }) => id);

async function aside(eventId: string): Promise<number> {
  await world.db.insert(receivedEvents).values({ eventId });
  const row = { eventId, creditorId: 'c1', caseId: null, lane: 'bank:c1', kind: 'nonsense', body: {}, notBefore: 'infinity' };
  const [kept] = await world.db
    .insert(inbox)
    .values({ ...row, lastError: 'unknown kind' })
    .returning();
  return kept?.sequence ?? 0;
}

describe('what does not move is seen, with what mends it', () => {
  test('a case that no workflow lives: readyz is red, stuck names it, a restart asks for its workflow', async () => {
    expect(await idsOf('dead-case')).toEqual(['invoice:c1:dead']);
    const ready = await fetch(`${world.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { engine: true, database: true, disk: true, deadCases: 1 }]);
    const restarted = await world.call('POST', '/restarts', world.adminKey, { case: 'invoice:c1:dead' });
    expect([restarted.status, restarted.body]).toEqual([202, { asked: 1 }]);
    const begun = await world.db.select().from(inbox);
    expect(begun.map(({ kind, lane }) => [kind, lane])).toEqual([['begin', 'invoice:c1:dead']]);
    await world.db.delete(inbox);
    const nobody = await world.call('POST', '/restarts', world.adminKey, { case: 'invoice:c1:nobody' });
    expect([nobody.status, nobody.body]).toMatchObject([400, { errors: [{ path: '$.case' }] }]);
  });

  test('as many workflows as open cases hide no dead one: a workflow without a row, of a newer engine, is told apart', async () => {
    world.engine.running.add('invoice:c1:of-a-newer-engine');
    expect(await idsOf('dead-case')).toEqual(['invoice:c1:dead']);
    expect(await idsOf('stranger')).toEqual(['invoice:c1:of-a-newer-engine']);
    world.engine.running.delete('invoice:c1:of-a-newer-engine');
  });

  test('a disk without room is said before a write fails', async () => {
    const around = { db: world.db, engine: world.engine };
    const kinds = async (mb: number) => (await stuckNow({ ...around, freeMb: async () => mb })).map(({ kind }) => kind);
    expect([(await kinds(99)).includes('disk-full'), (await kinds(101)).includes('disk-full')]).toEqual([true, false]);
  });

  test('an engine that is away is said, and hides nothing that the database knows', async () => {
    world.engine.down = true;
    await aside('behind');
    expect((await stuck()).map(({ kind }) => kind)).toEqual(['engine-away', 'set-aside']);
    world.engine.down = false;
    await world.db.delete(inbox);
  });

  test('a queue that no worker serves, a workflow that fails at its own code while mail waits', async () => {
    expect([await idsOf('unserved-queue'), await idsOf('failing-workflow')]).toEqual([undefined, undefined]);
    world.engine.unservedQueues = ['documents'];
    world.engine.failing.add('invoice:c1:alive');
    await world.db.insert(receivedEvents).values({ eventId: 'unread', receivedAt: LONG_AGO });
    const lane = 'invoice:c1:alive';
    const letter = { eventId: 'unread', creditorId: 'c1', caseId: lane, lane, kind: 'ring', body: {}, notBefore: LONG_AGO };
    await world.db.insert(inbox).values(letter);
    expect([await idsOf('unserved-queue'), await idsOf('failing-workflow')]).toEqual([['documents'], ['invoice:c1:alive']]);
    await world.db.delete(inbox);
  });

  test('an overdue act, a send in doubt, a reservation nobody holds, money that its case has not heard of', async () => {
    await world.db.execute(sql`update cases set next_act_at = ${LONG_AGO} where id = 'invoice:c1:alive'`);
    const message = {
      creditorId: 'c1',
      debtorId: 'd',
      currency: 'EUR',
      channel: 'email',
      template: 't',
      reservedAt: LONG_AGO,
    } as const;
    await world.db.insert(messages).values([
      { ...message, id: 'm/doubt', state: 'unknown', reason: 'le prestataire ne répond pas' },
      { ...message, id: 'm/old', state: 'leaving', attemptEndsAt: LONG_AGO },
    ]);
    const money = { id: 'k#1', creditorId: 'c1', entryKey: 'k', caseId: 'invoice:c1:alive', amountCents: 100, on: '2026-11-01' };
    await world.db.insert(allocations).values(money);
    const found = Object.fromEntries((await stuck()).map(({ kind, oldest }) => [kind, oldest.map(({ id }) => id)]));
    expect(found).toMatchObject({
      'overdue-act': ['invoice:c1:alive'],
      'in-doubt': ['m/doubt'],
      'old-reservation': ['m/old'],
      'money-apart': ['invoice:c1:alive'],
    });
    expect((await stuck()).every(({ mend }) => mend.length > 10)).toBe(true);
  });

  test('metrics count it', async () => {
    const text = await (await fetch(`${world.url}/metrics`)).text();
    for (const line of [
      'exigible_dead_cases{state="dead"} 1',
      'exigible_stuck{kind="in-doubt"} 1',
      'exigible_stuck{kind="set-aside"} 0',
      'exigible_stuck{kind="failing-workflow"} 1',
      'exigible_stuck{kind="unserved-queue"} 1',
      'exigible_stuck{kind="stranger"} 0',
      'exigible_stuck{kind="engine-away"} 0',
      'exigible_stuck{kind="disk-full"} 0',
      'exigible_cases{phase="not-due"}',
    ])
      expect(text).toContain(line);
  });
});

describe('what was set aside', () => {
  test('is listed with its reason, given back to be delivered, or taken away', async () => {
    const [first, second] = [await aside('e1'), await aside('e2')];
    const { body } = await world.call('GET', '/set-aside', world.adminKey);
    expect(body).toMatchObject({
      setAside: [
        { sequence: first, eventId: 'e1', why: 'unknown kind', mend: expect.stringMatching(/version plus récente.*--retry/) },
        { sequence: second },
      ],
    });
    const retried = await world.call('POST', `/set-aside/${first}`, world.adminKey, { do: 'retry' });
    const dropped = await world.call('POST', `/set-aside/${second}`, world.adminKey, { do: 'drop' });
    expect([retried.status, dropped.status]).toEqual([200, 200]);
    const left = await world.db.select().from(inbox);
    expect(left.map(({ eventId, notBefore }) => [eventId, notBefore === 'infinity'])).toEqual([['e1', false]]);
    expect((await world.call('POST', `/set-aside/${second}`, world.adminKey, { do: 'drop' })).status).toBe(404);
    expect((await world.call('POST', '/set-aside/nonsense', world.adminKey, { do: 'drop' })).status).toBe(404);
  });
});

test.each([
  ['statement', {}, 'exigible import'],
  ['start', {}, 'faites-la redire'],
  ['ring', {}, 'exigible restart invoice:c1:a'],
  ['act', { act: 'pause' }, 'exigible act invoice:c1:a pause'],
  ['act', null, 'exigible act invoice:c1:a …'],
  ['signal', { signal: 'paymentReceived' }, 'l’acte recordPayment sur invoice:c1:a'],
  ['signal', { signal: 'invoiceChanged' }, 'faites-la redire'],
  ['signal', { signal: 'constructor' }, 'faites-la redire'],
  ['bank-entry', {}, 'exigible unmatched'],
  ['feed-checked', {}, 'relevé à jour'],
  ['constructor', {}, 'version plus récente'],
])('a row of kind %s (%j) says the act that mends it', (kind, body, words) => {
  const row = { sequence: 7, eventId: 'e', creditorId: 'c1', caseId: 'invoice:c1:a', kind, body, why: null };
  expect(mendOf(row)).toContain(words);
  expect(mendOf(row)).toMatch(/--retry|--drop/);
});

describe('a hold', () => {
  test('keeps a creditor, or everybody, until it is released', async () => {
    expect((await world.call('POST', '/holds', world.adminKey, { creditor: 'c1', reason: 'relecture' })).status).toBe(200);
    expect(await heldBy(world.db, 'c1')).toBe('relecture');
    expect((await world.call('POST', '/releases', world.adminKey, { creditor: 'c1' })).body).toEqual({ released: true });
    expect((await world.call('POST', '/releases', world.adminKey, { creditor: 'c1' })).body).toEqual({ released: false });
    expect((await world.call('POST', '/holds', world.adminKey, { creditor: 'nobody' })).status).toBe(400);
  });

  test('is what a case says to wait for', async () => {
    await putCase(world.db, { invoiceId: 'holding', dueOn: '2027-11-15' });
    const next = async () => (await world.call('GET', `/cases/${encodeURIComponent('invoice:c1:holding')}`, world.adminKey)).body;
    expect(await next()).toMatchObject({ next: { why: expect.not.stringContaining('suspendus') } });
    await world.call('POST', '/holds', world.adminKey, { creditor: 'c1', reason: 'relecture' });
    expect(await next()).toMatchObject({ next: { why: 'envois suspendus\u00a0: relecture' } });
    await world.call('POST', '/releases', world.adminKey, { creditor: 'c1' });
    expect(await next()).toMatchObject({ next: { why: expect.not.stringContaining('suspendus') } });
  });

  test('is the administrator’s alone', async () => {
    const key = await world.key('c1', 'approver');
    for (const [method, path] of [
      ['GET', '/stuck'],
      ['GET', '/set-aside'],
      ['POST', '/holds'],
      ['POST', '/restarts'],
    ] as const)
      expect([path, (await world.call(method, path, key, method === 'POST' ? {} : undefined)).status]).toEqual([path, 403]);
  });
});
