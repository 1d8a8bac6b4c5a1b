import { afterAll, beforeAll, expect, test } from 'vitest';
import { debtorDocument, type World } from '../api/world.ts';
import { cookieOf, openPages, spaced } from './without-browser.ts';

let world: World;
let cookie: string;

beforeAll(async () => {
  world = await openPages();
  await world.creditor('c1');
  cookie = await cookieOf(world, 'admin', ['c1']);
});
afterAll(() => world.close());

async function look(path: string): Promise<string> {
  const answer = await fetch(`${world.url}${path}`, { headers: { cookie, accept: 'text/html' } });
  return spaced(await answer.text());
}

async function enrol(id: string): Promise<void> {
  const invoice = { id, number: id, totalCents: 120_000, dueOn: '2026-08-31' };
  const key = await world.key('c1', 'operator');
  expect((await world.call('POST', '/enrolments', key, { invoice, debtor: debtorDocument })).status).toBe(202);
}

test('« Ce qui part » says that it is incomplete as long as cases of a taking over open', async () => {
  await enrol('agenda-1');
  expect(await look('/prochains')).toContain('1 dossier s’ouvre encore : la liste n’est pas complète.');
  await enrol('agenda-2');
  expect(await look('/prochains')).toContain('2 dossiers s’ouvrent encore : la liste n’est pas complète.');
  await world.drain();
  expect(await look('/prochains')).not.toContain('la liste n’est pas complète');
});

test('the dry month shows how many cases open still and no figure, until all of them have', async () => {
  await enrol('dry-1');
  await world.drain();
  expect(await look('/premiers-pas/essai')).toContain('Accords à donner');
  await enrol('dry-2');
  await enrol('dry-3');
  const early = await look('/premiers-pas/essai');
  expect(early).toContain('2 dossiers s’ouvrent encore : le mois à blanc se joue quand tous sont ouverts.');
  for (const figure of ['Accords à donner', 'Un dossier, message par message', 'Aucune facture n’est suivie encore'])
    expect(early).not.toContain(figure);
  await world.drain();
  expect(await look('/premiers-pas/essai')).toContain('Accords à donner');
});
