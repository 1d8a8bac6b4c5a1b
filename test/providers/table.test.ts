import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';
import { expect, test } from 'vitest';
import { readConfig } from '../../config.ts';
import { carriers, moneyTellers } from '../../domain/known-providers.ts';
import { providerPairs, providerRoutes, providers } from '../../providers/index.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Folders of the product that a provider could leak into; the outbox and the port of the product know none by name. */
const HOUSE = ['activities', 'api', 'cli', 'run', 'words', 'workflows', 'cases', 'bank', 'domain'];
const names: readonly string[] = [...Object.keys(carriers), ...moneyTellers.map(({ id }) => id)];

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

test('a provider is its folder and its line in the table: nothing else imports it', () => {
  const importers = HOUSE.flatMap(sources).filter((file) =>
    names.some((name) => readFileSync(join(ROOT, file), 'utf8').includes(`providers/${name}/`)),
  );
  expect(importers).toEqual([]);
  const folders = readdirSync(join(ROOT, 'providers'), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && entry.name !== 'outbox' ? [entry.name] : [],
  );
  expect(folders.toSorted()).toEqual(names.toSorted());
  expect(providers).toHaveLength(names.length);
});

test('every door that a provider has is told, and stands where it is told', async () => {
  const keys = { SWAN_CLIENT_ID: 'a', SWAN_CLIENT_SECRET: 'b', SENDGRID_INBOUND_SECRET: 'a-secret-of-the-inbound-door' };
  const config = readConfig(keys);
  const nobody = () => Promise.reject(new Error('nobody is asked'));
  const ground = {
    outbox: {},
    publicUrl: 'https://exigible.example',
    clock: () => 0,
    keep: nobody,
    put: nobody,
    lookAtLetter: nobody,
  };
  const doors = await Promise.all(providers.map(async ({ doors: open }) => (await open?.(config, ground as never)) ?? []));
  const app = express().use(...doors.flat());
  const { routesOf } = await import('../support/routes-of.ts');
  const told = Object.keys(providerRoutes).map((name) => name.replace(/^\w+/, (method) => method.toLowerCase()));
  expect(routesOf(app).toSorted()).toEqual(told.toSorted());
});

test.each(providerPairs)('%s alone is refused, and says what it needs', (one, other) => {
  const values: Readonly<Record<string, string>> = {
    SENDGRID_FROM: 'a@exemple.fr',
    SMTP_URL: 'smtp://localhost',
    SMTP_FROM: 'a@exemple.fr',
    EXIGIBLE_REPLY_DOMAIN: 'reponses.exemple.fr',
    TWILIO_FROM: 'Exigible',
  };
  const given = { [one]: values[one] ?? 'a-secret-that-is-long-enough' };
  expect(() => readConfig(given)).toThrow(other);
});
