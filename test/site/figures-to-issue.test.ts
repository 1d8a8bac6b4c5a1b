import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '../../domain/calendar/civil-date.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { putCase } from '../api/case-row.ts';
import type { World } from '../api/world.ts';
import { cookieOf, openPages, spaced } from './without-browser.ts';

const today = parisDay(Date.now());
const dueOn = addDays(today, 60);
let world: World;
let cookie: string;

beforeAll(async () => {
  world = await openPages();
  world.clock = Date.now;
  await world.creditor('c1');
  cookie = await cookieOf(world, 'viewer', ['c1']);
  const owed = { dueOn, totalCents: 30_000 };
  await putCase(world.db, { ...owed, invoiceId: 'now', issuedOn: today });
  for (const days of [1, 20]) await putCase(world.db, { ...owed, invoiceId: `in_${days}`, issuedOn: addDays(today, days) });
  await putCase(world.db, { ...owed, invoiceId: 'francs', issuedOn: addDays(today, 5), currency: 'CHF' });
});
afterAll(() => world.close());

const read = async (path: string) => spaced(await (await fetch(`${world.url}${path}`, { headers: { cookie } })).text());

test('Chiffres says beside what is owed, and beside the age that leads to them, what bears a day to come', async () => {
  const page = await read('/chiffres');
  expect(page).toContain('1 facture, et 2 à émettre, 600,00 €');
  expect(page).toContain('Pas encore échu</a> <span class="quiet">et 2 à émettre, 600,00 €</span>');
  expect(page.match(/et 2 à émettre/g)).toHaveLength(2);
  expect(page).toContain('1 facture à émettre, 300,00 CHF : une facture qui porte une date à venir');
});

test('so does its table, and neither does so of a past day', async () => {
  expect(await read('/chiffres.csv')).toContain('À émettre (date à venir);EUR;Pas encore échu;600,00;2');
  const past = `?jour=${addDays(today, -1)}`;
  expect(await read(`/chiffres${past}`)).not.toContain('à émettre');
  expect(await read(`/chiffres.csv${past}`)).not.toContain('À émettre');
});
