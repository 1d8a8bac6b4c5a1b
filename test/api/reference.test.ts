import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { creditorOf } from '../../db/creditors.ts';
import { debtorOf } from '../../db/debtors.ts';
import { planOf } from '../../db/plans.ts';
import { created, creditorDocument, debtorDocument, openWorld, type World } from './world.ts';

let world: World;
let approver: string;
beforeAll(async () => {
  world = await openWorld();
  await world.creditor('c1');
  approver = await world.key('c1', 'approver');
});
afterAll(() => world.close());

const steps = [{ id: 'r', act: 'message', anchor: 'after-due', delay: 'P1D', channels: ['email'], template: 'reminder' }];

describe('creditors', () => {
  test('the first answer shows the secrets, once; later ones the version', async () => {
    const first = await world.call('PUT', '/creditors/c2', world.adminKey, creditorDocument);
    expect(first).toMatchObject({ status: 200, body: { id: 'c2', version: 1 } });
    for (const secret of Object.values(first.body.webhookSecrets)) expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const second = await world.call('PUT', '/creditors/c2', world.adminKey, { ...creditorDocument, phone: '0102030405' });
    expect(second.body).toEqual({ id: 'c2', version: 2, webhookSecrets: {} });
    expect(await creditorOf(world.db, 'c2')).toMatchObject({
      kind: 'company',
      iban: 'FR7630006000011234567890189',
      phone: '0102030405',
      terms: { dayCount: 'ACT/365F', allocation: 'interest-first' },
      defaultPlan: 'default-b2b',
      address: { country: 'FR' },
    });
  });

  test.each([
    ['an IBAN with a wrong key', { iban: 'FR7630006000011234567890188' }, '$.iban'],
    ['a BIC in words', { bic: 'my bank' }, '$.bic'],
    ['a short SIREN', { siren: '55210055' }, '$.siren'],
    ['no name', { name: ' ' }, '$.name'],
    ['a rate in percent', { terms: { contractRateBasisPoints: 12.4 } }, '$.terms.contractRateBasisPoints'],
    ['an unknown plan', { defaultPlan: 'harsh' }, '$.defaultPlan'],
    ['another id than the URL', { id: 'c9' }, '$.id'],
    ['an unknown field', { logo: 'x' }, '$.logo'],
    ['a quality that no law knows', { quality: 'sarl' }, '$.quality'],
    ['a private person that is a company', { quality: 'private' }, '$.quality'],
    ['a signatory without his capacity', { signatory: { name: 'Anne Roy' } }, '$.signatory.capacity'],
    ['a mediator whose site is no address', { mediator: { name: 'M', address: 'A', website: 'm.fr' } }, '$.mediator.website'],
    ['a mandate of nobody', { mandate: { as: 'friend' } }, '$.mandate.as'],
    ['a mandate that begins on no day', { mandate: { as: 'agency', agreementOn: '2026-02-30' } }, '$.mandate.agreementOn'],
    [
      'a collector with half a SIREN',
      { mandate: { as: 'accounting-firm', collector: { name: 'C', address: 'A', siren: '12' } } },
      '$.mandate.collector.siren',
    ],
    ['the fields of a collector in one’s own name', { mandate: { as: 'own-name', insurance: 'x' } }, '$.mandate.insurance'],
    [
      'a country of everyday speech',
      { address: { line1: '1', postcode: 'SW1', city: 'London', country: 'UK' } },
      '$.address.country',
    ],
  ])('%s is refused', async (_, change, path) => {
    const answer = await world.call('PUT', '/creditors/c3', world.adminKey, { ...creditorDocument, ...change });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
    expect(await creditorOf(world.db, 'c3')).toBeUndefined();
  });

  test('only the admin writes one; a creditor reads himself alone', async () => {
    expect((await world.call('PUT', '/creditors/c1', approver, creditorDocument)).status).toBe(403);
    expect((await world.call('GET', '/creditors/c1', approver)).body).toMatchObject({ id: 'c1', name: 'Atelier Lemoine' });
    expect((await world.call('GET', '/creditors/c2', approver)).status).toBe(404);
    expect((await world.call('GET', '/creditors/c2', world.adminKey)).status).toBe(200);
  });
});

describe('debtors and plans', () => {
  test('a debtor is versioned, under his creditor', async () => {
    expect((await world.call('PUT', '/debtors/cus_31', approver, debtorDocument)).body).toEqual({ id: 'cus_31', version: 1 });
    const second = await world.call('PUT', '/debtors/cus_31', approver, { ...debtorDocument, email: 'new@aubert.example' });
    expect(second.body.version).toBe(2);
    expect(await debtorOf(world.db, 'c1', 'cus_31')).toMatchObject({ email: 'new@aubert.example' });
    expect(await debtorOf(world.db, 'c2', 'cus_31')).toBeUndefined();
    expect((await world.call('PUT', '/debtors/cus_31', world.adminKey, debtorDocument)).status).toBe(400);
    expect((await world.call('PUT', '/debtors/cus_31?creditor=c2', world.adminKey, debtorDocument)).body.version).toBe(1);
  });

  test.each([
    ['a quality that contradicts the kind', { quality: 'private' }, '$.quality'],
    ['a trader that is said not to trade', { trader: false, quality: 'trader' }, '$.quality'],
    ['a lawyer that is said to trade', { trader: true, quality: 'liberal' }, '$.quality'],
  ])('%s is refused', async (_, change, path) => {
    const answer = await world.call('PUT', '/debtors/cus_32', approver, { ...debtorDocument, id: 'cus_32', ...change });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
    expect(await debtorOf(world.db, 'c1', 'cus_32')).toBeUndefined();
  });

  test('a language that nothing is written in is refused; English is kept', async () => {
    const german = await world.call('PUT', '/debtors/cus_34', approver, { ...debtorDocument, id: 'cus_34', language: 'de' });
    expect(german).toMatchObject({
      status: 400,
      body: { errors: [{ path: '$.language', message: expect.stringContaining('"fr", "en"') }] },
    });
    await world.call('PUT', '/debtors/cus_34', approver, { ...debtorDocument, id: 'cus_34', language: 'en' });
    expect(await debtorOf(world.db, 'c1', 'cus_34')).toMatchObject({ language: 'en' });
  });

  const mandate = {
    as: 'agency',
    collector: { name: 'Recouvra', siren: '812345679', address: '1 rue A, 69001 Lyon' },
    agreementOn: '2026-01-05',
    insurance: 'Assureur, contrat 12',
    dedicatedAccount: 'FR76 3000 4000 0300 0000 0000 009',
    declaredTo: 'procureur de la République de Lyon',
  };
  test.each([
    ['collector', undefined, 'CPCE R124-4'],
    ['agreementOn', undefined, 'CPCE R124-3'],
    ['insurance', undefined, 'CPCE R124-2'],
    ['dedicatedAccount', undefined, 'CPCE R124-2'],
    ['declaredTo', undefined, 'CPCE R124-2'],
    ['dedicatedAccount', 'FR76 3000 4000 0300 0000 0000 008', 'IBAN'],
  ])('whoever recovers for another tells his %s (%s)', async (field, value, says) => {
    const told = { ...creditorDocument, mandate: { ...mandate, [field]: value } };
    expect(await world.call('PUT', '/creditors/c5', world.adminKey, told)).toMatchObject({
      status: 400,
      body: { errors: [{ path: `$.mandate.${field}`, message: expect.stringContaining(says) }] },
    });
  });

  test('what the law asks of the parties is kept as it was told', async () => {
    const known = {
      quality: 'artisan',
      signatory: { name: 'Anne Roy', capacity: 'directrice financière', power: 'délégation du 3 mars 2026' },
      mediator: { name: 'Médiateur du commerce', address: '12 place de l’Exemple, 75010 Paris' },
      mandate,
    };
    expect((await world.call('PUT', '/creditors/c4', world.adminKey, { ...creditorDocument, ...known })).status).toBe(200);
    expect(await creditorOf(world.db, 'c4')).toMatchObject(known);
    await world.call('PUT', '/debtors/cus_33', approver, { ...debtorDocument, id: 'cus_33', trader: null, quality: 'artisan' });
    expect(await debtorOf(world.db, 'c1', 'cus_33')).toMatchObject({ quality: 'artisan' });
  });

  test('a version of a plan once kept never changes', async () => {
    const plan = { version: 1, name: 'Le nôtre', steps };
    expect((await world.call('PUT', '/plans/ours', approver, plan)).body).toMatchObject({ id: 'ours', version: 1 });
    expect((await world.call('PUT', '/plans/ours', approver, plan)).status).toBe(200);
    expect(await world.call('PUT', '/plans/ours', approver, { ...plan, gap: 'P9D' })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('version 1') },
    });
    expect((await world.call('PUT', '/plans/ours', approver, { ...plan, version: 2, gap: 'P9D' })).status).toBe(200);
    expect(await planOf(world.db, 'c1', 'ours')).toMatchObject({ version: 2, gap: 'P9D' });
    expect(await planOf(world.db, 'c1', 'ours', 1)).toMatchObject({ version: 1, gap: 'P1D' });
    expect(await planOf(world.db, 'c2', 'ours')).toBeUndefined();
    expect(await planOf(world.db, 'c2', 'default-b2b')).toMatchObject({ version: 1 });
  });

  test('a plan tight for consumers is kept and warned about, a bad one refused', async () => {
    const tight = await world.call('PUT', '/plans/tight', approver, {
      version: 1,
      name: 'x',
      appliesTo: { kinds: ['consumer'] },
      steps,
    });
    expect(tight.body.warnings).toHaveLength(1);
    const bad = await world.call('PUT', '/plans/bad', approver, {
      version: 1,
      name: 'x',
      steps: [{ ...steps[0], delay: '-P1D' }],
    });
    expect(bad).toMatchObject({ status: 400, body: { errors: [{ path: '$.steps[0].delay' }] } });
  });
});

describe('keys and secrets', () => {
  test('a key is shown once, works, and stops when revoked', async () => {
    const made = await world.call('POST', '/keys', world.adminKey, { creditor: 'c1', role: 'viewer' });
    expect(made).toMatchObject({ status: 201, body: { creditor: 'c1', role: 'viewer', key: expect.stringMatching(/^exk_/) } });
    expect((await world.call('GET', '/cases', made.body.key)).status).toBe(200);
    expect((await world.call('DELETE', `/keys/${made.body.id}`, world.adminKey)).body).toMatchObject({ revoked: true });
    expect((await world.call('GET', '/cases', made.body.key)).status).toBe(401);
    expect((await world.call('DELETE', `/keys/${made.body.id}`, world.adminKey)).status).toBe(404);
  });

  test.each([
    [{ creditor: 'nobody', role: 'viewer' }, '$.creditor'],
    [{ creditor: 'c1', role: 'admin' }, '$.role'],
  ])('no key for %j', async (body, path) => {
    expect(await world.call('POST', '/keys', world.adminKey, body)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  test('nobody but the admin makes keys or secrets', async () => {
    expect((await world.call('POST', '/keys', approver, { creditor: 'c1', role: 'viewer' })).status).toBe(403);
    expect((await world.call('POST', '/creditors/c1/secrets', approver, { purpose: 'bank' })).status).toBe(403);
    expect((await world.call('DELETE', '/keys/1', approver)).status).toBe(403);
  });

  test('a rotated secret signs at once, the one before for a day', async () => {
    const { billing: old } = await world.creditor('c7');
    const { secret } = (await world.call('POST', '/creditors/c7/secrets', world.adminKey, { purpose: 'billing' })).body;
    for (const one of [old, secret]) {
      expect((await world.webhook({ purpose: 'billing', creditorId: 'c7', secret: one, event: created() })).status).toBe(202);
    }
  });
});

describe('doors that need no key', () => {
  test('alive, ready, and not ready when the engine is away', async () => {
    expect((await world.call('GET', '/healthz', null)).body).toEqual({ status: 'ok' });
    expect(await world.call('GET', '/readyz', null)).toMatchObject({ status: 200, body: { engine: true, database: true } });
    world.engine.down = true;
    expect(await world.call('GET', '/readyz', null)).toMatchObject({ status: 503, body: { engine: false, database: true } });
    world.engine.down = false;
  });

  test('metrics show what waits', async () => {
    const text = (await world.call('GET', '/metrics', null)).body;
    expect(text).toMatch(/exigible_inbox_events\{state="waiting"\} \d/);
    expect(text).toContain('exigible_inbox_events{state="set-aside"} 0');
  });

  test('the documentation is served from here alone', async () => {
    const page = (await world.call('GET', '/docs', null)).body as unknown as string;
    expect(page).not.toMatch(/https?:\/\//);
    for (const asset of page.matchAll(/(?:src|href)="([^"]+)"/g))
      expect((await world.call('GET', asset[1] ?? '', null)).status).toBe(200);
  });

  test.each(['/cases', '/unmatched', '/nowhere'])('%s without a key says nothing', async (path) => {
    const answer = await world.call('GET', path, null);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect((await world.call('GET', path, 'exk_wrong')).status).toBe(401);
  });

  test('what nobody answers is a problem document', async () => {
    expect(await world.call('GET', '/nowhere', approver)).toMatchObject({
      status: 404,
      body: { title: 'Not found', status: 404 },
    });
  });
});
