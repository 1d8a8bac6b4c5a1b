import { setTimeout as pause } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { enqueue, type InboxEvent, inboxState, takeInbox } from '../../db/inbox.ts';
import { inbox } from '../../db/schema.ts';
import { randomFrom } from '../support/killer.ts';
import { until } from '../support/runner/patience.ts';
import { seed } from '../support/runner/seed.ts';
import { putCase } from './case-row.ts';
import type { Call } from './fake-engine.ts';
import { openWorld, quiet, type World } from './world.ts';

const random = randomFrom(seed);
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.db.delete(inbox);
  Object.assign(world.engine, { down: false, before: () => Promise.resolve() });
  world.engine.calls.length = 0;
  world.engine.running.clear();
});

const idOf = (name: string) => `invoice:c1:${name}`;

/** The signals of a case, told in order. */
function signals(name: string, count: number): InboxEvent[] {
  const caseId = idOf(name);
  world.engine.running.add(caseId);
  return Array.from({ length: count }, (_, index) => ({
    eventId: `${name}-${index}`,
    creditorId: 'c1',
    caseId,
    lane: caseId,
    kind: 'signal',
    body: {
      signal: 'invoiceChanged',
      payload: { type: 'invoice-changed', at: '2026-11-03T09:00:00+01:00', actor: 'billing', index },
    },
  }));
}

function heardBy(name: string): unknown[] {
  return signalsIn(world.engine.calls, name);
}

function signalsIn(calls: readonly Call[], name: string): unknown[] {
  return calls.flatMap((call) => (call.call === 'signal' && call.caseId === idOf(name) ? [call.payload.index] : []));
}

describe('order', () => {
  test('a case hears its facts in order, however slow or failing each delivery is', async () => {
    await enqueue(world.db, [...signals('a', 6), ...signals('b', 6)]);
    let failures = 3;
    world.engine.before = async () => {
      await pause(random() * 5);
      if (random() < 0.4 && failures-- > 0) throw new Error('a hiccup');
    };
    const drainer = world.drainer();
    drainer.start();
    await untilEmpty();
    await drainer.stop();
    expect(heardBy('a')).toEqual([0, 1, 2, 3, 4, 5]);
    expect(heardBy('b')).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('a case that cannot be reached holds nobody else up', async () => {
    await enqueue(world.db, [...signals('a', 2), ...signals('b', 2)]);
    world.engine.before = (_, caseId) => (caseId === idOf('a') ? Promise.reject(new Error('stuck')) : Promise.resolve());
    await world.drain();
    expect(heardBy('b')).toEqual([0, 1]);
    expect(heardBy('a')).toEqual([]);
    expect(await inboxState(world.db)).toEqual({ waiting: 2, setAside: 0 });
  });

  test('two drainers at once deliver everything once, in order', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    await enqueue(
      world.db,
      names.flatMap((name) => signals(name, 8)),
    );
    world.engine.before = () => pause(random() * 3);
    const drainers = [world.drainer({ batch: 3 }), world.drainer({ batch: 3 })];
    for (const drainer of drainers) drainer.start();
    await untilEmpty();
    for (const drainer of drainers) await drainer.stop();
    for (const name of names) expect(heardBy(name)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('bad days', () => {
  test('the engine down for a while: kept with the reason, delivered when it is back', async () => {
    await enqueue(world.db, signals('a', 3));
    world.engine.down = true;
    const drainer = world.drainer();
    drainer.start();
    await expect.poll(reasonAfterRetries).toBe('engine unreachable');
    expect(await inboxState(world.db)).toEqual({ waiting: 3, setAside: 0 });
    world.engine.down = false;
    await untilEmpty();
    await drainer.stop();
    expect(heardBy('a')).toEqual([0, 1, 2]);
  });

  test('waits double up to the cap', async () => {
    await enqueue(world.db, signals('a', 1));
    world.engine.down = true;
    const delays: unknown[] = [];
    const warn = (what: object) => delays.push('delayMs' in what ? what.delayMs : what);
    const drainer = world.drainer({ backoffMs: 4, maxBackoffMs: 16, log: { ...quiet, warn } });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await untilDue();
      await drainer.drainOnce();
    }
    expect(delays).toEqual([4, 8, 16, 16, 16]);
  });

  test('a drainer that dies with rows in hand: another goes on after the lease, and not before', async () => {
    await enqueue(world.db, signals('a', 2));
    const inHand = await takeInbox(world.db, 10, 3_600_000);
    expect(inHand.map((row) => row.eventId)).toEqual(['a-0']);
    await world.drain();
    expect(heardBy('a')).toEqual([]);
    await world.db.update(inbox).set({ notBefore: sql`${inbox.notBefore} - interval '1 hour'` });
    await world.drain();
    expect(heardBy('a')).toEqual([0, 1]);
  });

  test('a drainer that dies after the engine heard, before the row went: told again, nothing lost', async () => {
    await enqueue(world.db, signals('a', 2));
    const [row] = await takeInbox(world.db, 10, 20);
    await world.engine.signal(idOf('a'), 'invoiceChanged', { index: 0 });
    expect(row?.eventId).toBe('a-0');
    await pause(30);
    await world.drain();
    expect(heardBy('a')).toEqual([0, 0, 1]);
  });

  test('a row of a kind nobody knows, or for a case nobody knows, is set aside and holds nobody up', async () => {
    const [first, second] = signals('a', 2);
    if (!first || !second) throw new Error('no signals');
    const lost = { ...first, eventId: 'lost', caseId: idOf('nobody'), lane: idOf('nobody') };
    await enqueue(world.db, [{ ...first, kind: 'carrier-pigeon' }, second, lost]);
    await world.drain();
    expect(heardBy('a')).toEqual([1]);
    expect(await inboxState(world.db)).toEqual({ waiting: 0, setAside: 2 });
    const kept = await world.db.select().from(inbox);
    expect(new Set(kept.map((row) => row.lastError))).toEqual(
      new Set([`no case ${idOf('nobody')}`, 'unknown kind carrier-pigeon']),
    );
  });

  test('woken, it looks at once', async () => {
    const drainer = world.drainer({ pollMs: 86_400_000 });
    drainer.start();
    await pause(50);
    await enqueue(world.db, signals('a', 1));
    drainer.wake();
    await untilEmpty();
    await drainer.stop();
    expect(heardBy('a')).toEqual([0]);
  });
});

describe('a case that has closed', () => {
  const at = '2026-11-12T09:00:00+01:00';
  const payment = { type: 'payment', id: 'e1#1', amountCents: 120000, on: '2026-11-10', at, actor: 'bank' } as const;
  const closed = { type: 'closed', reason: 'paid', at, actor: 'case' } as const;
  const tell = (signal: string, payload: object) =>
    enqueue(world.db, [
      {
        eventId: `${signal}-${JSON.stringify(payload)}`,
        creditorId: 'c1',
        caseId: idOf('paid'),
        lane: idOf('paid'),
        kind: 'signal',
        body: { signal, payload: { at, actor: 'bank', cause: 'evt', ...payload } },
      },
    ]);
  beforeEach(() => putCase(world.db, { invoiceId: 'paid', facts: [payment, closed] }));

  test.each([
    ['paymentReversed', { payment: 'e1#1' }, 'payment-reversed'],
    ['paymentReceived', { id: 'e2#1', amountCents: 5 }, 'payment'],
    ['invoiceChanged', { type: 'credit-note', id: 'A-1', amountCents: 5 }, 'credit-note'],
  ])('%s opens it again with all it knew', async (signal, payload, type) => {
    await tell(signal, payload);
    await world.drain();
    expect(world.engine.calls).toMatchObject([
      {
        call: 'reopen',
        caseId: idOf('paid'),
        input: {
          plan: { id: 'default-b2b' },
          actor: 'bank',
          carried: {
            revision: 3,
            case: { payments: [{ id: 'e1#1' }], closed: { reason: 'paid' } },
            unrecorded: [
              { type: 'reopened', actor: 'bank', cause: 'evt' },
              { ...payload, type, at, actor: 'bank', cause: 'evt' },
            ],
          },
        },
      },
    ]);
    expect(await inboxState(world.db)).toEqual({ waiting: 0, setAside: 0 });
  });

  test.each([
    ['a payment it knows', 'paymentReceived', { id: 'e1#1', amountCents: 120000 }],
    ['the return of a payment it never had', 'paymentReversed', { payment: 'zz#1' }],
    ['a fresh feed', 'debtorFact', { type: 'feed-fresh' }],
  ])('%s changes nothing', async (_, signal, payload) => {
    await tell(signal, payload);
    await world.drain();
    expect(world.engine.calls).toEqual([]);
    expect(await inboxState(world.db)).toEqual({ waiting: 0, setAside: 0 });
  });

  test('a new due date is set aside for a human', async () => {
    await tell('invoiceChanged', { type: 'invoice-changed', dueOn: '2027-01-01' });
    await world.drain();
    expect(await inboxState(world.db)).toEqual({ waiting: 0, setAside: 1 });
  });
});

async function reasonAfterRetries(): Promise<string | null> {
  const [row] = await world.db.select().from(inbox).where(eq(inbox.eventId, 'a-0'));
  return row && row.attempts > 1 ? row.lastError : null;
}

async function untilEmpty(): Promise<void> {
  const waiting = async () => (await inboxState(world.db)).waiting;
  await until(
    async () => (await waiting()) === 0,
    async () => `${await waiting()} rows wait`,
    10,
  );
}

async function untilDue(): Promise<void> {
  const [row] = await world.db.select().from(inbox);
  await pause(Math.max(0, Date.parse(row?.notBefore ?? '') - Date.now()) + 2);
}
