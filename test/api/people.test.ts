import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listAccesses } from '../../db/accesses.ts';
import { createKey } from '../../db/keys.ts';
import { addPerson, endPerson, giveToken, type Person } from '../../db/people.ts';
import { putCase } from './case-row.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let owner: Person;
beforeAll(async () => {
  world = await openWorld();
  for (const id of ['c1', 'c2', 'c3']) await world.creditor(id);
  owner = await addPerson(world.db, { name: 'Anne', role: 'admin', creditors: null });
});
afterAll(() => world.close());

type Headers = Readonly<Record<string, string>>;

/** One request with any header at all: what a browser would not let a page set is set here. */
function ask(
  method: string,
  path: string,
  headers: Headers,
  body?: object,
): Promise<{ status: number; headers: Headers; body: string }> {
  const { hostname, port } = new URL(world.url);
  const given = { 'content-type': 'application/json', host: `${hostname}:${port}`, ...headers };
  const text = body === undefined ? '' : JSON.stringify(body);
  const sized = { ...given, ...(text === '' ? {} : { 'content-length': String(Buffer.byteLength(text)) }) };
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method, headers: sized }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: { ...(answer.headers as Headers), cookie: answer.headers['set-cookie']?.[0] ?? '' },
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    asked.once('error', reject);
    asked.end(text);
  });
}

const link = async (person = owner) => (await giveToken(world.db, { purpose: 'entry', personId: person.id, minutes: 5 })).token;
const own = () => ({ origin: world.url, 'sec-fetch-site': 'same-origin' });

async function signedIn(person = owner): Promise<string> {
  const { headers } = await ask('GET', `/entry/${await link(person)}`, {});
  return headers.cookie?.split(';')[0] ?? '';
}

describe('a link that opens once', () => {
  test('signs in, leads to the site, and its cookie is out of reach of scripts and other sites', async () => {
    const token = await link();
    const first = await ask('GET', `/entry/${token}`, {});
    expect([first.status, first.headers.location]).toEqual([303, '/']);
    expect(first.headers.cookie).toMatch(/^exigible=[A-Za-z0-9_-]{43}; Max-Age=43200; Path=\/; .*HttpOnly; SameSite=Lax$/);
    const cookie = first.headers.cookie?.split(';')[0] ?? '';
    const session = await ask('GET', '/session', { cookie });
    expect(JSON.parse(session.body)).toMatchObject({ name: `person:${owner.id}`, role: 'admin', creditors: null });
    expect((await ask('GET', `/entry/${token}`, {})).status).toBe(401);
    expect(await listAccesses(world.db, 2)).toMatchObject([
      { kind: 'session-refused', actor: expect.stringContaining('127.0.0.1'), subject: '/entry/…' },
      { kind: 'signed-in', actor: `person:${owner.id}` },
    ]);
  });

  test('names those who share a creditor with it, those who are gone too, and nobody else', async () => {
    const [mine, gone, foreign] = await Promise.all(
      [['n1'], ['n1', 'n2'], ['n3']].map((creditors, nth) =>
        addPerson(world.db, { name: `Nom ${nth}`, role: 'viewer', creditors }),
      ),
    );
    if (!mine || !gone || !foreign) throw new Error('nobody');
    await endPerson(world.db, gone.id);
    const [key, unnamed, foreignKey] = await Promise.all([
      createKey(world.db, 'n1', 'operator', { name: 'comptabilité' }),
      createKey(world.db, 'n1', 'operator', {}),
      createKey(world.db, 'n3', 'operator', { name: 'autre' }),
    ]);
    const { names } = JSON.parse((await ask('GET', '/session', { cookie: await signedIn(mine) })).body);
    expect(names).toMatchObject({ [`person:${mine.id}`]: 'Nom 0', [`person:${gone.id}`]: 'Nom 1' });
    expect(names).toMatchObject({ [`key:${key.id}`]: 'clé «\u00a0comptabilité\u00a0»' });
    for (const each of [`person:${foreign.id}`, `key:${unnamed.id}`, `key:${foreignKey.id}`])
      expect(Object.keys(names)).not.toContain(each);
  });

  test('a session that is none is written, once for many, and nobody waits for it', async () => {
    const cookie = `exigible=${'x'.repeat(43)}`;
    for (let tries = 0; tries < 40; tries += 1) expect((await ask('GET', '/session', { cookie })).status).toBe(401);
    const written = (await listAccesses(world.db, 100)).filter(({ subject }) => subject === '/session');
    expect(written.length).toBeLessThan(8);
    expect(written[0]).toMatchObject({ kind: 'session-refused', actor: expect.stringContaining('127.0.0.1') });
  });

  test('who reads the evidence of a case is written', async () => {
    const cookie = await signedIn();
    await putCase(world.db, { creditorId: 'read', invoiceId: 'a' });
    expect((await ask('GET', '/cases/invoice%3Aread%3Aa/evidence', { cookie })).status).toBe(200);
    expect(await listAccesses(world.db, 1)).toMatchObject([
      { kind: 'evidence-read', actor: `person:${owner.id}`, creditorId: 'read', subject: 'invoice:read:a' },
    ]);
  });

  test('what looks at links beforehand does not use it up', async () => {
    const token = await link();
    expect((await ask('GET', `/entry/${token}`, { 'sec-purpose': 'prefetch;prerender' })).status).toBe(403);
    expect((await ask('HEAD', `/entry/${token}`, {})).status).toBe(403);
    expect((await ask('GET', `/entry/${token}`, {})).status).toBe(303);
  });

  test('only the digest of a session and of a link is kept', async () => {
    const token = await link();
    const cookie = await signedIn();
    const kept = JSON.stringify(await world.db.execute('select * from sessions, one_time_tokens, people'));
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(cookie.slice('exigible='.length));
  });
});

describe('a request in a person’s name', () => {
  const attacks: [name: string, headers: Headers][] = [
    ['another site’s form', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:9999', 'sec-fetch-site': 'same-site' }],
    ['a page that hides where it is', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['an old browser without a word of its origin', {}],
    ['an origin that lies about the site', { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
    [
      'a name that was made to lead here',
      { host: 'evil.example:80', origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' },
    ],
  ];
  test.each(attacks)('%s: nothing is done', async (_name, headers) => {
    const cookie = await signedIn();
    expect((await ask('PUT', '/session', { cookie, ...headers }, { creditor: 'c1' })).status).toBe(403);
    expect(JSON.parse((await ask('GET', '/session', { cookie })).body)).toMatchObject({ creditorId: null });
  });

  test('of our own page: done, under each name of this machine', async () => {
    const cookie = await signedIn();
    const { port } = new URL(world.url);
    const named = { host: `localhost:${port}`, origin: `http://localhost:${port}`, 'sec-fetch-site': 'same-origin' };
    for (const headers of [own(), { origin: world.url }, named])
      expect((await ask('PUT', '/session', { cookie, ...headers }, { creditor: 'c1' })).status).toBe(200);
  });

  test('signing out ends it at once', async () => {
    const cookie = await signedIn();
    expect((await ask('DELETE', '/session', { cookie, ...own() })).status).toBe(200);
    expect((await ask('GET', '/session', { cookie })).status).toBe(401);
  });

  test('of another session, or none', async () => {
    for (const cookie of ['exigible=', `exigible=${'A'.repeat(43)}`, 'exigible=../../x', '__Host-exigible=x', ''])
      expect((await ask('GET', '/session', { cookie })).status).toBe(401);
  });
});

describe('what a person may do', () => {
  test('is what his role and his creditors say, and ends at once with them', async () => {
    const cases = { c1: '', c2: '', c3: '' };
    for (const creditorId of ['c1', 'c2', 'c3'] as const)
      cases[creditorId] = (await putCase(world.db, { creditorId, invoiceId: 'i1' })).id;
    const admin = await signedIn();
    const made = await ask(
      'POST',
      '/people',
      { cookie: admin, ...own() },
      { name: 'Paul', role: 'viewer', creditors: ['c1', 'c2'] },
    );
    const paul = JSON.parse(made.body) as Person & { invitation: string };
    expect([made.status, paul.invitation]).toEqual([
      201,
      expect.stringMatching(/^http:\/\/localhost:\d+\/invitation\/[A-Za-z0-9_-]{43}$/),
    ]);
    const cookie = await signedIn(paul);
    const see = async (id: string) => (await ask('GET', `/cases/${encodeURIComponent(id)}`, { cookie })).status;
    expect([await see(cases.c1), await see(cases.c2), await see(cases.c3)]).toEqual([200, 200, 404]);
    const listed = async () =>
      (JSON.parse((await ask('GET', '/cases', { cookie })).body) as { cases: { caseId: string }[] }).cases.map(
        ({ caseId }) => caseId,
      );
    expect(await listed()).toEqual([cases.c1]);
    expect((await ask('PUT', '/session', { cookie, ...own() }, { creditor: 'c2' })).status).toBe(200);
    expect(await listed()).toEqual([cases.c2]);
    expect((await ask('PUT', '/session', { cookie, ...own() }, { creditor: 'c3' })).status).toBe(404);
    expect((await ask('PUT', '/session', { cookie, ...own() }, { creditor: null })).status).toBe(200);
    expect(await listed()).toEqual([cases.c1, cases.c2]);
    for (const [method, path] of [
      ['GET', '/people'],
      ['GET', '/keys'],
      ['POST', '/keys'],
      ['DELETE', `/people/${owner.id}`],
    ] as const)
      expect((await ask(method, path, { cookie, ...own() }, method === 'GET' ? undefined : {})).status).toBe(403);
    const act = `/cases/${encodeURIComponent(cases.c2)}/acts/pause`;
    expect((await ask('POST', act, { cookie, ...own() }, {})).status).toBe(403);
    await ask('PUT', `/people/${paul.id}`, { cookie: admin, ...own() }, { name: 'Paul', role: 'viewer', creditors: ['c3'] });
    expect([await see(cases.c2), await see(cases.c3), await listed()]).toEqual([404, 200, [cases.c3]]);
    expect((await ask('PUT', '/session', { cookie, ...own() }, { creditor: null })).status).toBe(404);
    expect((await ask('DELETE', `/people/${paul.id}`, { cookie: admin, ...own() })).status).toBe(200);
    expect(await see(cases.c3)).toBe(401);
  });

  test('told of one creditor twice he stands at that one, not at several', async () => {
    const twice = { name: 'Zoé', role: 'viewer', creditors: ['c1', 'c1'] };
    const made = await ask('POST', '/people', { cookie: await signedIn(), ...own() }, twice);
    const zoe = JSON.parse(made.body) as Person;
    expect(zoe.creditors).toEqual(['c1']);
    const cookie = await signedIn(zoe);
    expect((await ask('PUT', '/session', { cookie, ...own() }, { creditor: null })).status).toBe(404);
    expect(JSON.parse((await ask('GET', '/session', { cookie })).body)).toMatchObject({ creditorId: 'c1', creditors: ['c1'] });
  });

  const wrong: [body: object, path: string][] = [
    [{ name: 'x', role: 'operator' }, '$.creditors'],
    [{ name: 'x', role: 'operator', creditors: [] }, '$.creditors'],
    [{ name: 'x', role: 'operator', creditors: ['c9'] }, '$.creditors[0]'],
    [{ name: 'x', role: 'owner', creditors: ['c1'] }, '$.role'],
    [{ name: '', role: 'admin' }, '$.name'],
  ];
  test.each(wrong)('%j is refused at %s', async (body, path) => {
    const answer = await world.call('POST', '/people', world.adminKey, body);
    expect([answer.status, answer.body.errors.map((fault) => fault.path)]).toEqual([400, [path]]);
  });
});
