import { afterAll, beforeAll, expect, test } from 'vitest';
import { inboxState } from '../../db/inbox.ts';
import { putCase } from './case-row.ts';
import { created, openWorld, type World } from './world.ts';

let world: World;
let secret: string;
beforeAll(async () => {
  world = await openWorld();
  secret = (await world.creditor('c1')).billing;
  await world.webhook({ purpose: 'billing', creditorId: 'c1', secret, event: created() });
});
afterAll(() => world.close());

const tell = (data: object) =>
  world.webhook({
    purpose: 'billing',
    creditorId: 'c1',
    secret,
    event: { type: 'invoice.status', timestamp: '2026-11-12T09:00:00+01:00', data },
  });

test('a status reaches the case as one fact', async () => {
  expect((await tell({ invoiceId: 'inv_1', status: 207, amountCents: 2000, reason: 'quantité' })).status).toBe(202);
  await world.drain();
  expect(world.engine.calls.at(-1)).toMatchObject({
    name: 'invoiceChanged',
    payload: { type: 'invoice-status', status: 207, amountCents: 2000, reason: 'quantité', actor: 'billing' },
  });
  expect(world.engine.calls.at(-1)).not.toHaveProperty('payload.invoiceId');
});

test.each([
  [{ invoiceId: 'inv_1', status: 214 }, '$.data.status', 'expected one of 200, 201'],
  [{ invoiceId: 'inv_1', status: '210' }, '$.data.status', 'got "210"'],
  [{ invoiceId: 'inv_9', status: 210 }, '$.data.invoiceId', 'an invoice that invoice.created told before'],
  [{ invoiceId: 'inv_1', status: 207, amountCents: -1 }, '$.data.amountCents', 'more than 0'],
])('%j is refused at %s', async (data, path, message) => {
  const { status, body } = await tell(data);
  expect([status, body.errors[0]?.path]).toEqual([400, path]);
  expect(body.errors[0]?.message).toContain(message);
});

test('a closed case has nothing to do with a status any more', async () => {
  const at = '2026-11-12T09:00:00+01:00';
  await putCase(world.db, { invoiceId: 'inv_1', facts: [{ type: 'closed', reason: 'paid', at, actor: 'case' }] });
  world.engine.running.clear();
  const heard = world.engine.calls.length;
  expect((await tell({ invoiceId: 'inv_1', status: 211 })).status).toBe(202);
  await world.drain();
  expect(world.engine.calls.slice(heard)).toEqual([]);
  expect(await inboxState(world.db)).toEqual({ waiting: 0, setAside: 0 });
});
