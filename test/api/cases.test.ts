import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { beginRun } from '../../cases/open.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { verifyEvidence } from '../../db/evidence-chain.ts';
import { keepAnswers } from '../../db/inbox.ts';
import { cases, documents, inbox } from '../../db/schema.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { putCase } from './case-row.ts';
import { seenCase } from './fake-engine.ts';
import { type Answer, created, openWorld, type World } from './world.ts';

let world: World;
const keys: Record<string, string> = {};
const at = '2026-11-10T09:00:00+01:00';
const id = 'invoice:c1:a';
const path = `/cases/${encodeURIComponent(id)}`;
const payment: Fact = { type: 'payment', id: 'p1', amountCents: 20000, on: '2026-11-10', at, actor: 'bank', cause: 'evt_9' };
const dispute: Fact = { type: 'dispute-opened', reason: 'quantité', at, actor: 'key:2' };
const bounce: Fact = { type: 'message-bounced', channel: 'email', at, actor: 'sendgrid' };
const closed: Fact = { type: 'closed', reason: 'paid', at, actor: 'case' };

beforeAll(async () => {
  world = await openWorld();
  await world.creditor('c2');
  await world.creditor('c1');
  for (const role of ['viewer', 'operator', 'approver'] as const) keys[role] = await world.key('c1', role);
  keys.stranger = await world.key('c2', 'approver');
  keys.admin = world.adminKey;
  await putCase(world.db, { invoiceId: 'a', number: 'F-1', facts: [payment] });
  await putCase(world.db, { invoiceId: 'b', debtorId: 'cus_2', facts: [dispute] });
  await putCase(world.db, { invoiceId: 'c', facts: [bounce] });
  await putCase(world.db, { invoiceId: 'd', facts: [closed] });
  await putCase(world.db, { invoiceId: 'a', creditorId: 'c2' });
  await world.db.insert(documents).values({
    id: 'doc-1',
    caseId: id,
    kind: 'letter',
    filename: 'mise-en-demeure.pdf',
    contentType: 'application/pdf',
    bytes: 9,
    sha256: 'ab12',
  });
});
afterAll(() => world.close());
beforeEach(() => {
  Object.assign(world.engine, { down: false, deaf: false, outcome: { kind: 'pending' } });
  world.engine.updates.length = 0;
  world.engine.running.clear();
});

const get = (where: string, who = 'viewer'): Promise<Answer> => world.call('GET', where, keys[who] ?? null);
const act = (name: string, body: unknown, who = 'operator', where = path) =>
  world.call('POST', `${where}/acts/${name}`, keys[who] ?? null, body);
const idsOf = (answer: Answer): string[] =>
  answer.body.cases.map((one: { caseId: string }) => one.caseId.replace('invoice:', ''));

describe('lists', () => {
  test.each([
    ['', ['c1:a', 'c1:b', 'c1:c', 'c1:d']],
    ['?phase=closed', ['c1:d']],
    ['?phase=reminding', []],
    ['?hold=dispute', ['c1:b']],
    ['?needsHuman=true', ['c1:c']],
    ['?debtor=cus_2', ['c1:b']],
    ['?number=F-1', ['c1:a']],
    ['?hold=none&needsHuman=false', ['c1:a', 'c1:d']],
  ])('GET /cases%s', async (query, ids) => {
    expect(idsOf(await get(`/cases${query}`))).toEqual(ids);
  });

  test('pages are stable: each case once, whatever changes meanwhile', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await get(`/cases?limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
      seen.push(...idsOf(page));
      cursor = page.body.next;
      await world.db.execute(sql`update cases set updated_at = now() where creditor_id = 'c1'`);
    }
    expect(seen).toEqual(['c1:a', 'c1:b', 'c1:c', 'c1:d']);
  });

  test('a creditor sees his own, the admin everybody’s', async () => {
    expect(idsOf(await get('/cases', 'stranger'))).toEqual(['c2:a']);
    expect((await get('/cases?creditor=c1', 'stranger')).status).toBe(404);
    expect(idsOf(await get('/cases?creditor=c2', 'admin'))).toEqual(['c2:a']);
    expect(idsOf(await get('/cases', 'admin'))).toHaveLength(5);
  });

  test.each([
    ['?phase=lost', '$.phase'],
    ['?limit=0', '$.limit'],
    ['?color=red', '$.color'],
    ['?needsHuman=yes', '$.needsHuman'],
  ])('GET /cases%s is refused', async (query, where) => {
    const answer = await get(`/cases${query}`);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: where }] } });
  });
});

describe('one case', () => {
  test('as last recorded', async () => {
    expect((await get(path)).body).toMatchObject({
      caseId: id,
      invoice: { number: 'F-1', totalCents: 120000, currency: 'EUR' },
      balanceCents: 100000,
      hold: 'none',
      plan: { id: 'default-b2b', version: 1 },
      next: { at: '2026-11-11T09:00:00+01:00' },
      closed: null,
    });
  });

  test('as its workflow sees it, when asked; as recorded when no workflow runs', async () => {
    world.engine.running.add(id);
    expect((await get(`${path}?fresh=true`)).body).toEqual(seenCase(id));
    world.engine.running.clear();
    expect((await get(`${path}?fresh=true`)).body).toMatchObject({ balanceCents: 100000 });
  });

  test('asked fresh while nobody answers: said, never stale', async () => {
    world.engine.down = true;
    expect((await get(`${path}?fresh=true`)).status).toBe(503);
    expect((await get(path)).status).toBe(200);
  });

  test('its timeline is French', async () => {
    const { timeline } = (await get(`${path}/timeline`)).body;
    expect(timeline).toMatchObject([
      {
        sequence: 1,
        type: 'opened',
        actor: 'billing',
        sentence: 'Dossier ouvert sous le plan «\u00a0Entreprises, standard\u00a0» (version 1)',
      },
      {
        sequence: 2,
        type: 'payment',
        actor: 'bank',
        cause: 'evt_9',
        at,
        sentence: 'Paiement reçu de 200,00\u00a0€ le 10 novembre 2026',
      },
    ]);
  });

  test('its evidence verifies on the other side', async () => {
    const { caseId, revision, rows } = (await get(`${path}/evidence`)).body;
    expect(verifyEvidence(rows, { [caseId]: revision })).toEqual({ ok: true, checked: 2 });
  });

  test('its claim and documents', async () => {
    expect((await get(`${path}/claim`)).body).toMatchObject({
      status: 'ok',
      principalCents: 100000 + 163, // the 200,00 paid took four days of interest first
      indemnityCents: 4000,
    });
    expect((await get(`${path}/documents`)).body.documents).toMatchObject([{ id: 'doc-1', filename: 'mise-en-demeure.pdf' }]);
    const file = await get(`${path}/documents/doc-1`);
    expect(file.body).toBe('bytes of ab12');
    expect(file.headers.get('content-type')).toBe('application/pdf');
    expect(file.headers.get('content-disposition')).toContain('mise-en-demeure.pdf');
    expect((await get(`${path}/documents/doc-2`)).status).toBe(404);
  });

  test.each(['', '/timeline', '/evidence', '/claim', '/documents', '/documents/doc-1'])(
    '%s of another creditor is not there',
    async (what) => {
      const strangers = await get(`${path}${what}`, 'stranger');
      expect(strangers.status).toBe(404);
      expect(strangers.body.detail).toBe(
        (await get(`/cases/invoice%3Ac1%3Azz${what}`, 'stranger')).body.detail.replace('c1:zz', 'c1:a'),
      );
    },
  );
});

describe('acts', () => {
  test('an answer is the case as it now stands; the engine hears who acted and under which request', async () => {
    world.engine.outcome = { kind: 'answer', view: seenCase(id) };
    const answer = await act('pause', { until: '2026-12-15', reason: 'accord', requestId: 'r-1', operator: 'Anne' });
    expect(answer).toMatchObject({ status: 200, body: { caseId: id } });
    expect(world.engine.updates).toMatchObject([
      {
        caseId: id,
        name: 'pause',
        updateId: 'r-1',
        payload: {
          until: '2026-12-15',
          reason: 'accord',
          requestId: 'r-1',
          operator: expect.stringMatching(/^Anne \(key:\d+\)$/),
        },
      },
    ]);
  });

  test('without a request id each call is its own act', async () => {
    await act('resume', {});
    await act('resume', undefined);
    const [first, second] = world.engine.updates;
    expect(first?.updateId).not.toBe(second?.updateId);
    expect(first?.payload.requestId).toBe(first?.updateId);
  });

  test('refused: 409 with the validator’s sentence', async () => {
    world.engine.outcome = { kind: 'refused', sentence: 'Aucun litige n’est ouvert.' };
    expect(await act('resolveDispute', { outcome: 'upheld' })).toMatchObject({
      status: 409,
      body: { detail: 'Aucun litige n’est ouvert.' },
    });
  });

  test('no worker in time: 202 with the request id to come back with', async () => {
    expect(await act('resume', { requestId: 'r-2' })).toMatchObject({
      status: 202,
      body: { status: 'pending', requestId: 'r-2' },
    });
  });

  test('closed: an act is refused, a payment opens the case again', async () => {
    world.engine.outcome = { kind: 'not-found' };
    const paused = await act('pause', {}, 'operator', '/cases/invoice%3Ac1%3Ad');
    expect(paused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('clos') } });
    const paid = await act(
      'recordPayment',
      { id: 'chq-1', amountCents: 500, requestId: 'r-3' },
      'operator',
      '/cases/invoice%3Ac1%3Ad',
    );
    expect(paid).toMatchObject({ status: 202, body: { requestId: 'r-3' } });
    await world.drain();
    expect(world.engine.calls).toMatchObject([
      { call: 'start-again', caseId: 'invoice:c1:d', beginning: { run: 1, standing: { ended: false, view: { closed: null } } } },
    ]);
    expect((await world.db.select().from(inbox)).filter(({ lane }) => lane === 'invoice:c1:d')).toEqual([]);
    const facts = (await evidenceOf(world.db, 'invoice:c1:d')).slice(-2);
    expect(facts).toMatchObject([
      { type: 'reopened' },
      { type: 'payment', cause: 'r-3', fact: { id: 'chq-1', amountCents: 500 } },
    ]);
  });

  test('closed by a payment that was typed by mistake: it opens again once that is withdrawn', async () => {
    const typed: Fact = { type: 'payment', id: 'chq-9', amountCents: 99_999_900, at, actor: 'anne' };
    await putCase(world.db, { invoiceId: 'typed', debtorId: 'cus_9', facts: [typed, closed] });
    world.engine.outcome = { kind: 'not-found' };
    const withdraw = (payment: string, requestId: string) =>
      act('withdrawPayment', { payment, reason: 'montant mal saisi', requestId }, 'operator', '/cases/invoice%3Ac1%3Atyped');
    expect(await withdraw('e1#1', 'r-10')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('n’est pas connu') },
    });
    expect(await withdraw('chq-9', 'r-11')).toMatchObject({ status: 202 });
    await world.drain();
    expect((await evidenceOf(world.db, 'invoice:c1:typed')).slice(-2)).toMatchObject([
      { type: 'reopened', fact: { reason: 'un paiement saisi par erreur a été annulé' } },
      { type: 'payment-withdrawn', cause: 'r-11', fact: { payment: 'chq-9', reason: 'montant mal saisi' } },
    ]);
    const { state } = (await world.db.select().from(cases)).find(({ id }) => id === 'invoice:c1:typed') ?? {};
    expect(state).toMatchObject({ closed: null, payments: [{ id: 'chq-9', reversed: true }] });
  });

  test.each([
    ['pause', { until: '2026-02-30' }, '$.until'],
    ['pause', { untill: '2026-12-15' }, '$.untill'],
    ['recordPayment', { id: 'p' }, '$.amountCents'],
    ['chooseRoute', { route: 'prison' }, '$.route'],
    ['skipStep', [], '$'],
  ])('%s %j is refused with its path, before the engine hears of it', async (name, body, where) => {
    const answer = await act(name, body, 'approver');
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((fault: { path: string }) => fault.path)).toContain(where);
    expect(world.engine.updates).toEqual([]);
  });

  test.each([
    ['viewer', 'pause', {}, 403],
    ['operator', 'approve', {}, 403],
    ['operator', 'waive', {}, 403],
    ['operator', 'chooseRoute', { route: 'assignation' }, 403],
    ['operator', 'reject', {}, 202],
    ['approver', 'approve', {}, 202],
    ['admin', 'approve', {}, 202],
    ['stranger', 'pause', {}, 404],
    ['approver', 'settle', {}, 404],
    ['nobody', 'pause', {}, 401],
  ])('a key of %s: %s %j answers', async (who, name, body, status) => {
    expect((await act(name, body, who)).status).toBe(status);
  });

  test('the engine away: the act is kept, and its case is told of it when it is back', async () => {
    world.engine.down = true;
    expect(await act('resume', { requestId: 'r-away' })).toMatchObject({
      status: 202,
      body: { status: 'pending', requestId: 'r-away' },
    });
    const kept = (await world.db.select().from(inbox)).filter(({ eventId }) => eventId.endsWith(':r-away'));
    expect(kept).toMatchObject([{ kind: 'act', lane: id, body: { act: 'resume', payload: { requestId: 'r-away' } } }]);
  });

  test('an act may follow the answer to its invoice at once: it is kept, and read as the case opens', async () => {
    const secrets = await world.creditor('c3');
    keys.other = await world.key('c3', 'approver');
    const told = { purpose: 'billing', creditorId: 'c3', secret: secrets.billing, event: created({ id: 'new' }) } as const;
    expect((await world.webhook(told)).status).toBe(202);
    Object.assign(world.engine, { deaf: true, outcome: { kind: 'not-found' } });
    const opening = '/cases/invoice%3Ac3%3Anew';
    const seen = await get(opening, 'other');
    expect(seen).toMatchObject({ status: 404, body: { detail: expect.stringContaining('not open yet') } });
    expect(seen.headers.get('retry-after')).toBe('1');
    expect((await get(opening, 'stranger')).body.detail).toBe('No case invoice:c3:new.');
    expect((await act('pause', {}, 'stranger', opening)).status).toBe(404);
    expect(await act('pause', { until: 'demain' }, 'other', opening)).toMatchObject({ status: 400 });
    const paused = await act('pause', { requestId: 'r-early' }, 'other', opening);
    expect(paused).toMatchObject({ status: 202, body: { requestId: 'r-early' } });
    await world.drain();
    await beginRun(world.db, 'invoice:c3:new', Date.now());
    expect((await evidenceOf(world.db, 'invoice:c3:new')).map(({ type }) => type)).toEqual(['opened', 'pause']);
    expect(await act('pause', { requestId: 'r-early' }, 'other', opening)).toMatchObject({
      status: 200,
      body: { hold: 'pause' },
    });
  });

  test('what a case answered is answered again under the same request id, whoever wrote it down', async () => {
    await act('pause', { requestId: 'r-told' });
    await keepAnswers(world.db, { [`act:${id}:r-told`]: { refused: 'Non.' } });
    world.engine.outcome = { kind: 'answer', view: { caseId: id } as never };
    expect(await act('pause', { requestId: 'r-told' })).toMatchObject({ status: 409, body: { detail: 'Non.' } });
  });
});

test('a body that is not JSON is refused', async () => {
  const response = await fetch(`${world.url}${path}/acts/pause`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.operator}`, 'content-type': 'application/json' },
    body: '{"until":',
  });
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
});
