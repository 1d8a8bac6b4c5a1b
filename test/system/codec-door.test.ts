import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyRingOf, newKeyRing } from '../../db/key-ring.ts';
import { addPerson, openSession } from '../../db/people.ts';
import { payloadCodec } from '../../run/codec.ts';
import { codecDoor } from '../../run/codec-door.ts';
import { openWorld, type World } from '../api/world.ts';

const SCREEN = 'https://temporal.exemple.fr';
const ring = keyRingOf(newKeyRing('first'), 'test');
let world: World;
let sealed: string;

beforeAll(async () => {
  const door: ReturnType<typeof codecDoor> = (req, res, next) =>
    codecDoor({ db: world.db, ring, publicUrl: world.url, uiUrl: `${SCREEN}/ui` })(req, res, next);
  world = await openWorld({ doors: [door] });
  await world.creditor('c1');
  const plain = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"Menuiserie Aubert"') };
  const [payload] = await payloadCodec(ring).encode([plain]);
  const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
  const metadata = Object.fromEntries(Object.entries(payload?.metadata ?? {}).map(([name, value]) => [name, base64(value)]));
  sealed = JSON.stringify({ payloads: [{ metadata, data: base64(payload?.data) }] });
});
afterAll(() => world.close());

async function ask(headers: Record<string, string>, { method = 'POST', body = sealed } = {}) {
  const init = method === 'POST' ? { method, headers, body } : { method, headers };
  const answer = await fetch(`${world.url}/codec/decode`, init);
  return { status: answer.status, origin: answer.headers.get('access-control-allow-origin'), text: await answer.text() };
}

test('an administrator reads a history on the screen that the environment names', async () => {
  const { status, origin, text } = await ask({ origin: SCREEN, authorization: `Bearer ${world.adminKey}` });
  expect([status, origin]).toEqual([200, SCREEN]);
  const { payloads } = JSON.parse(text) as { payloads: { data: string }[] };
  expect(Buffer.from(payloads[0]?.data ?? '', 'base64').toString()).toBe('"Menuiserie Aubert"');
});

test('the browser is told beforehand that the screen may ask, and no other page', async () => {
  expect(await ask({ origin: SCREEN }, { method: 'OPTIONS' })).toMatchObject({ status: 204, origin: SCREEN });
  expect(await ask({ origin: 'https://evil.example' }, { method: 'OPTIONS' })).toMatchObject({ status: 403, origin: null });
});

test.each([
  ['nobody', () => ({ origin: SCREEN }), 401],
  ['a key that is none', () => ({ origin: SCREEN, authorization: 'Bearer exk_none' }), 401],
  ['a page of another site', () => ({ origin: 'https://evil.example', authorization: `Bearer ${world.adminKey}` }), 403],
  ['no page at all', () => ({ authorization: `Bearer ${world.adminKey}` }), 403],
])('%s reads nothing', async (_who, headers, status) => {
  const answer = await ask({ ...headers() });
  expect(answer.status).toBe(status);
  expect(answer.text).not.toContain('TWVudWlzZXJpZ');
});

test('a person is known by his session, and only an administrator among them', async () => {
  const signedIn = async (role: 'admin' | 'viewer') =>
    openSession(world.db, await addPerson(world.db, { name: role, role, creditors: role === 'admin' ? null : ['c1'] }));
  const asked = async (role: 'admin' | 'viewer') => ask({ origin: SCREEN, cookie: `exigible=${await signedIn(role)}` });
  expect((await asked('admin')).status).toBe(200);
  expect((await asked('viewer')).status).toBe(403);
});

test('nor does an approver of one creditor, for histories are of all of them', async () => {
  const authorization = `Bearer ${await world.key('c1', 'approver')}`;
  expect((await ask({ origin: SCREEN, authorization })).status).toBe(403);
});

test.each(['', '{', '{"payloads":[{"metadata":{"encoding":"YmluYXJ5L2VuY3J5cHRlZA=="},"data":"AAAA"}]}', '[]', '{"payloads":7}'])(
  'a body of %j is bad input',
  async (body) => {
    const answer = await ask({ origin: SCREEN, authorization: `Bearer ${world.adminKey}` }, { body });
    expect(answer.status).toBe(body === '[]' ? 200 : 400);
  },
);
