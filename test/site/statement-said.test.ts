import { afterAll, beforeAll, expect, test } from 'vitest';
import { entriesSaid } from '../../web/operator/import-words.ts';
import { importFile } from '../api/importing.ts';
import type { World } from '../api/world.ts';
import { refusedFiles } from '../support/bad-files.ts';
import { cookieOf, openPages, spaced } from './without-browser.ts';

let world: World;
let cookie: string;
let key: string;

beforeAll(async () => {
  world = await openPages();
  await world.creditor('c1');
  key = await world.key('c1', 'operator');
  cookie = await cookieOf(world, 'operator', ['c1']);
});
afterAll(() => world.close());

async function look(path: string): Promise<string> {
  return spaced(await (await fetch(`${world.url}${path}`, { headers: { cookie, accept: 'text/html' } })).text());
}

test('a file of an account that nobody knows asks on its page what that account is, without a word of a shell, and then is taken', async () => {
  const file = refusedFiles['camt of an unknown account']?.bytes ?? new Uint8Array();
  await importFile(world, key, file);
  const list = await look('/entrees');
  expect(list).toMatch(/refusé, compte FR76 3000 .*? inconnu/);
  const path = /href="(\/entrees\/releve\/[^"]+)"/.exec(list)?.[1] ?? '';
  const page = await look(path);
  expect(page).toContain('n’est pas connu pour ce créancier');
  expect(page).not.toMatch(/--account|exigible accounts/);
  const said = await fetch(`${world.url}/rapprochement/compte`, {
    method: 'POST',
    body: new URLSearchParams({ nom: 'FR7630004001230000123456705', compte: 'FR7630004001230000123456705', suite: path }),
    headers: { cookie, accept: 'text/html', origin: world.url, 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  });
  expect([said.status, said.headers.get('location')]).toEqual([303, path]);
  expect(await look(path)).toContain('Son compte n’était pas connu ; il l’est maintenant.');
  await importFile(world, key, file);
  expect(await look(path)).toMatch(/\d+ écritures? : \d+ à rapprocher/);
});

test.each([
  [{ notPayments: 1, returned: 1 }, '1 paiement rejeté ou repris par la banque'],
  [
    { notPayments: 3, returned: 2 },
    '2 paiements rejetés ou repris par la banque, 1 qui n’est pas un paiement (frais ou autre débit)',
  ],
  [{ notPayments: 1 }, '1 qui n’est pas un paiement (frais ou autre débit)'],
])('a payment that the bank returned is told apart from fees: %j', (counts, said) => {
  const none = { entries: 4, known: 0, pending: 0, allocated: 0, unmatched: 0 };
  const statement = { ...none, ...counts } as Parameters<typeof entriesSaid>[0]['statements'][number];
  expect(entriesSaid({ statements: [statement] })).toBe(`4 écritures\u00a0: ${said}.`);
});
