import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { Express } from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi } from '../../api/api.ts';
import { openApiDocument } from '../../api/contract/openapi.ts';
import { readConfig } from '../../config.ts';
import { providerRoutes } from '../../providers/index.ts';
import { documentStore } from '../../run/document-store.ts';
import { createLog } from '../../run/log.ts';
import { providerDoors, wayOut } from '../../run/providers.ts';
import { routesOf } from '../support/routes-of.ts';
import { openWorld, type World } from './world.ts';

const document = openApiDocument(providerRoutes);
const folder = mkdtempSync(join(tmpdir(), 'exigible-openapi-'));
let world: World;
let app: Express;

/** The application with the doors of every provider, as a start with all keys serves it. */
beforeAll(async () => {
  world = await openWorld();
  const keys = { SWAN_CLIENT_ID: 'id', SWAN_CLIENT_SECRET: 'secret', SENDGRID_INBOUND_SECRET: 'a-secret-of-the-inbound-door' };
  const { db, envelope } = world.deps;
  const config = readConfig(keys);
  const store = documentStore(config, folder);
  const ways = await wayOut(config, folder, store);
  const ground = { config, dataDir: folder, ways, db, envelope, log: createLog('silent') };
  app = createApi({ ...world.deps, doors: await providerDoors({ ...ground, publicUrl: world.url, wake: () => undefined }) });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the document is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate(JSON.parse(JSON.stringify(document)));
  expect(result).toMatchObject({ valid: true });
});

/** For people and machines that watch, not for callers. */
const undocumented = [
  'get /',
  'get /docs',
  'get /docs/start.js',
  'get /openapi.json',
  'get /healthz',
  'get /readyz',
  'get /metrics',
];

test('the document has every call that the application serves, and no other', () => {
  const served = routesOf(app).filter((route) => !undocumented.includes(route));
  const written = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.keys(item ?? {}).map((method) => `${method} ${path}`),
  );
  expect(written.toSorted()).toEqual([...new Set(served)].toSorted());
});

/** Where nobody is known yet: a link or a device is what opens them. */
const entrances = /^\/(?:webhooks|entry|passkeys)(?:\/|$)/;

test('webhooks need a signature, entrances a link or a device, everything else a key or a session', () => {
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    const operations = Object.values(item ?? {}) as { security?: unknown[]; responses?: object }[];
    for (const { security, responses } of operations) {
      expect(security, path).toEqual(entrances.test(path) ? [] : undefined);
      expect(Object.keys(responses ?? {}), path).toContain('401');
    }
  }
});
