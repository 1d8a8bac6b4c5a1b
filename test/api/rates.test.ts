import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { putDebtor } from '../../db/debtors.ts';
import { inbox } from '../../db/schema.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { SHIPPED_SEMESTERS } from '../../domain/law/rates.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import { FIRST_UNSHIPPED, testRatesOf } from '../support/test-rates.ts';
import { putCase } from './case-row.ts';
import { type Answer, debtorDocument, openWorld, type World } from './world.ts';

let world: World;
let viewer: string;
let approver: string;
beforeAll(async () => {
  world = await openWorld();
  await world.creditor('c1');
  viewer = await world.key('c1', 'viewer');
  approver = await world.key('c1', 'approver');
  world.clock = () => Date.parse('2027-01-04T09:00:00+01:00');
});
afterAll(() => world.close());

const { semester: _semester, ...body } = testRatesOf(FIRST_UNSHIPPED);
const put = (semester: string, document: unknown, key = world.adminKey): Promise<Answer> =>
  world.call('PUT', `/legal-rates/${semester}`, key, document);
const list = async (key = viewer) =>
  (await world.call('GET', '/legal-rates', key)).body as unknown as { rates: object[]; missing: string | null };

describe('what is refused', () => {
  test.each<[string, string, object, string]>([
    ['a year and half a year', '2027-S3', {}, '$.semester'],
    ['a semester in words', 'next', {}, '$.semester'],
    ['another semester than the URL', '2027-S1', { semester: '2027-S2' }, '$.semester'],
    ['a semester that is not published yet', '2028-S1', {}, '$.semester'],
    ['a semester older than the shipped ones', '2013-S2', {}, '$.semester'],
    ['a rate in percent', '2027-S1', { centralBankBasisPoints: 2.65 }, '$.centralBankBasisPoints'],
    ['a rate below nothing', '2027-S1', { legalPrivateBasisPoints: -1 }, '$.legalPrivateBasisPoints'],
    ['a rate in millionths', '2027-S1', { legalProfessionalBasisPoints: 27_500 }, '$.legalProfessionalBasisPoints'],
    ['a rate as text', '2027-S1', { centralBankBasisPoints: '265' }, '$.centralBankBasisPoints'],
    ['no source', '2027-S1', { source: ' ' }, '$.source'],
    ['a day that does not exist', '2027-S1', { checkedOn: '2026-12-32' }, '$.checkedOn'],
    ['a day that has not come', '2027-S1', { checkedOn: '2027-01-05' }, '$.checkedOn'],
    ['an unknown field', '2027-S1', { floor: 825 }, '$.floor'],
  ])('%s', async (_, semester, change, path) => {
    expect(await put(semester, { ...body, ...change })).toMatchObject({ status: 400, body: { errors: [{ path }] } });
    expect((await list()).missing).toBe(FIRST_UNSHIPPED);
  });

  test('a body that is no object', async () => {
    expect((await put('2027-S1', [body])).status).toBe(400);
  });

  test('anybody but the admin', async () => {
    expect((await put(FIRST_UNSHIPPED, body, approver)).status).toBe(403);
    expect((await world.call('GET', '/legal-rates', null)).status).toBe(401);
  });

  test('other values than those shipped, with a sentence', async () => {
    const shipped = SHIPPED_SEMESTERS.at(-1);
    const answer = await put(shipped?.semester ?? '', { ...body, centralBankBasisPoints: 1 });
    expect(answer).toMatchObject({ status: 409, body: { detail: expect.stringContaining('nouvelle version du logiciel') } });
  });
});

describe('entering a semester', () => {
  const at = '2027-01-02T09:00:00+01:00';
  const held: Fact = { type: 'rate-missing', semester: FIRST_UNSHIPPED, at, actor: 'case' };
  beforeEach(() => world.engine.calls.splice(0));

  test('releases the cases that it held, through the inbox', async () => {
    await putCase(world.db, { invoiceId: 'waits', facts: [held] });
    await putCase(world.db, { invoiceId: 'goes-on' });
    world.engine.running.add('invoice:c1:waits');
    const answer = await put(FIRST_UNSHIPPED, body);
    expect(answer).toMatchObject({ status: 200, body: { semester: FIRST_UNSHIPPED, released: ['invoice:c1:waits'] } });
    await world.drain();
    expect(world.engine.calls).toEqual([
      {
        call: 'signal',
        caseId: 'invoice:c1:waits',
        name: 'debtorFact',
        payload: {
          type: 'rate-entered',
          semester: FIRST_UNSHIPPED,
          actor: expect.stringMatching(/^key:\d+$/),
          at: expect.any(String),
        },
      },
    ]);
    expect(await world.db.select().from(inbox)).toEqual([]);
  });

  test('shows it with its origin, and that nothing is missing any more', async () => {
    const { rates, missing } = await list();
    expect(missing).toBeNull();
    expect(rates).toHaveLength(SHIPPED_SEMESTERS.length + 1);
    expect(rates.at(0)).toMatchObject({ semester: '2014-S1', origin: 'shipped' });
    expect(rates.at(-1)).toMatchObject({ ...testRatesOf(FIRST_UNSHIPPED), origin: 'entered', enteredBy: expect.any(String) });
  });

  test('again with the same values is harmless, with others refused', async () => {
    expect((await put(FIRST_UNSHIPPED, body)).status).toBe(200);
    expect((await put(FIRST_UNSHIPPED, { ...body, legalPrivateBasisPoints: 1 })).status).toBe(409);
    expect((await list()).rates).toHaveLength(SHIPPED_SEMESTERS.length + 1);
  });

  test('is possible from 1 December for January, not before', async () => {
    const next = { ...testRatesOf('2027-S2'), checkedOn: '2027-01-01' };
    for (const [day, status] of [
      ['2027-05-31', 400],
      ['2027-06-01', 200],
    ] as const) {
      world.clock = () => Date.parse(`${day}T12:00:00+02:00`);
      expect((await put('2027-S2', next)).status).toBe(status);
    }
  });
});

describe('the routes of a case', () => {
  const routesOf = async (id: string, key = viewer) => world.call('GET', `/cases/${encodeURIComponent(id)}/routes`, key);
  beforeAll(async () => {
    await putDebtor(world.db, 'c1', debtorSchema.parse({ ...debtorDocument, legalForm: 'SARL' }));
    await putCase(world.db, { invoiceId: 'routes' });
  });

  test('show each rule with its text and the fact of this case', async () => {
    const answer = await routesOf('invoice:c1:routes');
    const { routes } = answer.body as unknown as {
      routes: { route: string; open: boolean | null; court: string; reasons: object[] }[];
    };
    expect(routes.map(({ route, open, court }) => [route, open, court])).toEqual([
      ['petites-creances', false, null],
      ['injonction-de-payer', true, 'chambre-commerciale-du-tribunal-judiciaire'],
      ['recouvrement-simplifie', true, 'chambre-commerciale-du-tribunal-judiciaire'],
      ['refere-provision', true, 'chambre-commerciale-du-tribunal-judiciaire'],
      ['assignation', true, 'chambre-commerciale-du-tribunal-judiciaire'],
    ]);
    expect(routes[1]?.reasons).toContainEqual(expect.objectContaining({ article: 'CPC 1405', says: 'for' }));
  });

  test('show what the debtor’s other case adds to the sums', async () => {
    await putCase(world.db, { invoiceId: 'routes-too' });
    const answer = await routesOf('invoice:c1:routes');
    expect(JSON.stringify(answer.body)).toContain('avec les créances connexes');
  });

  test('are nobody else’s business', async () => {
    await world.creditor('c2');
    expect((await routesOf('invoice:c1:routes', await world.key('c2', 'approver'))).status).toBe(404);
    expect((await routesOf('invoice:c1:none')).status).toBe(404);
  });
});
