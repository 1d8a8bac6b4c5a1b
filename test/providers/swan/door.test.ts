import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { problemHandler } from '../../../api/http/problem.ts';
import { entryOf } from '../../../db/bank.ts';
import { swanClient } from '../../../providers/swan/client.ts';
import { swanWebhooks } from '../../../providers/swan/door.ts';
import { forgetMoney } from '../../api/importing.ts';
import { created, openWorld, quiet, type Secrets, type World } from '../../api/world.ts';

const NOW_MS = Date.parse('2026-11-10T12:00:00+01:00');
const booked = {
  id: 't1',
  type: 'SepaCreditTransferIn',
  side: 'Credit',
  label: 'Virement Menuiserie Aubert',
  reference: 'F2026-0412',
  counterparty: 'Menuiserie Aubert SARL',
  amount: { value: '1200.00', currency: 'EUR' },
  account: { IBAN: 'FR7630006000011234567890189' },
  statusInfo: { status: 'Booked', bookingDate: '2026-11-10T08:00:00Z', valueDate: '2026-11-10T08:00:00Z' },
};

let world: World;
let secrets: Secrets;
let bank: Server;
let door: Server;
let nowMs = NOW_MS;
let asked: string[];
let transaction: object | null;
let isDown: boolean;

/** Speaks what Swan speaks: a token for the right client, then the transaction that is asked for. */
async function answerOf(req: IncomingMessage): Promise<[status: number, body: object]> {
  const body = await text(req);
  if (isDown) return [502, {}];
  if (req.url === '/oauth2/token') {
    asked.push('token');
    const form = new URLSearchParams(body);
    const isOurs =
      form.get('client_id') === 'LIVE_1' &&
      form.get('client_secret') === 'shh' &&
      form.get('grant_type') === 'client_credentials';
    return isOurs ? [200, { access_token: 'opaque', expires_in: 3600, token_type: 'bearer' }] : [401, {}];
  }
  if (req.headers.authorization !== 'Bearer opaque') return [401, {}];
  const { query, variables } = JSON.parse(body) as { query: string; variables: { id: string } };
  asked.push(variables.id);
  return query.includes('transaction(id: $id)') ? [200, { data: { transaction } }] : [400, {}];
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let doorUrl: string;
beforeAll(async () => {
  world = await openWorld();
  world.clock = () => nowMs;
  secrets = await world.creditor('c1');
  bank = createServer((req, res) => void answerOf(req).then(([status, body]) => res.writeHead(status).end(JSON.stringify(body))));
  const url = await listening(bank);
  const hosts = { apiUrl: `${url}/live-partner/graphql`, tokenUrl: `${url}/oauth2/token` };
  const ask = swanClient({ clientId: 'LIVE_1', clientSecret: 'shh', sandbox: false, clock: () => nowMs, ...hosts });
  const deps = { db: world.db, envelope: world.envelope, clock: () => nowMs, log: quiet, wake: () => undefined, ask };
  door = createServer(express().use(swanWebhooks(deps), problemHandler(quiet)));
  doorUrl = await listening(door);
});
afterAll(async () => {
  door.close();
  bank.close();
  await world.close();
});
beforeEach(async () => {
  [asked, transaction, isDown] = [[], booked, false];
  await forgetMoney(world);
  await world.webhook({ purpose: 'billing', creditorId: 'c1', secret: secrets.billing, event: created(), atMs: NOW_MS });
  await world.drain();
  world.engine.calls.length = 0;
});

async function notify(change: object = {}, secret: string | null = secrets.swan): Promise<number> {
  const event = {
    eventType: 'Transaction.Booked',
    eventId: 'e1',
    eventDate: '2026-11-10T08:00:01.673Z',
    projectId: 'p1',
    resourceId: 't1',
    ...change,
  };
  const headers = { 'content-type': 'application/json', ...(secret === null ? {} : { 'x-swan-secret': secret }) };
  const { status } = await fetch(`${doorUrl}/webhooks/swan/c1`, { method: 'POST', headers, body: JSON.stringify(event) });
  await world.drain();
  return status;
}

const told = () => world.engine.calls.flatMap((call) => (call.call === 'signal' ? [{ name: call.name, ...call.payload }] : []));

describe('a notification', () => {
  test('is asked about, and its money allocated once, however often it comes', async () => {
    expect([await notify(), await notify(), await notify({ eventId: 'e2' })]).toEqual([200, 200, 200]);
    expect(told()).toMatchObject([{ name: 'paymentReceived', amountCents: 120_000, on: '2026-11-10' }]);
    expect(asked.filter((one) => one === 't1')).toHaveLength(3);
  });

  test('one token serves until it ends', async () => {
    nowMs += 7_200_000;
    await notify();
    await notify();
    expect(asked).toEqual(['token', 't1', 't1']);
    nowMs = NOW_MS;
  });

  test('what counts is the movement as it is now, whatever the notification says', async () => {
    transaction = { ...booked, statusInfo: { status: 'Pending' } };
    await notify({ eventType: 'Transaction.Booked' });
    expect(told()).toEqual([]);
    transaction = booked;
    await notify({ eventType: 'Transaction.Pending' });
    expect(told()).toHaveLength(1);
  });

  test('of money that goes back: the payment is reversed', async () => {
    await notify();
    transaction = { ...booked, id: 't2', side: 'Debit', type: 'SepaCreditTransferInRecall' };
    await notify({ resourceId: 't2' });
    expect(await entryOf(world.db, 'c1', 't2')).toMatchObject({ document: { amountCents: -120_000, reversal: true } });
    expect(told().map(({ name }) => name)).toEqual(['paymentReceived', 'paymentReversed']);
  });

  test.each([
    ['rejected', { ...booked, statusInfo: { status: 'Rejected' } }],
    ['upcoming', { ...booked, statusInfo: { status: 'Upcoming' } }],
    ['unknown to Swan', null],
  ])('of a movement %s: nothing is paid', async (_, is) => {
    transaction = is;
    expect(await notify()).toBe(200);
    expect(told()).toEqual([]);
  });

  test('of something else is taken and left', async () => {
    expect(await notify({ eventType: 'Card.Updated' })).toBe(200);
    expect(asked).toEqual([]);
  });

  test('while Swan cannot be asked: told to come again, and nothing lost', async () => {
    isDown = true;
    expect(await notify()).toBe(503);
    isDown = false;
    expect(await notify()).toBe(200);
    expect(told()).toHaveLength(1);
  });

  test.each([
    ['without a secret', {}, null, 401],
    ['with another', {}, 'wrong', 401],
    ['without a resource', { resourceId: '' }, undefined, 400],
    ['of no date', { eventDate: 'yesterday' }, undefined, 400],
  ])('%s: refused', async (_, change, secret, status) => {
    expect(await notify(change, secret)).toBe(status);
    expect(told()).toEqual([]);
  });
});
