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

test.each(['/prochains', '/premiers-pas/essai'])(
  '%s says that it is incomplete as long as cases of a taking over open',
  async (path) => {
    const name = path.replaceAll('/', '');
    await enrol(`${name}-1`);
    expect(await look(path)).toContain('1 dossier s’ouvre encore : la liste n’est pas complète.');
    await enrol(`${name}-2`);
    const incomplete = await look(path);
    expect(incomplete).toContain('2 dossiers s’ouvrent encore : la liste n’est pas complète.');
    expect(incomplete).not.toContain('Aucune facture n’est suivie encore');
    await world.drain();
    expect(await look(path)).not.toContain('la liste n’est pas complète');
  },
);
