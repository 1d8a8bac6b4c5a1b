import { createHmac } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listAccesses } from '../../db/accesses.ts';
import { sealSecrets, secretsOf } from '../../db/creditors.ts';
import { keyRingOf, newKeyRing } from '../../db/key-ring.ts';
import { apiKeys, webhookSecrets } from '../../db/schema.ts';
import { entry, openWorld, type Secrets, type World } from './world.ts';

let world: World;
let secrets: Secrets;
beforeAll(async () => {
  world = await openWorld();
  secrets = await world.creditor('c1');
});
afterAll(() => world.close());

describe('API keys', () => {
  const make = async (more: object) =>
    (await world.call('POST', '/keys', world.adminKey, { creditor: 'c1', role: 'viewer', ...more })).body;

  test('are named, listed without what they are, and end at once when they are revoked', async () => {
    const { id, key } = await make({ name: 'ERP' });
    const listed = (await world.call('GET', '/keys', world.adminKey)).body as unknown as { keys: { id: number; name: string }[] };
    expect(listed.keys.find((one) => one.id === id)).toMatchObject({
      name: 'ERP',
      role: 'viewer',
      creditorId: 'c1',
      revokedAt: null,
    });
    expect(JSON.stringify(listed)).not.toMatch(/exk_|[0-9a-f]{64}/);
    expect((await world.call('GET', '/cases', key)).status).toBe(200);
    await world.call('DELETE', `/keys/${id}`, world.adminKey);
    expect((await world.call('GET', '/cases', key)).status).toBe(401);
  });

  test('open nothing after their day', async () => {
    const { id, key } = await make({ expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
    expect((await world.call('GET', '/cases', key)).status).toBe(200);
    await world.db
      .update(apiKeys)
      .set({ expiresAt: '2020-01-01T00:00:00Z' })
      .where(eq(apiKeys.id, Number(id)));
    expect((await world.call('GET', '/cases', key)).status).toBe(401);
    const past = await world.call('POST', '/keys', world.adminKey, {
      creditor: 'c1',
      role: 'viewer',
      expiresAt: '2020-01-01T00:00:00Z',
    });
    expect([past.status, past.body.errors]).toMatchObject([400, [{ path: '$.expiresAt' }]]);
  });

  test('are guessed slowly: the refusals wait and are written, who has the right key does not wait', async () => {
    const guess = async () => (await world.call('GET', '/cases', 'exk_guess')).status;
    const MORE_THAN_REMEMBERED_MS = 1_000_000;
    world.clock = () => Date.now() - MORE_THAN_REMEMBERED_MS;
    for (let tries = 0; tries < 12; tries += 1) expect(await guess()).toBe(401);
    const beganMs = performance.now();
    expect(await guess()).toBe(401);
    const guessedMs = performance.now() - beganMs;
    expect(guessedMs).toBeGreaterThan(390);
    const many = await Promise.all(Array.from({ length: 60 }, guess));
    expect(many.filter((status) => status === 429).length).toBeGreaterThan(30);
    expect((await world.call('GET', '/cases', world.adminKey)).status).toBe(200);
    const written = (await listAccesses(world.db, 100)).filter(({ kind }) => kind === 'key-refused');
    expect(written[0]).toMatchObject({ actor: expect.stringContaining('127.0.0.1'), subject: '/cases', count: 64 });
    expect(written.length).toBeLessThan(10);
    world.clock = Date.now;
    expect(await guess()).toBe(401);
    const remembered = (await listAccesses(world.db, 1))[0];
    expect(remembered, 'who guessed long ago begins anew').toMatchObject({ kind: 'key-refused', count: 1 });
  });
});

describe('secrets', () => {
  test('lie sealed: a copy of the database signs nothing', async () => {
    const rows = await world.db.select().from(webhookSecrets);
    for (const { secret } of rows) expect(secret).toMatch(/^sealed:v1:/);
    const kept = JSON.stringify(rows);
    for (const secret of Object.values(secrets)) expect(kept).not.toContain(secret);
    await expect(secretsOf(world.db, keyRingOf(newKeyRing('test'), 'x'), 'c1', 'bank')).rejects.toThrow();
  });

  test('a sealed secret that is copied to another creditor does not open', async () => {
    const [row] = await world.db.select().from(webhookSecrets);
    await world.db
      .insert(webhookSecrets)
      .values({ creditorId: 'thief', purpose: row?.purpose ?? 'billing', secret: row?.secret ?? '' });
    await expect(secretsOf(world.db, world.envelope, 'thief', 'billing')).rejects.toThrow();
    await world.db.execute(`delete from webhook_secrets where creditor_id = 'thief'`);
  });

  test('one that lay open, and one under an older key, are sealed at the next start', async () => {
    await world.db.insert(webhookSecrets).values({ creditorId: 'c0', purpose: 'bank', secret: 'whsec_open' });
    expect(await sealSecrets(world.db, world.envelope)).toBe(1);
    expect(await secretsOf(world.db, world.envelope, 'c0', 'bank')).toEqual(['whsec_open']);
    const old = keyRingOf('old:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', 'x');
    const ring = { current: 'new', keys: new Map([['new', Buffer.alloc(32, 7)], ...world.envelope.keys, ...old.keys]) };
    expect(await sealSecrets(world.db, ring)).toBeGreaterThan(3);
    expect(await sealSecrets(world.db, ring)).toBe(0);
    expect(await secretsOf(world.db, ring, 'c1', 'billing')).toEqual([secrets.billing]);
    await sealSecrets(world.db, { ...ring, current: 'test' });
  });

  const rotate = async (more: object) =>
    await world.call('POST', '/creditors/c1/secrets', world.adminKey, { purpose: 'bank', ...more });
  const tellWith = async (secret: string) =>
    (await world.webhook({ purpose: 'bank', creditorId: 'c1', secret, event: entry({ key: secret.slice(-9) }) })).status;

  test('a rotation leaves the secret before its hours, or none at all', async () => {
    expect(await tellWith(secrets.bank)).toBe(202);
    const second = (await rotate({ graceHours: 2 })).body.secret;
    expect([await tellWith(secrets.bank), await tellWith(second)]).toEqual([202, 202]);
    const third = (await rotate({ graceHours: 0 })).body.secret;
    expect([await tellWith(secrets.bank), await tellWith(second), await tellWith(third)]).toEqual([401, 401, 202]);
    expect((await rotate({ graceHours: 25 })).body.errors).toMatchObject([{ path: '$.graceHours' }]);
  });

  test('each source of money has its own, and speaks of its accounts alone', async () => {
    const { billing, bank, qonto, swan } = await world.creditor('c5');
    expect(new Set([billing, bank, qonto, swan]).size).toBe(4);
    const tellQonto = async (secret: string, iban: string) => {
      const data = {
        id: `q-${iban}`,
        amount: 12,
        currency: 'EUR',
        side: 'credit',
        status: 'completed',
        settled_at: '2026-11-20T10:00:00Z',
      };
      const event = { type: 'v1/transactions', created_at: '2026-11-20T10:00:00Z', data: { ...data, bank_account: { iban } } };
      const [body, t] = [JSON.stringify(event), String(Math.floor(Date.now() / 1000))];
      const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
      const headers = { 'content-type': 'application/json', 'x-qonto-signature': `t=${t},v1=${v1}` };
      return (await fetch(`${world.url}/webhooks/qonto/c5`, { method: 'POST', headers, body })).status;
    };
    const tellBank = async (account: string) =>
      (await world.webhook({ purpose: 'bank', creditorId: 'c5', secret: bank, event: entry({ account, key: account }) })).status;
    expect([await tellQonto(bank, 'A'), await tellQonto(billing, 'A'), await tellQonto(qonto, 'A')]).toEqual([401, 401, 202]);
    const give = async (source: string, accounts: string[]) =>
      (await world.call('PUT', `/creditors/c5/sources/${source}`, world.adminKey, { accounts })).status;
    expect(await give('qonto', ['FR76 3000 6000 0112 3456 7890 189'])).toBe(200);
    expect(await tellQonto(qonto, 'FR7630006000011234567890189')).toBe(202);
    expect(await tellQonto(qonto, 'B')).toBe(403);
    expect([await tellBank('FR7630006000011234567890189'), await tellBank('B')]).toEqual([403, 202]);
    expect(await give('billing', ['B'])).toBe(400);
  });
});
