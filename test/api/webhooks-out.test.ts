import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deliverOnce } from '../../activities/webhooks-out/deliver.ts';
import { poster } from '../../activities/webhooks-out/post.ts';
import { putBack, takeInHand } from '../../cases/hand.ts';
import { putDebtor } from '../../db/debtors.ts';
import { webhookDeliveries } from '../../db/webhooks-out-schema.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import { WAIT_MS } from '../support/runner/patience.ts';
import { putCase } from './case-row.ts';
import { debtorDocument, openWorld, quiet, type World } from './world.ts';

const TLS = join(import.meta.dirname, '..', 'fixtures', 'tls');
const [key, cert] = ['key.pem', 'cert.pem'].map((name) => readFileSync(join(TLS, name), 'utf8')) as [string, string];
const at = '2026-11-20T10:00:00+01:00';
const told = (fact: object): Fact => ({ at, actor: 'test', ...fact }) as Fact;
const promise = told({ type: 'promise', amountCents: 120_000, on: '2026-12-01' });

interface Heard {
  readonly headers: Record<string, string>;
  readonly body: string;
}

let world: World;
let server: Server;
let url: string;
let answer: { status: number; body: string };
let approver: string;
const heard: Heard[] = [];

beforeAll(async () => {
  world = await openWorld();
  server = createServer({ key, cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => {
      heard.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString() });
      response.writeHead(answer.status).end(answer.body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `https://localhost:${(server.address() as AddressInfo).port}/exigible`;
  for (const id of ['c1', 'c2']) await world.creditor(id);
  approver = await world.key('c1', 'approver');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await world.close();
});
beforeEach(async () => {
  heard.length = 0;
  answer = { status: 200, body: 'merci' };
  for (const table of ['webhook_endpoints', 'webhook_deliveries', 'cases'])
    await world.db.execute(sql.raw(`delete from ${table}`));
});

const endpoint = async (change: object = {}) =>
  (await world.call('POST', '/webhook-endpoints', approver, { url, ...change })).body as unknown as {
    id: string;
    secret: string;
  };
const deps = () => ({
  db: world.db,
  envelope: world.envelope,
  post: poster({ allows: () => true, timeoutMs: WAIT_MS, ca: cert }),
  clock: Date.now,
  log: quiet,
});
const deliver = () => deliverOnce(deps());
/** What waits is due now. */
const later = () => world.db.update(webhookDeliveries).set({ notBefore: '2020-01-01T00:00:00Z' });
const shown = async (id: string) =>
  (await world.call('GET', `/webhook-endpoints/${id}/deliveries`, approver)).body as unknown as {
    deliveries: { id: string; type: string; state: string; attempts: number; lastStatus: number | null; lastAnswer: string }[];
    next: number | null;
  };

let serial = 0;
/** Facts happen to a new case, as everywhere: in the transaction that writes them down. */
async function happens(facts: readonly Fact[], creditorId = 'c1'): Promise<string> {
  serial += 1;
  const { id } = await putCase(world.db, { creditorId, invoiceId: `o${serial}`, number: `F-${serial}` });
  await world.db.transaction(async (tx) => {
    const dossier = (await takeInHand(tx, [id], Date.parse(at))).get(id);
    for (const fact of facts) dossier?.tell(fact);
    if (dossier) await putBack(tx, dossier, Date.parse(at));
  });
  return id;
}

describe('events out', () => {
  test('what happened is told once, signed as Standard Webhooks say, with ids and amounts and nothing that somebody wrote', async () => {
    const { secret } = await endpoint();
    const caseId = await happens([promise, told({ type: 'dispute-opened', amountCents: 5_000, reason: 'appeler Mme Aubert' })]);
    expect([await deliver(), await deliver()]).toEqual([2, 0]);
    const bodies = heard.map(({ headers, body }) => new Webhook(secret).verify(body, headers) as { type: string; data: object });
    expect(bodies.map(({ type }) => type).toSorted()).toEqual(['dispute.opened', 'promise.made']);
    expect(bodies.find(({ type }) => type === 'promise.made')).toEqual({
      type: 'promise.made',
      timestamp: at,
      data: {
        caseId,
        creditorId: 'c1',
        debtorId: 'cus_31',
        invoiceId: `o${serial}`,
        invoiceNumber: `F-${serial}`,
        currency: 'EUR',
        balanceCents: 120_000,
        amountCents: 120_000,
        on: '2026-12-01',
      },
    });
    expect(JSON.stringify(bodies)).not.toContain('Aubert');
  });

  test('only to the creditor’s own endpoints, and only what each wants to hear', async () => {
    await endpoint({ events: ['case.paid'] });
    await happens([promise]);
    await happens([promise], 'c2');
    expect(await deliver()).toBe(0);
    await happens([told({ type: 'payment', id: 'p1', amountCents: 120_000 }), told({ type: 'closed', reason: 'paid' })]);
    expect(await deliver()).toBe(1);
    expect(JSON.parse(heard[0]?.body ?? '')).toMatchObject({ type: 'case.paid', data: { balanceCents: 0, reason: 'paid' } });
  });

  test('what did not happen is not told: the event is of the transaction of its facts', async () => {
    await endpoint();
    const { id } = await putCase(world.db, { invoiceId: 'undone' });
    const undone = world.db.transaction(async (tx) => {
      const dossier = (await takeInHand(tx, [id], Date.parse(at))).get(id);
      dossier?.tell(promise);
      if (dossier) await putBack(tx, dossier, Date.parse(at));
      throw new Error('power cut');
    });
    await expect(undone).rejects.toThrow('power cut');
    expect(await deliver()).toBe(0);
  });

  test('a step of the plan suggests to hold the customer, from a balance on or above his limit, with what he owes beside it', async () => {
    await endpoint({ events: ['customer.hold.suggested'] });
    const sent = {
      type: 'sent',
      channel: 'email',
      template: 'reminder',
      askedCents: 1,
      message: 'm',
      provider: 'outbox',
      providerId: 'x',
      sha256: 'y',
    };
    serial += 1;
    const { id } = await putCase(world.db, { invoiceId: `o${serial}` });
    const rules = [
      { step: 'reminder-15', suggests: 'slow' },
      { step: 'reminder-30', suggests: 'stop-deliveries', minimumBalance: { EUR: 100_000 } },
      { step: 'formal-notice', suggests: 'cash-only', minimumBalance: { EUR: 999_999 } },
      { step: 'decision', suggests: 'slow', aboveLimit: true },
      { step: 'handoff', suggests: 'cash-only', aboveLimit: true },
    ];
    const limited = (EUR: number) => putDebtor(world.db, 'c1', debtorSchema.parse({ ...debtorDocument, creditLimit: { EUR } }));
    await world.db.execute(
      sql`update cases set plan = plan || ${JSON.stringify({ customerHold: rules })}::jsonb where id = ${id}`,
    );
    await world.db.transaction(async (tx) => {
      const dossier = (await takeInHand(tx, [id], Date.parse(at))).get(id);
      for (const step of ['reminder-5', 'reminder-15', 'reminder-30', 'formal-notice']) dossier?.tell(told({ ...sent, step }));
      if (dossier) await putBack(tx, dossier, Date.parse(at));
    });
    for (const [step, limit] of [
      ['decision', 1_000_000_000],
      ['handoff', 1],
    ] as const) {
      await limited(limit);
      await world.db.transaction(async (tx) => {
        const dossier = (await takeInHand(tx, [id], Date.parse(at))).get(id);
        dossier?.tell(told({ ...sent, step }));
        if (dossier) await putBack(tx, dossier, Date.parse(at));
      });
    }
    await deliver();
    type Suggested = { suggests: string; exposureCents: number; overdueCents: number; limitCents: number | null };
    const suggested = heard.map(({ body }) => (JSON.parse(body) as { data: Suggested }).data);
    expect(suggested.map(({ suggests, limitCents }) => `${suggests} ${limitCents}`).toSorted()).toEqual([
      'cash-only 1',
      'slow null',
      'stop-deliveries null',
    ]);
    for (const { exposureCents, overdueCents } of suggested)
      expect([exposureCents % 120_000, exposureCents === overdueCents, exposureCents > 0]).toEqual([0, true, true]);
  });
});

describe('an endpoint that fails', () => {
  test('is told again under the same id, with what it answered to be seen, then replayed by a person', async () => {
    const { id, secret } = await endpoint();
    await happens([promise]);
    answer = { status: 500, body: 'base en panne' };
    expect([await deliver(), await deliver()]).toEqual([1, 0]);
    expect((await shown(id)).deliveries).toMatchObject([
      { state: 'waiting', attempts: 1, lastStatus: 500, lastAnswer: 'base en panne' },
    ]);
    for (let attempt = 2; attempt <= 10; attempt += 1) {
      await later();
      expect(await deliver()).toBe(1);
    }
    await later();
    expect(await deliver()).toBe(0);
    const [failed] = (await shown(id)).deliveries;
    expect(failed).toMatchObject({ state: 'failed', attempts: 10 });
    answer = { status: 204, body: '' };
    const replayed = await world.call('POST', `/webhook-endpoints/${id}/replay`, approver, { ids: [failed?.id] });
    expect([replayed.status, replayed.body]).toEqual([202, { replayed: 1 }]);
    await deliver();
    expect((await shown(id)).deliveries).toMatchObject([{ state: 'delivered', lastStatus: 204 }]);
    expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    for (const { headers, body } of heard) new Webhook(secret).verify(body, headers);
  });

  test('that is gone for good hears nothing more', async () => {
    const { id } = await endpoint();
    await happens([promise]);
    answer = { status: 410, body: '' };
    await deliver();
    await happens([promise]);
    expect(await deliver()).toBe(0);
    const { body } = await world.call('GET', '/webhook-endpoints', approver);
    expect(body).toMatchObject({ endpoints: [{ id, endedFor: 'the endpoint answered 410 Gone' }] });
    expect(JSON.stringify(body)).not.toContain('whsec');
  });

  test.each([
    ['redirects', { status: 302, body: '' }, { lastStatus: 302 }],
    ['answers a novel', { status: 500, body: 'x'.repeat(100_000) }, { lastAnswer: 'x'.repeat(1000) }],
    ['answers what no text holds', { status: 500, body: 'a\0b' }, { lastAnswer: 'ab' }],
  ])('that %s is tried again', async (_name, given, expected) => {
    const { id } = await endpoint();
    await happens([promise]);
    answer = given;
    await deliver();
    expect((await shown(id)).deliveries).toMatchObject([{ state: 'waiting', ...expected }]);
  });

  test('of a private network is never asked, whatever it is called', async () => {
    const { id } = await endpoint();
    await happens([promise]);
    await deliverOnce({ ...deps(), post: poster() });
    expect((await shown(id)).deliveries).toMatchObject([{ lastStatus: null, lastAnswer: 'adresse privée' }]);
    expect(heard).toEqual([]);
  });

  test('ended by its owner hears nothing more, not even what waited', async () => {
    const { id } = await endpoint();
    await happens([promise]);
    expect((await world.call('DELETE', `/webhook-endpoints/${id}`, approver)).body).toEqual({ id, ended: true });
    await deliver();
    expect(heard).toEqual([]);
    expect((await shown(id)).deliveries).toMatchObject([{ state: 'failed' }]);
    expect((await world.call('DELETE', `/webhook-endpoints/${id}`, approver)).status).toBe(404);
  });
});

describe('who may', () => {
  test.each([
    ['http', { url: 'http://example.com/' }, '$.url'],
    ['no address', { url: 'ailleurs' }, '$.url'],
    ['an event that nobody tells', { url: 'https://example.com/', events: ['case.sneezed'] }, '$.events[0]'],
    ['no event', { url: 'https://example.com/', events: [] }, '$.events'],
    ['another field', { url: 'https://example.com/', secret: 'x' }, '$.secret'],
  ])('%s is refused with its path', async (_name, body, path) => {
    const refused = await world.call('POST', '/webhook-endpoints', approver, body);
    expect([refused.status, refused.body.errors[0]?.path]).toEqual([400, path]);
  });

  test('an operator reads and replays, an approver makes and ends; another creditor sees nothing', async () => {
    const { id } = await endpoint();
    const [operator, viewer, other] = await Promise.all([
      world.key('c1', 'operator'),
      world.key('c1', 'viewer'),
      world.key('c2', 'approver'),
    ]);
    expect((await world.call('POST', '/webhook-endpoints', operator, { url })).status).toBe(403);
    expect((await world.call('GET', '/webhook-endpoints', viewer)).status).toBe(403);
    expect((await world.call('GET', '/webhook-endpoints', operator)).status).toBe(200);
    expect((await world.call('GET', '/webhook-endpoints', other)).body).toEqual({ endpoints: [] });
    for (const [method, path] of [
      ['GET', 'deliveries'],
      ['POST', 'replay'],
    ] as const)
      expect(
        (await world.call(method, `/webhook-endpoints/${id}/${path}`, other, method === 'POST' ? { ids: ['a'] } : undefined))
          .status,
      ).toBe(404);
    expect((await world.call('DELETE', `/webhook-endpoints/${id}`, other)).status).toBe(404);
  });
});
