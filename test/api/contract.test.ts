import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { contract, served } from '../../api/contract/index.ts';
import { openApiDocument } from '../../api/contract/openapi.ts';
import { paramNames, type Route } from '../../api/contract/route.ts';
import { webhookRoutes } from '../../api/contract/webhooks.ts';
import { actNames } from '../../domain/case/acts/index.ts';
import { readDocument } from '../../domain/document-schema.ts';
import { providerRoutes } from '../../providers/index.ts';
import { putCase } from './case-row.ts';
import { type Answer, debtorDocument, openWorld, type World } from './world.ts';

let world: World;
let secrets: { billing: string; bank: string };
let operator: string;
const id = 'invoice%3Ac1%3Aa';

beforeAll(async () => {
  world = await openWorld();
  secrets = await world.creditor('c1');
  operator = await world.key('c1', 'operator');
  await putCase(world.db, { invoiceId: 'a', number: 'F-1', facts: [] });
});
afterAll(() => world.close());

/** A path of a route whose every name is that value. */
function pathWith(name: string, value: string): string {
  return (name.split(' ')[1] ?? '').replaceAll(/\{\w+\}/g, value);
}

function ask(name: string, path: string, body?: unknown): Promise<Answer> {
  const [method = ''] = name.split(' ');
  return world.call(method, path, world.adminKey, method === 'GET' ? undefined : body);
}

const routesServed = Object.entries(served) as [string, Route][];

/** True when somewhere in a schema stands an object of which nothing is told. */
function holdsAnything(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  const { type, properties, additionalProperties } = schema as Readonly<Record<string, unknown>>;
  const isOpen = type === 'object' && properties === undefined && JSON.stringify(additionalProperties ?? {}) === '{}';
  return isOpen || Object.values(schema).some(holdsAnything);
}

describe('no answer is an object of anything', () => {
  test.each(Object.entries({ ...contract, ...providerRoutes }) as [string, Route][])('%s', (_name, { answers }) => {
    for (const { schema } of Object.values(answers))
      if (schema !== undefined)
        expect(holdsAnything(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }))).toBe(false);
  });

  test('every act has its schema and its sample', () => {
    const { schemas } = openApiDocument(providerRoutes).components ?? {};
    for (const name of actNames) expect(Object.keys(schemas ?? {})).toContain(`Act${name[0]?.toUpperCase()}${name.slice(1)}`);
  });
});

describe('a body is shown as it can be sent', () => {
  const withBody = routesServed.filter(([, { body, bodyType }]) => body !== undefined && bodyType === undefined);
  test.each(withBody)('%s', (_name, { body, sample }) => {
    expect(sample).toBeDefined();
    expect(readDocument(body ?? z.never(), sample)).toBeDefined();
  });

  test.each(Object.entries(webhookRoutes) as [string, Route][])('%s, when it shows one', (_name, { body, sample }) => {
    if (sample !== undefined) expect(readDocument(body ?? z.never(), sample)).toBeDefined();
  });

  test('no operation has the name of another', () => {
    const names = Object.values(openApiDocument(providerRoutes).paths ?? {}).flatMap((item) =>
      Object.values(item ?? {}).map((operation) => (operation as { operationId: string }).operationId),
    );
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
    expect(names).toHaveLength(Object.keys({ ...contract, ...providerRoutes }).length);
  });
});

describe('what no path can hold is refused with its name', () => {
  const withNames = routesServed.map(([name]) => name).filter((name) => paramNames(name).length > 0);
  test.each(withNames)('%s', async (name) => {
    for (const bad of ['a%00b', 'a%0Ab', '%E2%80%AE', 'x'.repeat(400)]) {
      const answer = await ask(name, pathWith(name, bad), {});
      expect(answer, bad).toMatchObject({ status: 400 });
      expect(paramNames(name)).toContain(answer.body.errors[0]?.path);
    }
  });
});

describe('a query that the document does not name is refused with its path', () => {
  test.each(routesServed)('%s', async (name) => {
    const answer = await ask(name, `${pathWith(name, 'a')}?colour=red`, {});
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.body.errors.map(({ path }) => path)).toContain('$.colour');
  });
});

describe('a field that the document does not name is refused with its path', () => {
  const withBody = routesServed.filter(([, { body, bodyType }]) => body !== undefined && bodyType === undefined);
  test.each(withBody.filter(([, { readsItself }]) => !readsItself))('%s', async (name) => {
    const answer = await ask(name, pathWith(name, 'bank'), { colour: 'red' });
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.body.errors.map(({ path }) => path)).toContain('$.colour');
  });

  test.each(withBody)('%s: nor a text of control characters, half a character, or a document without end', async (name) => {
    const deep = JSON.parse(`${'{"a":'.repeat(900)}1${'}'.repeat(900)}`) as unknown;
    for (const [body, path] of [
      [{ name: 'a\u0000b' }, '$.name'],
      [{ a: ['\ud800'] }, '$.a[0]'],
      [{ name: 'deux\nlignes' }, '$.name'],
    ] as const) {
      const answer = await ask(name, pathWith(name, 'bank'), body);
      expect(answer, path).toMatchObject({ status: 400, body: { errors: [{ path }] } });
    }
    expect(await ask(name, pathWith(name, 'bank'), deep)).toMatchObject({ status: 400 });
  });
});

describe('a method that a path does not answer is 405 and says which it answers', () => {
  test.each([
    ['PATCH', '/cases', 'GET, HEAD, OPTIONS'],
    ['DELETE', `/cases/${id}`, 'GET, HEAD, OPTIONS'],
    ['GET', `/cases/${id}/acts/pause`, 'POST, OPTIONS'],
    ['POST', '/debtors/cus_31', 'PUT, GET, HEAD, OPTIONS'],
    ['GET', '/webhooks/billing/c1', 'POST, OPTIONS'],
    ['PUT', '/keys', 'GET, POST, HEAD, OPTIONS'],
  ])('%s %s', async (method, path, allow) => {
    const answer = await world.call(method, path, null);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')?.split(', ').toSorted()).toEqual(allow.split(', ').toSorted());
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  test('OPTIONS says it without a key, and HEAD is GET without its body', async () => {
    const options = await world.call('OPTIONS', '/cases', null);
    expect(options).toMatchObject({ status: 204 });
    expect(options.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect((await world.call('HEAD', '/cases', operator)).status).toBe(200);
  });

  test('a path that nothing answers stays unknown', async () => {
    expect((await world.call('GET', '/nothing', operator)).status).toBe(404);
  });
});

describe('found by a fuzzer', () => {
  test.each([
    ['a version that no database holds', `/cases/${id}/plan-change?plan=demo&version=2147483648`, '$.version'],
    ['a version of nothing', `/cases/${id}/plan-change?plan=demo&version=`, '$.version'],
    ['a cursor of NUL', '/cases?cursor=%00', '$.cursor'],
    ['a cursor of tasks that is none', '/tasks?cursor=AAAA', '$.cursor'],
    ['a cursor of tasks that holds NUL', `/tasks?cursor=${Buffer.from('["\\u0000","",""]').toString('base64url')}`, '$.cursor'],
    ['an owner of NUL', '/tasks?owner=%00', '$.owner'],
    ['a number of NUL', '/cases?number=a%00', '$.number'],
    ['a limit said twice', '/cases?limit=1&limit=2', '$.limit'],
    ['a creditor of NUL', '/unmatched?creditor=%00', '$.creditor'],
  ])('%s', async (_what, path, where) => {
    expect(await world.call('GET', path, operator)).toMatchObject({ status: 400, body: { errors: [{ path: where }] } });
  });

  test('half an escape in a path', async () => {
    expect((await world.call('GET', '/cases/%E0%A4%A', operator)).status).toBe(400);
  });

  test('a debtor without the id that his document must have', async () => {
    const { id: _, ...nameless } = debtorDocument;
    expect(await world.call('PUT', '/debtors/cus_31', operator, nameless)).toMatchObject({
      status: 400,
      body: { errors: [{ path: '$.id' }] },
    });
  });

  test.each(['PUT /debtors/cus_31', 'GET /accounts', 'GET /plans/demo', 'GET /unmatched'])(
    '%s under a creditor who does not exist',
    async (name) => {
      const answer = await ask(name, `${name.split(' ')[1]}?creditor=nobody`, debtorDocument);
      expect(answer).toMatchObject({ status: 404, body: { detail: 'No creditor nobody.' } });
    },
  );

  test('a body of another type is not left out: the act would be done without its fields', async () => {
    const answer = await fetch(`${world.url}/cases/${id}/acts/pause`, {
      method: 'POST',
      headers: { authorization: `Bearer ${operator}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: '{"until":"2026-12-15"}',
    });
    expect(answer.status).toBe(415);
    expect(world.engine.updates).toEqual([]);
  });

  test('a feed that is said to be known far ahead: the gate would never hold again', async () => {
    const checked = (through: string) => ({
      type: 'bank.feed.checked',
      timestamp: new Date(world.clock()).toISOString(),
      data: { account: 'FR7630006000011234567890189', through },
    });
    const tell = (through: string) =>
      world.webhook({ purpose: 'bank', creditorId: 'c1', secret: secrets.bank, event: checked(through) });
    for (const through of ['9999-12-31', '9999-12-31T23:59:59+01:00'])
      expect(await tell(through)).toMatchObject({ status: 400, body: { errors: [{ path: '$.data.through' }] } });
    expect(await tell(new Date(world.clock()).toISOString().slice(0, 10))).toMatchObject({ status: 202 });
  });

  test('the breaks in a label of a bank do not refuse its money, and do not reach the database', async () => {
    const entry = { account: 'FR7630006000011234567890189', key: 'e1', amountCents: 500, label: 'SANS\n\u0000REFERENCE \ud800' };
    const event = { type: 'bank.transaction.booked', timestamp: new Date(world.clock()).toISOString(), data: entry };
    expect(await world.webhook({ purpose: 'bank', creditorId: 'c1', secret: secrets.bank, event })).toMatchObject({
      status: 202,
    });
    await world.drain();
    const { entries } = (await world.call('GET', '/unmatched', operator)).body;
    expect(entries).toMatchObject([{ key: 'e1', label: 'SANS REFERENCE  ' }]);
  });
});

test('instants are ISO 8601 with their offset, wherever they come from', async () => {
  const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
  const { cases } = (await world.call('GET', '/cases', operator)).body as unknown as { cases: { updatedAt: string }[] };
  const { keys } = (await world.call('GET', '/keys', world.adminKey)).body as unknown as { keys: { createdAt: string }[] };
  for (const instant of [...cases.map((row) => row.updatedAt), ...keys.map((row) => row.createdAt)]) expect(instant).toMatch(iso);
});
