import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { caseRowOf } from '../../db/cases.ts';
import { debtorOf } from '../../db/debtors.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { inboxState } from '../../db/inbox.ts';
import { cases, debtors, inbox, invoices, receivedEvents } from '../../db/schema.ts';
import { created, debtorDocument, openWorld, type Webhook, type World } from './world.ts';

let world: World;
let secret: string;
const caseId = 'invoice:c1:inv_1';
const send = (event: unknown, change: Partial<Webhook> = {}) =>
  world.webhook({ purpose: 'billing', creditorId: 'c1', secret, event, ...change });

beforeAll(async () => {
  world = await openWorld();
  secret = (await world.creditor('c1')).billing;
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.db.delete(inbox);
  await world.db.delete(receivedEvents);
  await world.db.delete(invoices);
  await world.db.delete(cases);
  world.engine.running.clear();
  world.engine.calls.length = 0;
});

describe('accepted', () => {
  test('an invoice is durable, then starts its case without personal data', async () => {
    const answer = await send(created(), { id: 'evt_a' });
    expect(answer).toMatchObject({ status: 202, body: { eventId: 'evt_a', caseId } });
    expect(await inboxState(world.db)).toEqual({ waiting: 1, setAside: 0 });
    await world.drain();
    expect(await inboxState(world.db)).toEqual({ waiting: 0, setAside: 0 });
    const [call] = world.engine.calls;
    expect(call).toMatchObject({ call: 'start', caseId, beginning: { caseId, run: 1, standing: { revision: 1 } } });
    const [opened] = await evidenceOf(world.db, caseId);
    expect(opened).toMatchObject({ type: 'opened', actor: 'billing', cause: 'evt_a' });
    expect(await caseRowOf(world.db, caseId)).toMatchObject({
      plan: { id: 'default-b2b', version: 1 },
      state: {
        creditorId: 'c1',
        debtor: { id: 'cus_31', kind: 'business', segment: 'regular', department: '67' },
        invoice: {
          id: 'inv_1',
          number: 'F2026-0412',
          currency: 'EUR',
          totalCents: 120000,
          dueOn: '2026-11-06',
          serviceCompletedOn: null,
        },
        contact: { email: true, mobile: false },
      },
    });
    expect(JSON.stringify(call)).not.toMatch(/Aubert|rue du Port|@/);
    expect(await debtorOf(world.db, 'c1', 'cus_31')).toMatchObject({ name: 'Menuiserie Aubert SARL', language: 'fr' });
  });

  test('a redelivery gets the same answer and does nothing', async () => {
    const first = await send(created(), { id: 'evt_b' });
    await world.drain();
    const again = await send(created(), { id: 'evt_b' });
    expect(again).toMatchObject({ status: 202, body: first.body });
    await world.drain();
    expect(world.engine.calls).toHaveLength(1);
  });

  test('the same invoice under another event id: one case, the same one', async () => {
    await send(created());
    await world.drain();
    world.engine.running.clear();
    const again = await send(created({ purchaseOrder: 'PO-78' }));
    expect(again.body.caseId).toBe(caseId);
    await world.drain();
    expect(world.engine.calls).toHaveLength(1);
  });

  test('twenty deliveries at once of one invoice: one case', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => send(created(), { id: `evt_c${index % 4}` })));
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 20 }, () => 202));
    await world.drain();
    expect(world.engine.calls).toHaveLength(1);
  });

  test.each([
    [
      'invoice.updated',
      created({ dueOn: '2026-11-20' }).data,
      { type: 'invoice-changed', dueOn: '2026-11-20', totalCents: 120000 },
    ],
    ['invoice.cancelled', { invoiceId: 'inv_1', reason: 'doublon' }, { type: 'invoice-cancelled', reason: 'doublon' }],
    [
      'invoice.paid',
      { invoiceId: 'inv_1', on: '2026-11-05', amountCents: 5 },
      { type: 'payment-announced', on: '2026-11-05', amountCents: 5 },
    ],
    [
      'credit-note.created',
      { id: 'A-1', invoiceId: 'inv_1', amountCents: 7, on: '2026-11-05' },
      { type: 'credit-note', id: 'A-1', amountCents: 7, on: '2026-11-05' },
    ],
  ])('%s tells the case, with when, who and why', async (type, data, fact) => {
    await send(created());
    const answer = await send({ type, timestamp: '2026-11-03T09:00:00+01:00', data }, { id: 'evt_later' });
    expect(answer).toMatchObject({ status: 202, body: { caseId } });
    await world.drain();
    expect(world.engine.calls[1]).toEqual({
      call: 'signal',
      caseId,
      name: 'invoiceChanged',
      payload: { ...fact, at: expect.stringMatching(/^20\d\d-.*[+]0[12]:00$/), actor: 'billing', cause: 'evt_later' },
    });
  });

  test('an update changes the debtor that letters are written to, and keeps versions', async () => {
    await send(created());
    await send({ ...created({ dueOn: '2026-11-20' }, { name: 'Aubert & Fils' }), type: 'invoice.updated' });
    expect(await debtorOf(world.db, 'c1', 'cus_31')).toMatchObject({ name: 'Aubert & Fils' });
    const [row] = await world.db.select().from(invoices);
    expect(row).toMatchObject({ version: 2, document: { dueOn: '2026-11-20' } });
  });

  describe('what a person corrected of a debtor', () => {
    const corrected = { ...debtorDocument, language: 'fr', email: 'direction@aubert.example', phone: '+33478000000' };
    const put = async (document: object) => world.call('PUT', '/debtors/cus_31', await world.key('c1', 'approver'), document);
    const known = () => debtorOf(world.db, 'c1', 'cus_31');
    const again = (debtor: object = {}) => send(created({ id: 'inv_2', number: 'F2026-0413' }, debtor));
    beforeEach(async () => {
      await world.db.delete(debtors);
      await send(created());
      await put(corrected);
    });

    test.each([
      ['the next invoice', () => again()],
      ['an update', () => send({ ...created({ dueOn: '2026-11-20' }), type: 'invoice.updated' })],
      ['the same invoice told again', () => send(created())],
    ])('is not undone by %s, which says what billing said before', async (_by, tell) => {
      const versions = async () => (await world.db.select().from(debtors)).map(({ version }) => version);
      const before = await versions();
      await tell();
      expect([await known(), await versions()]).toEqual([corrected, before]);
    });

    test('gives way to what billing says anew, field by field', async () => {
      await again({ email: 'factures@aubert.example' });
      expect(await known()).toEqual({ ...corrected, email: 'factures@aubert.example' });
      await send(created({ id: 'inv_3', number: 'F2026-0414' }, { email: undefined }));
      const { email: _gone, ...rest } = corrected;
      expect(await known()).toEqual(rest);
    });

    test('is what the next case opens with', async () => {
      await put({ ...corrected, email: undefined, mobile: '+33612345678' });
      await again();
      await world.drain();
      expect(await caseRowOf(world.db, 'invoice:c1:inv_2')).toMatchObject({ state: { contact: { email: false, mobile: true } } });
    });
  });

  test('a plan of the creditor wins over the shipped one of the same name', async () => {
    const key = await world.key('c1', 'approver');
    const steps = [{ id: 'r', act: 'message', anchor: 'after-due', delay: 'P1D', channels: ['email'], template: 'reminder' }];
    await world.call('PUT', '/plans/new-customer', key, { version: 4, name: 'Le nôtre', steps });
    await send(created({}, {}, { plan: 'new-customer' }));
    await world.drain();
    expect(await caseRowOf(world.db, caseId)).toMatchObject({ plan: { id: 'new-customer', version: 4, gap: 'P1D' } });
  });

  test('abroad there is no department', async () => {
    await send(created({}, { registeredOffice: { line1: 'Kaai 1', postcode: '1000', city: 'Bruxelles', country: 'BE' } }));
    await world.drain();
    expect(await caseRowOf(world.db, caseId)).toMatchObject({ state: { debtor: { department: null } } });
  });
});

const refusedBodies: readonly [string, unknown, string, string][] = [
  ['not JSON', '{"type":', '$', 'JSON'],
  ['not an object', '[]', '$', 'expected an object'],
  ['an unknown type', { ...created(), type: 'invoice.sent' }, '$.type', 'got "invoice.sent"'],
  ['no timestamp', { ...created(), timestamp: undefined }, '$.timestamp', 'missing'],
  ['a timestamp without offset', { ...created(), timestamp: '2026-11-02T09:00:00' }, '$.timestamp', 'offset'],
  ['no due date', created({ dueOn: undefined }), '$.data.invoice.dueOn', 'missing'],
  ['an impossible date', created({ dueOn: '2026-02-30' }), '$.data.invoice.dueOn', 'got "2026-02-30"'],
  ['due before it was issued', created({ dueOn: '2026-10-01' }), '$.data.invoice.dueOn', 'not before issuedOn'],
  ['a negative amount', created({ totalCents: -1 }), '$.data.invoice.totalCents', 'got -1'],
  ['an amount of nothing', created({ totalCents: 0 }), '$.data.invoice.totalCents', 'got 0'],
  ['an amount in euros', created({ totalCents: 1200.5 }), '$.data.invoice.totalCents', 'got 1200.5'],
  ['an amount as text', created({ totalCents: '120000' }), '$.data.invoice.totalCents', 'got "120000"'],
  ['more VAT than the total', created({ vatCents: 120001 }), '$.data.invoice.vatCents', 'got'],
  ['an unknown field', created({ total: 5 }), '$.data.invoice.total', 'unknown field'],
  ['an unknown field of the debtor', created({}, { fax: '0' }), '$.data.debtor.fax', 'unknown field'],
  ['a telephone that is not E.164', created({}, { phone: '0478123456' }), '$.data.debtor.phone', 'E.164'],
  ['an id that no URL can hold', created({ id: 'inv/1' }), '$.data.invoice.id', 'A-Z'],
  ['a debtor whom no address reaches', created({}, { id: '..' }), '$.data.debtor.id', 'not . or .. alone'],
  ['an unknown kind of debtor', created({}, { kind: 'friend' }), '$.data.debtor.kind', 'got "friend"'],
  ['a French mobile that is not E.164', created({}, { mobile: '06 12 34 56 78' }), '$.data.debtor.mobile', 'E.164'],
  ['an e-mail without @', created({}, { email: 'compta' }), '$.data.debtor.email', 'an e-mail address'],
  [
    'a postcode of no department',
    created({}, { registeredOffice: { line1: 'x', postcode: '99999', city: 'y' } }),
    '$.data.debtor.registeredOffice.postcode',
    '99999',
  ],
  ['a currency in words', created({ currency: 'euro' }), '$.data.invoice.currency', 'ISO 4217'],
  ['an unknown plan', created({}, {}, { plan: 'harsh' }), '$.data.plan', 'got "harsh"'],
  ['a script as document', created({ documentUrl: 'javascript:alert(1)' }), '$.data.invoice.documentUrl', 'URL'],
  [
    'a cancellation of an unknown invoice',
    { type: 'invoice.cancelled', timestamp: '2026-11-02T09:00:00Z', data: { invoiceId: 'nope' } },
    '$.data.invoiceId',
    'got "nope"',
  ],
  ['an update of an unknown invoice', { ...created({ id: 'nope' }), type: 'invoice.updated' }, '$.data.invoice.id', 'got "nope"'],
  [
    'a credit note of nothing',
    {
      type: 'credit-note.created',
      timestamp: '2026-11-02T09:00:00Z',
      data: { id: 'a', invoiceId: 'inv_1', amountCents: 0, on: '2026-11-02' },
    },
    '$.data.amountCents',
    'got 0',
  ],
];

describe('refused: nothing is kept, nothing starts', () => {
  test.each(refusedBodies)('400: %s', async (_, event, path, message) => {
    const answer = await send(event);
    expect(answer).toMatchObject({ status: 400, body: { status: 400, title: 'Bad input' } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const fault = answer.body.errors.find((one: { path: string }) => one.path === path);
    expect(fault?.message).toContain(message);
    await nothingKept();
  });

  test.each<[string, () => Partial<Webhook>]>([
    ['another secret', () => ({ secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' })],
    ['the secret of the bank webhook', () => ({ purpose: 'bank' })],
    ['an unknown creditor', () => ({ creditorId: 'c9' })],
    ['six minutes old', () => ({ atMs: Date.now() - 360_000 })],
    ['six minutes early', () => ({ atMs: Date.now() + 360_000 })],
    ['another id than was signed', () => ({ headers: { 'webhook-id': 'evt_other' } })],
    [
      'another timestamp than was signed',
      () => ({ headers: { 'webhook-timestamp': String(Math.floor(Date.now() / 1000) - 7) } }),
    ],
    ['a signature of another length', () => ({ headers: { 'webhook-signature': 'v1,AAAA' } })],
    ['a scheme of another version', () => ({ headers: { 'webhook-signature': 'v2,AAAA' } })],
    ['a timestamp in words', () => ({ headers: { 'webhook-timestamp': 'now' } })],
    ['no signature', () => ({ headers: { 'webhook-signature': '' } })],
  ])('401: %s', async (_, change) => {
    const answer = await send(created(), change());
    expect(answer).toMatchObject({ status: 401, body: { title: 'Not authenticated' } });
    expect(answer.body.errors).toBeUndefined();
    await nothingKept();
  });

  test('an unknown creditor and a wrong signature read the same', async () => {
    const wrong = { secret: 'whsec_AAAA' };
    expect((await send(created(), { ...wrong, creditorId: 'c9' })).body).toEqual((await send(created(), wrong)).body);
  });

  test('413: more than a megabyte', async () => {
    expect((await send(created({ purchaseOrder: 'x'.repeat(1_100_000) }))).status).toBe(413);
    await nothingKept();
  });
});

test('four minutes late is in time; one of several signatures is enough; during a rotation both secrets sign', async () => {
  expect((await send(created(), { atMs: Date.now() - 240_000 })).status).toBe(202);
  const rotated = await world.call('POST', '/creditors/c1/secrets', world.adminKey, { purpose: 'billing' });
  expect(rotated.status).toBe(201);
  world.clock = () => Date.now() + 5_000;
  expect((await send(created())).status).toBe(202);
  expect((await send(created(), { secret: rotated.body.secret })).status).toBe(202);
  world.clock = Date.now;
});

async function nothingKept(): Promise<void> {
  expect(await inboxState(world.db)).toEqual({ waiting: 0, setAside: 0 });
  expect(await world.db.select().from(invoices)).toEqual([]);
  expect(await world.db.select().from(receivedEvents)).toEqual([]);
}
