import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, type Person } from '../../db/people.ts';
import type { World } from '../api/world.ts';
import { openPages, sessionOf } from './without-browser.ts';

/* What was typed of a company that is not kept yet stays with the session, and in no address. */

let world: World;
let anne: Person;
let cookie: string;

beforeAll(async () => {
  world = await openPages();
  anne = await addPerson(world.db, { name: 'Anne', role: 'admin', creditors: null });
  cookie = await entered();
});
afterAll(() => world.close());

const entered = () => sessionOf(world.db, anne);

const company = {
  name: 'Atelier Lemoine',
  legalForm: 'SARL',
  siren: '552 100 554',
  'address.line1': '12 rue des Forges',
  'address.postcode': '69003',
  'address.city': 'Lyon',
  email: 'compta@lemoine.example',
  phone: '+33472000000',
  'contact.name': 'Anne Lemoine',
  'contact.email': 'anne@lemoine.example',
  'contact.phone': '+33472000001',
};

async function look(path: string, mine = cookie): Promise<string> {
  return (await fetch(`${world.url}${path}`, { headers: { cookie: mine, accept: 'text/html' } })).text();
}

async function send(path: string, fields: Readonly<Record<string, string>>) {
  const answer = await fetch(`${world.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { cookie, accept: 'text/html', origin: world.url, 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  });
  return { status: answer.status, to: answer.headers.get('location') };
}

const fieldIn = (html: string, path: string) => new RegExp(`name="${path}" value="([^"]*)"`).exec(html)?.[1];
const isTicked = (html: string) => /href="\/premiers-pas\/societe"[^>]*><span[^>]*>✓/.test(html);

test('what is wrong is kept too, and is not done', async () => {
  expect((await send('/premiers-pas/societe', { ...company, siren: '812345678' })).status).toBe(422);
  expect(await send('/premiers-pas/societe', { ...company, siren: '12' })).toEqual({ status: 422, to: null });
  const page = await look('/premiers-pas/societe');
  expect([fieldIn(page, 'name'), fieldIn(page, 'siren'), isTicked(page)]).toEqual(['Atelier Lemoine', '12', false]);
});

test('a company that is complete is done, is there again for who comes back, and stands in no address', async () => {
  expect(await send('/premiers-pas/societe', company)).toEqual({ status: 303, to: '/premiers-pas/compte' });
  const page = await look('/premiers-pas/societe');
  expect([fieldIn(page, 'email'), isTicked(page)]).toEqual(['compta@lemoine.example', true]);
  expect(fieldIn(await look('/premiers-pas/societe', await entered()), 'email')).toBe('');
});

test('its account is kept beside it, and once the creditor is there nothing is left with the session', async () => {
  const account = { iban: 'FR76 3000 6000 0112 3456 7890 180', bic: 'AGRIFRPP' };
  expect((await send('/premiers-pas/compte', account)).status).toBe(422);
  expect(fieldIn(await look('/premiers-pas/compte'), 'bic')).toBe('AGRIFRPP');
  const right = { ...account, iban: 'FR76 3000 6000 0112 3456 7890 189' };
  expect(await send('/premiers-pas/compte', right)).toEqual({ status: 303, to: '/premiers-pas/mediateur' });
  const left = await fetch(`${world.url}/session/draft`, { headers: { cookie, accept: 'application/json' } });
  expect(await left.json()).toEqual({ fields: {} });
  expect(fieldIn(await look('/premiers-pas/societe'), 'name')).toBe('Atelier Lemoine');
});

test('a key keeps no draft and has none', async () => {
  expect((await world.call('PUT', '/session/draft', world.adminKey, { fields: { name: 'x' } })).status).toBe(409);
  expect((await world.call('GET', '/session/draft', world.adminKey)).body).toEqual({ fields: {} });
});

test('the page of the company says what its signatory is for', async () => {
  expect(await look('/premiers-pas/societe')).toContain('sans signataire aucune mise en demeure ne part');
});
