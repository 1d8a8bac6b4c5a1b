import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evidenceOf } from '../../db/evidence.ts';
import { cases } from '../../db/schema.ts';
import { created, debtorDocument, openWorld, type World } from './world.ts';

let world: World;
let key: string;
beforeAll(async () => {
  world = await openWorld();
  world.clock = () => Date.parse('2026-11-22T10:00:00+01:00');
  await world.creditor('c1', {
    planChoices: [
      { plan: 'strategic-customer', debtors: ['big'] },
      { plan: 'new-customer', segments: ['new'], belowTotal: { EUR: 100_000 } },
    ],
  });
  key = await world.key('c1', 'operator');
});
afterAll(() => world.close());

const invoice = { id: 'f1', number: 'F-1', totalCents: 120_000, dueOn: '2026-08-31' };
const enrol = (change: object = {}, as = key, query = '') =>
  world.call('POST', `/enrolments${query}`, as, { invoice, debtor: debtorDocument, ...change });
/** Of what one drain begins, nothing says which comes last. */
const startOf = (caseId: string) => world.engine.calls.findLast((call) => call.call === 'start' && call.caseId === caseId);

describe('POST /enrolments', () => {
  test('an open invoice starts as billing’s do, with what was paid and its quiet days; a second time it is left as it is', async () => {
    const body = { paid: { amountCents: 20_000, on: '2026-09-01' }, quietUntil: '2026-11-25', plan: 'default-b2b' };
    expect(await enrol(body)).toMatchObject({ status: 202, body: { caseId: 'invoice:c1:f1', enrolled: true } });
    await world.drain();
    expect(startOf('invoice:c1:f1')).toMatchObject({
      beginning: { standing: { view: { plan: { id: 'default-b2b' } } } },
    });
    const [opened] = await evidenceOf(world.db, 'invoice:c1:f1');
    expect(opened).toMatchObject({ type: 'opened', cause: 'enrolment', fact: { paid: body.paid, quietUntil: '2026-11-25' } });
    const { cases } = (await world.call('GET', '/search?hold=pause', key)).body;
    expect(cases).toMatchObject([{ hold: 'pause', pauseReason: 'reprise de l’encours' }]);
    expect(await enrol(body)).toMatchObject({ status: 200, body: { enrolled: false } });
    await world.drain();
    expect(world.engine.calls.filter(({ caseId }) => caseId === 'invoice:c1:f1')).toHaveLength(1);
  });

  test('a payment of an unknown day keeps that it is: in the case and in its history', async () => {
    const paid = { amountCents: 20_000, on: '2026-08-31', undated: true };
    expect(await enrol({ invoice: { ...invoice, id: 'undated' }, paid })).toMatchObject({ status: 202 });
    await world.drain();
    const [row] = await world.db.select({ state: cases.state }).from(cases).where(eq(cases.id, 'invoice:c1:undated'));
    expect(row?.state).toMatchObject({ payments: [{ id: 'enrolment', ...paid }] });
    const { body } = await world.call('GET', '/cases/invoice:c1:undated/timeline', key);
    expect(body.timeline[0]).toMatchObject({
      fact: { paid },
      sentence: expect.stringContaining('200,00\u00a0€ déjà payés, de date inconnue (au 31 août 2026 dans le décompte)'),
    });
  });

  test('a table that says less of a client takes nothing from him, and what was corrected stays', async () => {
    const tell = (id: string, debtor: object) => enrol({ invoice: { ...invoice, id, number: id }, debtor });
    const known = async () => (await world.call('GET', '/debtors/known', key)).body;
    const whole = { ...debtorDocument, id: 'known', language: 'en', mobile: '+33612345678' };
    const { registeredOffice: _office, email: _email, ...less } = { ...debtorDocument, id: 'known' };
    await tell('k1', whole);
    await tell('k2', { ...less, phone: '+33478000000' });
    expect(await known()).toEqual({ ...whole, phone: '+33478000000' });
    await world.call('PUT', '/debtors/known', await world.key('c1', 'approver'), { ...whole, email: 'neuf@aubert.example' });
    await tell('k3', whole);
    expect(await known()).toMatchObject({ email: 'neuf@aubert.example', language: 'en' });
    await tell('k4', { ...less, email: 'autre@aubert.example' });
    expect(await known()).toMatchObject({ email: 'autre@aubert.example', mobile: '+33612345678' });
  });

  test('what was done before is written before anything can leave', async () => {
    const before = { remindedOn: '2026-10-02', noticePostedOn: '2026-10-15', noticeReceivedOn: '2026-10-17' };
    expect(await enrol({ invoice: { ...invoice, id: 'notified' }, before })).toMatchObject({ status: 202 });
    await world.drain();
    const facts = await evidenceOf(world.db, 'invoice:c1:notified');
    expect(facts.slice(0, 2)).toMatchObject([{ type: 'opened' }, { type: 'done-before', cause: 'enrolment', fact: before }]);
    expect((await world.call('GET', '/cases/invoice:c1:notified', key)).body).toMatchObject({ phase: 'notice-received' });
  });

  test('told at the same instant by two runs, it starts once', async () => {
    for (const id of Array.from({ length: 20 }, (_, n) => `twin_${n}`)) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => enrol({ invoice: { ...invoice, id, number: id } })));
      expect([id, answers.filter(({ status }) => status === 202).length]).toEqual([id, 1]);
      expect(answers.map(({ body }) => body.caseId)).toEqual(answers.map(() => `invoice:c1:${id}`));
    }
    await world.drain();
    expect(world.engine.calls.filter(({ caseId }) => caseId === 'invoice:c1:twin_7')).toHaveLength(1);
  });

  test('what billing told already is known', async () => {
    const secret = (await world.creditor('c2')).billing;
    await world.webhook({ purpose: 'billing', creditorId: 'c2', secret, event: created({ id: 'f1' }), atMs: world.clock() });
    expect((await enrol({}, world.adminKey, '?creditor=c2')).body).toMatchObject({ caseId: 'invoice:c2:f1', enrolled: false });
  });

  test.each([
    ['a wrong key', { colour: 'red' }, '$.colour'],
    ['paid in full', { paid: { amountCents: 120_000, on: '2026-09-01' } }, '$.paid.amountCents'],
    ['paid tomorrow', { paid: { amountCents: 1, on: '2026-11-23' } }, '$.paid.on'],
    ['a plan that nobody has', { plan: 'none' }, '$.plan'],
    [
      'a nature that does not go with the debtor',
      { invoice: { ...invoice, id: 'sold', nature: 'consumer' } },
      '$.invoice.nature',
    ],
    ['reminded tomorrow', { before: { remindedOn: '2026-11-23' } }, '$.before.remindedOn'],
    ['received and never posted', { before: { noticeReceivedOn: '2026-10-17' } }, '$.before.noticePostedOn'],
    ['a word too many in what was done', { before: { sued: true } }, '$.before.sued'],
    ['a day that does not exist', { quietUntil: '2026-02-30' }, '$.quietUntil'],
    ['no due date', { invoice: { ...invoice, dueOn: undefined } }, '$.invoice.dueOn'],
  ])('%s is refused at its path', async (_what, change, path) => {
    const { status, body } = await enrol({ invoice: { ...invoice, id: 'refused' }, ...change });
    expect([status, body.errors[0]?.path]).toEqual([400, path]);
  });

  test('a viewer enrols nothing', async () => {
    expect((await enrol({}, await world.key('c1', 'viewer'))).status).toBe(403);
  });
});

describe('the plan that a creditor’s choices give', () => {
  test.each([
    ['by debtor', { debtor: { ...debtorDocument, id: 'big' } }, 'strategic-customer'],
    ['by segment and amount', { debtor: { ...debtorDocument, segment: 'new' }, invoice: { totalCents: 99_999 } }, 'new-customer'],
    ['by nothing', {}, 'default-b2b'],
    ['unless one is asked for', { debtor: { ...debtorDocument, id: 'big' }, plan: 'consumer' }, 'consumer'],
  ])('%s', async (what, change: { debtor?: object; invoice?: object; plan?: string }, plan) => {
    const id = what.replaceAll(' ', '-');
    expect((await enrol({ ...change, invoice: { ...invoice, ...change.invoice, id } })).status).toBe(202);
    await world.drain();
    expect(startOf(`invoice:c1:${id}`)).toMatchObject({ beginning: { standing: { view: { plan: { id: plan } } } } });
  });

  test('billing’s invoices take it too', async () => {
    const secret = (await world.creditor('c3', { planChoices: [{ plan: 'consumer', kinds: ['consumer'] }] })).billing;
    const event = created({ id: 'b2c' }, { kind: 'consumer' });
    expect((await world.webhook({ purpose: 'billing', creditorId: 'c3', secret, event, atMs: world.clock() })).status).toBe(202);
    await world.drain();
    expect(startOf('invoice:c3:b2c')).toMatchObject({
      beginning: { standing: { view: { plan: { id: 'consumer' } } } },
    });
  });

  test('a choice of a plan that nobody has is refused with its path', async () => {
    const { body } = await world.call('GET', '/creditors/c1', world.adminKey);
    const { status, body: answer } = await world.call('PUT', '/creditors/c1', world.adminKey, {
      ...body,
      planChoices: [{ plan: 'default-b2b' }, { plan: 'none' }],
    });
    expect([status, answer.errors[0]?.path]).toEqual([400, '$.planChoices[1].plan']);
  });

  test('a plan can be read back: the shipped one, or nobody’s', async () => {
    expect((await world.call('GET', '/plans/consumer', key)).body).toMatchObject({ id: 'consumer', version: 2 });
    expect((await world.call('GET', '/plans/none', key)).status).toBe(404);
  });
});
