import { setTimeout as pause } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { evidenceOf } from '../../db/evidence.ts';
import { answersTo, enqueue, type InboxEvent, inboxState, takeInbox } from '../../db/inbox.ts';
import { inbox, receivedEvents } from '../../db/schema.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { until } from '../support/runner/patience.ts';
import { putCase } from './case-row.ts';
import type { Call } from './fake-engine.ts';
import { openWorld, quiet, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.creditor('c1');
});
afterAll(() => world.close());
beforeEach(async () => {
  for (const table of [inbox, receivedEvents]) await world.db.delete(table);
  Object.assign(world.engine, { down: false, deaf: false, before: () => Promise.resolve() });
  world.engine.calls.length = 0;
  world.engine.running.clear();
});

const AT = '2026-11-12T09:00:00+01:00';
const byNumber = (a: unknown, b: unknown) => Number(a) - Number(b);
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

test('creditors take turns: the flood of one delays nobody else', async () => {
  const mail = (creditorId: string, name: string): InboxEvent => {
    const caseId = `invoice:${creditorId}:${name}`;
    return { eventId: `turn:${caseId}`, creditorId, caseId, lane: caseId, kind: 'ring', body: {} };
  };
  await enqueue(
    world.db,
    Array.from({ length: 200 }, (_, index) => mail('flood', String(index))),
  );
  await enqueue(world.db, [mail('calm', 'a'), mail('calm', 'b'), mail('quiet', 'c')]);
  const taken = (await takeInbox(world.db, 64, 10_000)).map(({ creditorId }) => creditorId);
  const of = (creditor: string) => taken.filter((one) => one === creditor).length;
  expect([of('calm'), of('quiet')]).toEqual([2, 1]);
  expect(of('flood')).toBeGreaterThan(10);
  await world.db.delete(inbox);
});

test('of a creditor who has his part under way nothing is taken, and whoever else has mail is', async () => {
  const mail = (creditorId: string, index: number): InboxEvent => {
    const caseId = `invoice:${creditorId}:${index}`;
    return { eventId: `seat:${caseId}`, creditorId, caseId, lane: caseId, kind: 'ring', body: {} };
  };
  await enqueue(world.db, [...Array.from({ length: 20 }, (_, index) => mail('flood', index)), mail('calm', 0)]);
  expect((await takeInbox(world.db, 4, 10_000, ['flood', 'flood'])).map(({ creditorId }) => creditorId)).toEqual(['calm']);
  expect(await takeInbox(world.db, 3, 10_000, ['flood', 'flood', 'calm'])).toEqual([]);
});

test('a flood whose every row hangs leaves a place free: another creditor’s news is told meanwhile', async () => {
  await putCase(world.db, { invoiceId: 'late', creditorId: 'calm' });
  await enqueue(world.db, signals('flood', 200));
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let hanging = 0;
  const told: string[] = [];
  world.engine.before = async (_, caseId) => {
    if (caseId.startsWith('invoice:calm')) told.push(caseId);
    else {
      hanging += 1;
      await held;
    }
  };
  const drainer = world.drainer({ pollMs: 5 });
  drainer.start();
  await until(
    () => hanging > 0,
    () => 'nothing of the flood was told',
    10,
  );
  const caseId = 'invoice:calm:late';
  world.engine.running.add(caseId);
  const [first] = signals('calm', 1);
  if (!first) throw new Error('no signal');
  await enqueue(world.db, [{ ...first, eventId: 'calm', creditorId: 'calm', caseId, lane: caseId }]);
  await until(
    () => told.length > 0,
    () => `${hanging} of the flood hang`,
    10,
  );
  release();
  await untilEmpty();
  await drainer.stop();
});

test('news that came in together with a flood that hangs keeps no other news of its creditor waiting', async () => {
  const calm = 'invoice:calm:together';
  await putCase(world.db, { invoiceId: 'together', creditorId: 'calm' });
  const [first] = signals('flood', 1);
  if (!first) throw new Error('no signal');
  const news = (eventId: string) => ({ ...first, eventId, creditorId: 'calm', caseId: calm, lane: calm });
  await enqueue(world.db, [news('first'), ...signals('flood', 200)]);
  world.engine.running.add(calm);
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let told = 0;
  let hanging = 0;
  world.engine.before = async (_, caseId) => {
    if (caseId === calm) told += 1;
    else hanging += 1;
    if (caseId !== calm) await held;
  };
  const drainer = world.drainer({ pollMs: 5 });
  drainer.start();
  const said = () => `${told} told, ${hanging} of the flood hang`;
  await until(() => told > 0 && hanging > 0, said, 10);
  await enqueue(world.db, [news('second')]);
  await until(() => told > 1, said, 10);
  release();
  await untilEmpty();
  await drainer.stop();
});

test('a hundred bank files of one creditor leave a place for the mail of another', async () => {
  const file = (index: number): InboxEvent => {
    const id = `import:flood:${index}`;
    return { eventId: id, creditorId: 'flood', caseId: null, lane: id, kind: 'statement', body: { importId: id } };
  };
  const mail = { eventId: 'mail', creditorId: 'calm', caseId: 'invoice:calm:m', lane: 'invoice:calm:m', kind: 'ring', body: {} };
  await enqueue(world.db, [...Array.from({ length: 100 }, (_, index) => file(index)), mail]);
  expect((await takeInbox(world.db, 4, 10_000)).map(({ eventId }) => eventId)).toEqual(['import:flood:0', 'mail']);
});

describe('the mail of cases', () => {
  test('each letter is announced, however slow or failing each bell is', async () => {
    await enqueue(world.db, [...signals('a', 6), ...signals('b', 6)]);
    let failures = 3;
    world.engine.before = async () => {
      if (failures-- > 0) throw new Error('a hiccup');
    };
    const drainer = world.drainer();
    drainer.start();
    await untilEmpty();
    await drainer.stop();
    for (const name of ['a', 'b']) expect(heardBy(name).toSorted(byNumber)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('a case that cannot be reached holds nobody else up', async () => {
    await enqueue(world.db, [...signals('a', 2), ...signals('b', 2)]);
    world.engine.before = (_, caseId) => (caseId === idOf('a') ? Promise.reject(new Error('stuck')) : Promise.resolve());
    await world.drain();
    expect(heardBy('b').toSorted(byNumber)).toEqual([0, 1]);
    expect(heardBy('a')).toEqual([]);
    expect(await inboxState(world.db)).toEqual({ waiting: 2, setAside: 0 });
  });

  test('a bell that is lost on the way rings again after a minute, and not before', async () => {
    await enqueue(world.db, signals('a', 1));
    world.engine.deaf = true;
    await world.drain();
    await world.drain();
    expect(heardBy('a')).toEqual([0]);
    const [row] = await world.db.select().from(inbox);
    const waitMs = Date.parse(row?.notBefore ?? '') - Date.now();
    expect([waitMs > 30_000, waitMs <= 60_000]).toEqual([true, true]);
    await world.db.update(inbox).set({ notBefore: new Date(0).toISOString() });
    world.engine.deaf = false;
    await world.drain();
    expect(heardBy('a')).toEqual([0, 0]);
    expect(await inboxState(world.db)).toEqual({ waiting: 0, setAside: 0 });
  });
});

describe('the lanes of the bank', () => {
  test('go in order, and one that is long waits for nobody and holds nobody up', async () => {
    const event = (creditorId: string, index: number) => ({
      eventId: `${creditorId}-${index}`,
      creditorId,
      caseId: null,
      lane: `bank:${creditorId}`,
      kind: 'feed-checked',
      body: { account: 'main', through: '2026-11-02', at: '2026-11-02T09:00:00+01:00', cause: 'test' },
    });
    await enqueue(world.db, [...Array.from({ length: 200 }, (_, index) => event('flood', index)), event('small', 0)]);
    const taken = (await takeInbox(world.db, 64, 10_000)).map(({ eventId }) => eventId);
    expect(taken).toEqual(['flood-0', 'small-0']);
    expect(await takeInbox(world.db, 64, 10_000)).toEqual([]);
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
    expect(heardBy('a').toSorted(byNumber)).toEqual([0, 1, 2]);
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
    const inHand = await takeInbox(world.db, 1, 2_000);
    expect(inHand.map((row) => row.eventId)).toEqual(['a-0']);
    await world.drain();
    expect(heardBy('a')).toEqual([1]);
    await world.db.update(inbox).set({ notBefore: new Date(0).toISOString() });
    await world.drain();
    expect(heardBy('a')).toEqual([1, 0]);
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

  test('an opening that makes no sense is set aside, and its creditor’s others open', async () => {
    const lived = (id: string, dueOn: string) => ({
      eventId: `opens-${id}`,
      creditorId: 'c1',
      caseId: idOf(id),
      lane: idOf(id),
      kind: 'start',
      body: {
        opening: {
          creditorId: 'c1',
          debtor: { id: 'd1', kind: 'business', segment: null, department: '69' },
          invoice: {
            id,
            number: id,
            currency: 'EUR',
            totalCents: 1200,
            vatCents: null,
            issuedOn: null,
            dueOn,
            serviceCompletedOn: null,
          },
          contact: { email: true, mobile: false },
        },
        plan: shippedPlans[0],
        actor: 'billing',
      },
    });
    await enqueue(world.db, [lived('before-the-law', '2005-12-31'), lived('sound', '2026-11-06')]);
    await world.drain();
    expect(world.engine.calls).toMatchObject([{ call: 'start', caseId: idOf('sound') }]);
    expect(await inboxState(world.db)).toEqual({ waiting: 0, setAside: 1 });
  });

  test('a letter that throws where it is applied is set aside with a task, an act is refused, and what lies behind is heard', async () => {
    await putCase(world.db, { invoiceId: 'hard' });
    const letter = (nth: number, kind: string, body: object) => ({
      eventId: `hard-${nth}`,
      creditorId: 'c1',
      caseId: idOf('hard'),
      lane: idOf('hard'),
      kind,
      body,
    });
    const schedule = (on: unknown) => ({
      act: 'agreeInstalments',
      payload: { schedule: [{ on, amountCents: 120_000 }] },
      at: AT,
    });
    await enqueue(world.db, [
      letter(1, 'signal', { signal: 'invoiceChanged', payload: { type: 'invoice-changed', dueOn: '2005-12-31' } }),
      letter(2, 'signal', { signal: 'paymentReceived', payload: null }),
      letter(3, 'act', { act: 'pause', payload: null, at: AT }),
      letter(4, 'act', schedule(null)),
      letter(5, 'act', { act: 'pause', payload: { requestId: 'r' }, at: AT }),
    ]);
    await world.drain();
    const facts = await evidenceOf(world.db, idOf('hard'));
    expect(facts.map(({ type }) => type)).toEqual(['opened', 'task-raised', 'task-raised', 'pause']);
    expect(await inboxState(world.db)).toEqual({ waiting: 0, setAside: 2 });
    expect(await answersTo(world.db, ['hard-3', 'hard-4', 'hard-5'])).toMatchObject({
      'hard-3': { refused: expect.any(String) },
      'hard-4': { refused: expect.any(String) },
      'hard-5': {},
    });
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

describe('a case that no workflow lives', () => {
  const at = '2026-11-12T09:00:00+01:00';
  const payment = { type: 'payment', id: 'e1#1', amountCents: 120000, on: '2026-11-10', at, actor: 'bank' } as const;
  const thanked = { type: 'note-left-out', note: 'payment:e1#1', reason: 'test', at, actor: 'case' } as const;
  const closed = { type: 'closed', reason: 'paid', at, actor: 'case' } as const;
  let ended = 0;
  /** A case that is paid, thanked and closed. */
  const paidCase = async () => {
    ended += 1;
    await putCase(world.db, { invoiceId: `paid-${ended}`, facts: [payment, thanked, closed] });
    return idOf(`paid-${ended}`);
  };
  const tell = (caseId: string, signal: string, payload: object) =>
    enqueue(world.db, [
      {
        eventId: `${signal}-${caseId}-${JSON.stringify(payload)}`,
        creditorId: 'c1',
        caseId,
        lane: caseId,
        kind: 'signal',
        body: { signal, payload: { at, actor: 'bank', cause: 'evt', ...payload } },
      },
    ]);
  const factsOf = async (caseId: string) => (await evidenceOf(world.db, caseId)).slice(4);

  test.each([
    ['paymentReversed', { payment: 'e1#1' }, 'payment-reversed'],
    ['paymentReceived', { id: 'e2#1', amountCents: 5 }, 'payment'],
    ['invoiceChanged', { type: 'credit-note', id: 'A-1', amountCents: 5 }, 'credit-note'],
    ['invoiceChanged', { type: 'invoice-changed', totalCents: 130_000 }, 'invoice-changed'],
    ['invoiceChanged', { type: 'invoice-cancelled' }, 'invoice-cancelled'],
  ])('closed: %s opens it again, as another run', async (signal, payload, type) => {
    const caseId = await paidCase();
    await tell(caseId, signal, payload);
    await world.drain();
    expect(world.engine.calls).toMatchObject([
      { call: 'start-again', caseId, beginning: { run: 1, standing: { ended: false } } },
    ]);
    expect(await factsOf(caseId)).toMatchObject([
      { type: 'reopened', actor: 'bank', cause: 'evt' },
      { type, actor: 'bank', cause: 'evt' },
    ]);
    expect(await inboxState(world.db)).toEqual({ waiting: 0, setAside: 0 });
  });

  test.each([
    ['a payment it knows', 'paymentReceived', { id: 'e1#1', amountCents: 120000 }],
    ['the return of a payment it never had', 'paymentReversed', { payment: 'zz#1' }],
    ['a fresh feed', 'debtorFact', { type: 'feed-fresh' }],
  ])('closed: %s changes nothing', async (_, signal, payload) => {
    const caseId = await paidCase();
    await tell(caseId, signal, payload);
    await world.drain();
    expect(world.engine.calls).toEqual([]);
    expect(await factsOf(caseId)).toEqual([]);
    expect(await inboxState(world.db)).toEqual({ waiting: 0, setAside: 0 });
  });

  test('closed by a person: a correction of its invoice is set aside, with what to do', async () => {
    await putCase(world.db, {
      invoiceId: 'let-go',
      facts: [{ type: 'close', reason: 'réglé hors de l’outil', at, actor: 'm.r' }],
    });
    await tell(idOf('let-go'), 'invoiceChanged', { type: 'invoice-changed', totalCents: 130_000 });
    await world.drain();
    expect(world.engine.calls).toEqual([]);
    const [aside] = await world.db.select().from(inbox);
    expect(aside?.lastError).toContain('se facture à part');
  });

  test('open, its engine lost: it reads its mail and begins anew, with nothing lost', async () => {
    await putCase(world.db, { invoiceId: 'orphan' });
    await tell(idOf('orphan'), 'paymentReceived', { id: 'e3#1', amountCents: 500 });
    await world.drain();
    expect(world.engine.calls).toMatchObject([{ call: 'start-again', caseId: idOf('orphan'), beginning: { run: 1 } }]);
    expect((await evidenceOf(world.db, idOf('orphan'))).at(-1)).toMatchObject({ type: 'payment', fact: { id: 'e3#1' } });
  });

  test.each([
    ['without its fields', 'paymentReceived', {}],
    ['with a text for an amount', 'paymentReceived', { id: 'x', amountCents: '12' }],
    ['of a kind that nobody knows', 'invoiceChanged', { type: 'garbage' }],
    ['with a day that does not exist', 'letterEvent', { outcome: 'received', on: '2026-02-30' }],
  ])('a signal %s is set aside, a person is told, and the case lives on', async (what, signal, payload) => {
    const invoiceId = `poison-${what.length}`;
    await putCase(world.db, { invoiceId });
    await tell(idOf(invoiceId), signal, payload);
    await tell(idOf(invoiceId), 'paymentReceived', { id: 'good', amountCents: 500 });
    await world.drain();
    expect(await inboxState(world.db)).toEqual({ waiting: 0, setAside: 1 });
    expect((await evidenceOf(world.db, idOf(invoiceId))).slice(1).map(({ type }) => type)).toEqual(['task-raised', 'payment']);
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
