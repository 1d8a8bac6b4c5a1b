import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { entryOf, feedFreshness } from '../../../db/bank.ts';
import { qontoFault } from '../../../providers/qonto/door.ts';
import { forgetMoney } from '../../api/importing.ts';
import { created, openWorld, type Secrets, type World } from '../../api/world.ts';

const NOW_MS = Date.parse('2026-11-10T12:00:00+01:00');
let world: World;
let secrets: Secrets;

beforeAll(async () => {
  world = await openWorld();
  world.clock = () => NOW_MS;
  secrets = await world.creditor('c1');
});
afterAll(() => world.close());
beforeEach(async () => {
  await forgetMoney(world);
  await world.webhook({ purpose: 'billing', creditorId: 'c1', secret: secrets.billing, event: created(), atMs: NOW_MS });
  await world.drain();
  world.engine.calls.length = 0;
});

/** A transaction as Qonto's documentation shows it, with fields that we do not read. */
function transaction(change: object = {}) {
  const data = {
    event: 'created',
    id: '018f71db-c635-78b5-b90a-ea05de98c2bf',
    transaction_id: 'atelier-1-transaction-6576',
    amount: 1200,
    currency: 'EUR',
    side: 'credit',
    operation_type: 'income',
    status: 'completed',
    label: 'MENUISERIE AUBERT',
    clean_counterparty_name: 'Menuiserie Aubert SARL',
    reference: 'F2026-0412',
    settled_at: '2026-11-10T08:00:00Z',
    bank_account: { id: 'b1', iban: 'FR7630006000011234567890189', bic: 'AGRIFRPP', name: 'Compte principal' },
    ...change,
  };
  return { id: 'w1', subscription_id: 's1', type: 'v1/transactions', created_at: '2026-11-10T08:00:01Z', data };
}

async function tell(
  event: unknown,
  { secret = secrets.qonto, atMs = NOW_MS, creditorId = 'c1' } = {},
): Promise<{ status: number; text: string }> {
  const body = JSON.stringify(event);
  const timestamp = Math.floor(atMs / 1000);
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-qonto-signature': `t=${timestamp},v1=${signature}` };
  const response = await fetch(`${world.url}/webhooks/qonto/${creditorId}`, { method: 'POST', headers, body });
  await world.drain();
  return { status: response.status, text: await response.text() };
}

const told = () => world.engine.calls.flatMap((call) => (call.call === 'signal' ? [{ name: call.name, ...call.payload }] : []));

describe('the signature', () => {
  const header = 't=1704110400,v1=56aff06dc227db80d6568a5070f912c601c31f20451745d257cbc0b5dfa93805';
  const body = Buffer.from('{"test":"data"}');
  const nowMs = 1_704_110_400_000;

  test('is that of the bank’s own example', () => {
    expect(qontoFault(header, body, ['test-secret'], nowMs)).toBeNull();
    expect(qontoFault(header, body, ['the new one', 'test-secret'], nowMs)).toBeNull();
  });

  const forged: [string, string | undefined, Buffer, string, number, string][] = [
    ['another body', header, Buffer.from('{"test":"datum"}'), 'test-secret', nowMs, 'does not match'],
    ['another secret', header, body, 'test-secre7', nowMs, 'does not match'],
    ['another time', header.replace('1704110400', '1704110401'), body, 'test-secret', nowMs, 'does not match'],
    ['none', undefined, body, 'test-secret', nowMs, 'is expected'],
    ['a short one', 't=1704110400,v1=56aff06d', body, 'test-secret', nowMs, 'is expected'],
    ['from the future', header, body, 'test-secret', nowMs - 301_000, 'in the future'],
    ['of another week', header, body, 'test-secret', nowMs + 8 * 86_400_000, 'too old'],
  ];
  test.each(forged)('%s: refused', (_, given, bytes, secret, atMs, why) => {
    expect(qontoFault(given, bytes, [secret], atMs)).toContain(why);
  });
});

describe('a transaction', () => {
  test('completed: allocated to the invoice that it names, told once however often it comes', async () => {
    expect((await tell(transaction())).status).toBe(202);
    expect((await tell(transaction({ event: 'updated', note: 'vu' }))).status).toBe(202);
    expect(told()).toMatchObject([{ name: 'paymentReceived', amountCents: 120_000, on: '2026-11-10', actor: 'bank' }]);
    expect(await feedFreshness(world.db, 'c1')).toBe('2026-11-10');
  });

  test.each([['1200.00'], [1200.0], ['1200.0']])('an amount of %j is the same money', async (amount) => {
    await tell(transaction({ amount }));
    expect(told()).toMatchObject([{ amountCents: 120_000 }]);
  });

  test('pending settles nothing, then completed does', async () => {
    await tell(transaction({ status: 'pending', settled_at: null }));
    expect(told()).toEqual([]);
    await tell(transaction());
    expect(told()).toHaveLength(1);
  });

  test('declined undoes what was announced', async () => {
    await tell(transaction({ status: 'pending', settled_at: null }));
    await tell(transaction({ status: 'declined', settled_at: null }));
    await tell(transaction({ status: 'pending', settled_at: null }));
    expect(told()).toEqual([]);
    expect(await entryOf(world.db, 'c1', transaction().data.id)).toMatchObject({ verdict: 'reversed' });
  });

  test('money that leaves is no payment', async () => {
    await tell(transaction({ side: 'debit' }));
    expect(told()).toEqual([]);
    expect(await entryOf(world.db, 'c1', transaction().data.id)).toMatchObject({
      document: { amountCents: -120_000 },
      verdict: 'not-a-payment',
    });
  });
});

describe('bad input', () => {
  test.each([
    ['another type', { ...transaction(), type: 'v1/cards' }, '$.type'],
    ['three decimals', transaction({ amount: 12.345 }), '$.data.amount'],
    ['a negative amount', transaction({ amount: -5 }), '$.data.amount'],
    ['an unknown status', transaction({ status: 'lost' }), '$.data.status'],
    ['an impossible day', transaction({ settled_at: '2026-02-30T08:00:00Z' }), '$.data.settled_at'],
  ])('%s: 400 with its path', async (_, event, path) => {
    const { status, text } = await tell(event);
    expect({ status, path: (JSON.parse(text) as { errors: { path: string }[] }).errors[0]?.path }).toEqual({ status: 400, path });
  });

  test('a creditor nobody knows is told what a forger is told', async () => {
    expect((await tell(transaction(), { creditorId: 'c9' })).status).toBe(401);
    expect((await tell(transaction(), { secret: 'wrong' })).status).toBe(401);
  });
});
