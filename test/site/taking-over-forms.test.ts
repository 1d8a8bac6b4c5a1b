import { afterAll, beforeAll, expect, test } from 'vitest';
import type { World } from '../api/world.ts';
import { cookieOf, openPages, spaced } from './without-browser.ts';

/* Taking over as its forms alone tell it: no browser is needed to see what a table becomes. */

let world: World;
let cookie: string;

beforeAll(async () => {
  world = await openPages();
  await world.creditor('c1');
  cookie = await cookieOf(world, 'operator', ['c1']);
});
afterAll(() => world.close());

async function look(fields: Readonly<Record<string, string>>): Promise<string> {
  return spaced(await raw(fields));
}

async function raw(fields: Readonly<Record<string, string>>): Promise<string> {
  const answer = await fetch(`${world.url}/entrees/factures/colonnes`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { cookie, accept: 'text/html', origin: world.url, 'sec-fetch-site': 'same-origin' },
  });
  return answer.text();
}

const head = 'Pièce n°;Code tiers;Nom du tiers;Date échéance;Montant TTC;Solde;SIRET';
const table = (count: number) =>
  [head, ...Array.from({ length: count }, (_, at) => `FA${at};C1;Client 1;31/10/2026;1 200,00;900,00;73282932000074`)].join(
    '\r\n',
  );

const rowsIn = (html: string) => [...html.matchAll(/<th scope="row">/g)].length;

test('every invoice of a table of hundreds is seen before it is taken over', async () => {
  const html = await look({ contenu: table(220), 'colonne.0': 'number' });
  expect(html).toContain('Reprendre 220 factures');
  expect(rowsIn(html)).toBe(220);
});

test('columns that a person corrected keep the heading of the file beside what they are understood as', async () => {
  const kept = (html: string) =>
    new Map(
      [...html.matchAll(/name="(entete\.\d+|contenu)"[^>]*?(?: value="([^"]*)"| hidden>([^<]*)<)/g)].map(
        ([, name, value, text]) => [name ?? '', value ?? text ?? ''],
      ),
    );
  const first = await look({ contenu: table(2) });
  const second = await look({ ...Object.fromEntries(kept(first)), 'colonne.0': 'number' });
  expect(second).toContain('« Pièce n° »');
  const again = await look({ ...Object.fromEntries(kept(second)), 'colonne.6': '-' });
  expect(again).toContain('« Pièce n° »');
  expect(again).toContain('<option value="">N° facture</option>');
  expect(again).toContain('« SIRET » <span class="chip warn">non comprise</span>');
});

test('the lines at fault are those of the file, however often it is seen again', async () => {
  const faulty = 'FX;C1;Client 1;31/10/2026;x;900,00;73282932000074';
  const several = `"Pièce\r\nn°";${head.split(';').slice(1).join(';')}`;
  const file = ['', several, 'FA1;C1;"Client\n1";31/10/2026;1 200,00;900,00;73282932000074', '', ';;;', faulty, '', faulty].join(
    '\r\n',
  );
  // As a browser reads a field: the first line break after the tag is no part of it.
  const contentOf = (html: string) =>
    /<textarea[^>]*>(?:\r?\n)?([^<]*)</.exec(html)?.[1]?.replaceAll(/&(?:quot|#34);/g, '"') ?? '';
  const first = await raw({ contenu: file, 'colonne.0': 'number' });
  const second = await raw({ contenu: contentOf(first) });
  const third = await raw({ contenu: contentOf(second) });
  for (const html of [first, second, third])
    expect([...html.matchAll(/<li>ligne (\d+),/g)].map(([, line]) => line)).toEqual(['8', '10']);
});

test('clients without a postal address are counted beside those without an e-mail', async () => {
  const html = await look({ contenu: table(2), 'colonne.0': 'number' });
  expect(html).toContain('1 client sans adresse e-mail');
  expect(html).toContain('1 client sans adresse postale');
});
