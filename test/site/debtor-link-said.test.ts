import { afterAll, beforeAll, expect, test } from 'vitest';
import { putDebtor } from '../../db/debtors.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import { debtorDocument, type World } from '../api/world.ts';
import { cookieOf, openPages, spaced } from './without-browser.ts';

let world: World;
let cookie: string;
beforeAll(async () => {
  world = await openPages();
  await world.creditor('c1');
  await putDebtor(world.db, 'c1', debtorSchema.parse({ ...debtorDocument, id: 'd1' }));
  cookie = await cookieOf(world, 'operator', ['c1']);
});
afterAll(() => world.close());

test.each([
  [true, 'Chaque message en porte un dès qu’il est écrit'],
  [false, 'Aucune adresse publique n’est réglée (EXIGIBLE_PUBLIC_URL) : aucun message ne porte de lien.'],
])('the page of a client says whether messages carry a link to his page: %s', async (linksPages, said) => {
  Object.assign(world.deps.config, { linksPages });
  const page = await (await fetch(`${world.url}/debiteurs/c1/d1`, { headers: { cookie } })).text();
  expect(spaced(page)).toContain(said);
});
