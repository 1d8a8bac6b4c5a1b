import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi } from '../../api/api.ts';
import { webhookRoutes } from '../../api/contract/webhooks.ts';
import { doorsOf } from '../../api/webhooks/received.ts';
import { messageId } from '../../db/messages.ts';
import { receivedWebhooks } from '../../db/received-webhooks-schema.ts';
import { purge } from '../../db/retention.ts';
import { providerRoutes } from '../../providers/index.ts';
import { sendgridDoor } from '../../providers/sendgrid/door.ts';
import { inboundDoor } from '../../providers/sendgrid/inbound.ts';
import { deliverCallback, sendgridCallbacks } from '../support/contract-server/callbacks.ts';
import { until } from '../support/runner/patience.ts';
import { leaving, settled } from '../support/written.ts';
import { created, entry, openWorld, quiet, type Secrets, type World } from './world.ts';

let world: World;
let secrets: Secrets;
let operator: string;
const told = { purpose: 'billing', creditorId: 'c1' } as const;

beforeAll(async () => {
  world = await openWorld();
  secrets = await world.creditor('c1');
  await world.creditor('c2');
  operator = await world.key('c1', 'operator');
});
afterAll(() => world.close());

interface Line {
  readonly id: number;
  readonly door: string;
  readonly creditorId: string | null;
  readonly reference: string | null;
  readonly kind: string | null;
  readonly answer: string;
  readonly status: number;
  readonly faults: readonly { path: string; message: string }[] | null;
  readonly count: number;
}

async function lately(query = '', key = operator): Promise<Line[]> {
  const { body } = await world.call('GET', `/received-webhooks${query}`, key);
  return (body as unknown as { received: Line[] }).received;
}

/** What came in is written beside the answer, not before it. */
async function lines(count: number, query = '', key = operator): Promise<Line[]> {
  let found: Line[] = [];
  const isThere = async () => {
    found = await lately(query, key);
    return found.length >= count;
  };
  await until(isThere, async () => `${count} lines are expected: ${JSON.stringify(found)}`);
  return found;
}

const dupont = created({ id: 'inv_9' }, { name: 'M. Jean Dupont', email: 'jean.dupont@secret.example' });

describe('what came in and what was answered', () => {
  test('taken, told again and refused are told apart, each with the id of whom could be trusted', async () => {
    await world.webhook({ ...told, secret: secrets.billing, event: dupont, id: 'evt_a' });
    await world.webhook({ ...told, secret: secrets.billing, event: dupont, id: 'evt_a' });
    await world.webhook({ ...told, secret: 'whsec_AAAA', event: dupont, id: 'evt_forged' });
    await world.webhook({ ...told, purpose: 'bank', secret: secrets.bank, event: entry({ key: 'e9' }), id: 'evt_b' });
    const found = await lines(4);
    expect(found.map(({ door, kind, answer, reference, status }) => [door, kind, answer, reference, status])).toEqual([
      ['bank', 'bank.transaction.booked', 'accepted', 'evt_b', 202],
      ['billing', null, 'refused', null, 401],
      ['billing', 'invoice.created', 'duplicate', 'evt_a', 202],
      ['billing', 'invoice.created', 'accepted', 'evt_a', 202],
    ]);
    expect(found[1]?.faults).toEqual([{ path: '', message: 'The signature does not match.' }]);
  });

  test('a refusal says what was expected where, and nothing of what came', async () => {
    const wrong = created({ id: 'inv_8', totalCents: 'M. Jean Dupont' }, { email: 'jean.dupont at secret.example' });
    await world.webhook({ ...told, secret: secrets.billing, event: wrong });
    const [line] = await lines(2, '?answer=refused');
    expect([line?.status, line?.faults?.map(({ path }) => path)]).toEqual([
      400,
      ['$.data.invoice.totalCents', '$.data.debtor.email'],
    ]);
    expect(line?.faults?.[1]?.message).toBe('expected an e-mail address');
    expect(JSON.stringify(await world.db.select().from(receivedWebhooks))).not.toMatch(/dupont/i);
  });

  test('is shown to its creditor alone; what names no known creditor to who serves them all', async () => {
    await world.webhook({ ...told, creditorId: 'nobody', secret: 'whsec_AAAA', event: dupont });
    expect((await lines(3, '?answer=refused', world.adminKey))[0]).toMatchObject({ creditorId: null, status: 401 });
    expect(await lately('', await world.key('c2', 'operator'))).toEqual([]);
    expect((await world.call('GET', '/received-webhooks?creditor=c2', operator)).status).toBe(404);
    expect((await world.call('GET', '/received-webhooks', await world.key('c1', 'viewer'))).status).toBe(403);
  });

  test('is filtered and read page by page; a door or an answer that cannot be is refused', async () => {
    expect((await lately('?door=bank')).map(({ door }) => door)).toEqual(['bank']);
    const [first] = await lately('?limit=1');
    const [second] = await lately(`?limit=1&cursor=${first?.id}`);
    expect(second?.id).toBeLessThan(first?.id ?? 0);
    for (const query of ['?door=../etc', '?answer=perhaps', '?cursor=x'])
      expect((await world.call('GET', `/received-webhooks${query}`, operator)).status).toBe(400);
  });

  test('a flood is few lines with their count, and drives out nothing of another door or answer', async () => {
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        world.webhook({ ...told, secret: secrets.billing, event: dupont, id: `flood_${index}` }),
      ),
    );
    const all = async () => (await lately('?door=billing&limit=200')).filter(({ answer }) => answer === 'accepted');
    const sum = async () => (await all()).reduce((total, { count }) => total + count, 0);
    await until(
      async () => (await sum()) === 61,
      async () => `61 are expected, ${await sum()} are there`,
    );
    const flood = Array.from(
      { length: 2100 },
      () => ({ door: 'billing', creditorId: 'c1', answer: 'accepted', status: 202 }) as const,
    );
    await world.db.insert(receivedWebhooks).values(flood);
    await purge(world.db, new Date(world.clock()).toISOString());
    expect(await lately('?door=bank')).toHaveLength(1);
    expect(await world.db.$count(receivedWebhooks)).toBeLessThan(2010);
  });

  test('is gone after a month', async () => {
    await purge(world.db, new Date(world.clock() + 32 * 86_400_000).toISOString());
    await purge(world.db, new Date(world.clock() + 32 * 86_400_000).toISOString());
    await purge(world.db, new Date(world.clock() + 32 * 86_400_000).toISOString());
    expect(await lately()).toEqual([]);
  });
});

test('reports of providers and mails are told with their case, or as about nothing of ours; no address of a door is kept', async () => {
  const sendgrid = sendgridCallbacks();
  const message = await messageLeft();
  const signers = [{ provider: 'sendgrid', publicKey: sendgrid.publicKey }];
  const put = () => Promise.resolve('');
  const mails = inboundDoor(
    { ...world.deps, log: quiet, keep: (caseId) => Promise.resolve(caseId), put },
    'a-secret-of-the-address',
  );
  const app = createApi({ ...world.deps, doors: [sendgridDoor({ ...world.deps, signers }), mails] });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const event = (id: string, about: string) => ({
    email: 'x@y.example',
    event: 'delivered',
    sg_event_id: id,
    timestamp: world.clock() / 1000,
    message: about,
  });
  await deliverCallback(url, sendgrid.events([event('e1', message), event('e2', 'act-of-nobody')], world.clock()));
  const form = new FormData();
  form.set('email', 'From: inconnu@ailleurs.example\r\nSubject: Bonjour\r\n\r\nBonjour');
  await fetch(`${url}/webhooks/sendgrid/inbound/a-secret-of-the-address`, { method: 'POST', body: form });
  await fetch(`${url}/webhooks/sendgrid/inbound/wrong-secret`, { method: 'POST', body: form });
  const found = await lines(4, '?door=sendgrid', world.adminKey);
  const told = found.map(({ creditorId, kind, answer, reference }) => [creditorId, kind, answer, reference].join(' '));
  expect(new Set(told)).toEqual(
    new Set([' mail unknown ', ' message-delivered unknown e2', '  refused ', 'c1 message-delivered accepted e1']),
  );
  expect(JSON.stringify(await world.db.select().from(receivedWebhooks))).not.toMatch(/-secret|ailleurs/);
  server.close();
});

/** A message of a case of c1 that SendGrid took. */
async function messageLeft(): Promise<string> {
  const act = { caseId: 'invoice:c1:inv_9', step: 'reminder-5', channel: 'email', sequence: 1 } as const;
  const row = { creditorId: 'c1', debtorId: 'cus_31', currency: 'EUR', template: 'reminder', contactOn: null, askedCents: 1 };
  await leaving(world.db, act, { ...row, channel: 'email', documentId: null, sha256: null });
  await settled(world.db, act, { state: 'sent', provider: 'sendgrid', providerId: 'sending-1' });
  return messageId(act);
}

test('every declared door is watched', () => {
  expect(doorsOf({ ...webhookRoutes, ...providerRoutes }).toSorted()).toEqual(
    ['bank', 'billing', 'post', 'qonto', 'sendgrid', 'swan', 'twilio'].toSorted(),
  );
});
