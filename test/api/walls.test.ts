import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { served } from '../../api/contract/index.ts';
import type { Route } from '../../api/contract/route.ts';
import { addPerson, chooseCreditor, openSession, type Person } from '../../db/people.ts';
import { rowsOf } from '../../db/rows.ts';
import { putCase } from './case-row.ts';
import { created, debtorDocument, entry, openWorld, type World } from './world.ts';

/* A person of two creditors stands at the first and names the second: every route that takes a creditor is tried by itself. */

const own = ['c1', 'c2'] as const;
const routesOfCreditors = (Object.entries(served) as [string, Route][]).filter(
  ([, { query }]) => query instanceof z.ZodObject && 'creditor' in query.shape,
);
const reads = routesOfCreditors.filter(([name]) => name.startsWith('GET '));
const writes = routesOfCreditors.filter(([name]) => !name.startsWith('GET '));

let world: World;
let person: Person;
let endpoints: Readonly<Record<string, string>>;

beforeAll(async () => {
  world = await openWorld();
  for (const id of [...own, 'c3']) await furnish(id);
  person = await addPerson(world.db, { name: 'Anne', role: 'admin', creditors: [...own] });
});
afterAll(() => world.close());

/** The same names under each creditor, and what stands under them tells whose it is. */
async function furnish(id: string): Promise<void> {
  const { billing, bank } = await world.creditor(id, { name: `Maison ${id}` });
  const post = (method: string, path: string, body: object) => world.call(method, `${path}?creditor=${id}`, world.adminKey, body);
  const send = (purpose: 'billing' | 'bank', secret: string, event: object) =>
    world.webhook({ purpose, creditorId: id, secret, event });
  await send('billing', billing, created({ number: `F-${id}` }, { name: `Client de ${id}` }));
  for (const key of ['e1', 'e2'])
    await send('bank', bank, entry({ key, label: `INCONNU ${id}`, amountCents: id === 'c1' ? 711 : 722 }));
  await world.drain();
  await putCase(world.db, {
    creditorId: id,
    invoiceId: 'inv_1',
    number: `F-${id}`,
    totalCents: id === 'c1' ? 120000 : 90000,
    facts: [cameBack],
  });
  await post('PUT', `/plans/${PLAN.id}`, { ...PLAN, name: `Plan de ${id}` });
  const made = await post('POST', '/webhook-endpoints', {
    ...(served['POST /webhook-endpoints'].sample as object),
    url: `https://${id}.example/in`,
  });
  endpoints = { ...endpoints, [id]: String(made.body.id) };
}

const PLAN = served['PUT /plans/{id}'].sample;
const cameBack = { type: 'message-bounced', channel: 'email', at: '2026-11-03T09:00:00+01:00', actor: 'sendgrid' } as const;

const named: Readonly<Record<string, string>> = { entryKey: 'e1', name: 'main', mailId: 'a'.repeat(64), template: 'reminder' };
/** What a route cannot do without in its query. */
const needed: Readonly<Record<string, string>> = { 'GET /figures/period': 'from=2026-11-01&to=2026-11-30' };

function pathOf(name: string, creditor: string): string {
  const [, path = ''] = name.split(' ');
  const ids: Readonly<Record<string, string>> = {
    debtors: debtorDocument.id,
    plans: PLAN.id,
    'webhook-endpoints': endpoints[creditor] ?? '',
  };
  const id = ids[path.split('/')[1] ?? ''] ?? '';
  return `${path.replaceAll(/\{(\w+)\}/g, (_, param: string) => named[param] ?? id)}?${needed[name] ?? ''}`;
}

/** Asks as the person, who stands at a creditor or, with null, at all of his. */
async function ask(name: string, standing: string | null, path: string) {
  const token = await openSession(world.db, person);
  await chooseCreditor(world.db, token, standing);
  const [method = ''] = name.split(' ');
  const { sample, bodyType } = (served as Record<string, Route>)[name] as Route;
  const headers = { cookie: `exigible=${token}`, origin: world.url, 'content-type': bodyType ?? 'application/json' };
  const body = method === 'GET' ? {} : { body: bodyType === undefined ? JSON.stringify(sample ?? {}) : 'x' };
  const answer = await fetch(`${world.url}${path}`, { method, headers, ...body });
  return { status: answer.status, text: await answer.text() };
}

/** Every row of a creditor, wherever a table says whose it is. */
async function rowsOfCreditor(id: string): Promise<string> {
  const tables = await rowsOf<{ name: string }>(
    world.db,
    sql`
    select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'creditor_id' and table_name <> 'sessions'`,
  );
  const found = [];
  for (const { name } of tables)
    found.push([
      name,
      await rowsOf(world.db, sql`select to_jsonb(t) as row from ${sql.identifier(name)} t where creditor_id = ${id} order by 1`),
    ]);
  return JSON.stringify(found);
}

describe('a creditor of somebody else is not there', () => {
  test.each(routesOfCreditors)('%s', async (name) => {
    for (const stranger of ['c3', 'nobody'])
      for (const standing of ['c1', null]) {
        const { status, text } = await ask(name, standing, `${pathOf(name, 'c3')}&creditor=${stranger}`);
        expect([status, text]).toEqual([404, expect.stringContaining(`No creditor ${stranger}.`)]);
      }
  });
});

describe('a read tells of the creditor that is named, not of the one at whom one stands', () => {
  test.each(reads)('%s', async (name, { answers }) => {
    const path = pathOf(name, 'c2');
    // What is said to come « now » is said at the same moment to all three.
    const nowMs = Date.now();
    world.clock = () => nowMs;
    const [there, asNamed, from] = [
      await ask(name, 'c2', path),
      await ask(name, 'c1', `${path}&creditor=c2`),
      await ask(name, null, `${path}&creditor=c2`),
    ];
    // A file holds the instant at which it was made.
    const shown = (answer: typeof there) => (answers[200]?.file === undefined ? answer : answer.status);
    expect([asNamed, from].map(shown)).toEqual([there, there].map(shown));
    for (const { text } of [there, asNamed, from]) expect(text).not.toMatch(/F-c1|Client de c1|INCONNU c1/);
  });
});

describe('a write of the creditor that is named changes nothing of the one at whom one stands', () => {
  test.each(writes)('%s', async (name) => {
    const before = await rowsOfCreditor('c1');
    const { status } = await ask(name, 'c1', `${pathOf(name, 'c2')}&creditor=c2`);
    expect(status).toBeLessThan(500);
    expect(await rowsOfCreditor('c1')).toBe(before);
  });
});

test('a debtor of the named creditor is written there', async () => {
  const renamed = { ...debtorDocument, name: 'Aubert et fils' };
  const token = await openSession(world.db, person);
  const headers = { cookie: `exigible=${token}`, origin: world.url, 'content-type': 'application/json' };
  const put = await fetch(`${world.url}/debtors/${debtorDocument.id}?creditor=c2`, {
    method: 'PUT',
    headers,
    body: JSON.stringify(renamed),
  });
  expect(put.status).toBe(200);
  const nameAt = async (id: string) =>
    (
      (await world.call('GET', `/debtors/${debtorDocument.id}?creditor=${id}`, world.adminKey)).body as unknown as {
        name: string;
      }
    ).name;
  expect([await nameAt('c1'), await nameAt('c2')]).toEqual(['Client de c1', 'Aubert et fils']);
});

describe('who looks at all of his creditors sees theirs and nobody else’s', () => {
  test.each(['GET /cases', 'GET /search', 'GET /tasks', 'GET /figures', 'GET /received-webhooks', 'GET /stray-mails'])(
    '%s',
    async (name) => {
      const { status, text } = await ask(name, null, pathOf(name, 'c1'));
      expect(status).toBe(200);
      expect(text).not.toMatch(/F-c3|"c3"/);
      if (['GET /cases', 'GET /search', 'GET /tasks'].includes(name)) for (const id of own) expect(text).toContain(`F-${id}`);
    },
  );
});
