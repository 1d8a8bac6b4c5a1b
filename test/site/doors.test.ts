import type { CDPSession } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, giveToken } from '../../db/people.ts';
import { openSite, type SiteBrowser } from '../support/site-browser.ts';
import { openSiteWorld, type SiteWorld } from './house.ts';
import { putLedger } from './ledger.ts';

let world: SiteWorld;
let stranger: SiteBrowser;

beforeAll(async () => {
  world = await openSiteWorld();
  await world.creditor('c1');
  await world.creditor('c2', { name: 'Autre maison' });
  await putLedger(world, 'c1', 6);
  await putLedger(world, 'c2', 1);
  stranger = await openSite(world.url.replace('127.0.0.1', 'localhost'));
});
afterAll(async () => {
  await stranger?.close();
  await world?.close();
});

test('who is not signed in is led to the door, and from there to the page that he asked for', async () => {
  expect(await stranger.go('/dossiers?phase=decision')).toBe(200);
  expect(stranger.page.url()).toMatch(/\/connexion\?suite=%2Fdossiers%3Fphase%3Ddecision$/);
  expect(await stranger.faults()).toEqual([]);
});

test('an invitation makes a passkey on its page, and the passkey opens the door again', async () => {
  const { page } = stranger;
  const devices = await page.createCDPSession();
  await device(devices);
  const person = await addPerson(world.db, { name: 'Inès', role: 'approver', creditors: ['c1'] });
  const { token } = await giveToken(world.db, { purpose: 'invitation', personId: person.id, minutes: 5 });
  await stranger.go(`/invitation/${token}`);
  expect(await stranger.faults()).toEqual([]);
  await page.click('passkey-door button');
  await stranger.shows('Accord à donner');
  await page.click('.who summary');
  await page.click('form[action="/sortir"] button');
  await stranger.shows('Entrer avec ma clé d’accès');
  await stranger.go('/dossiers');
  await page.click('passkey-door button');
  await stranger.shows('F2026-0001');
  expect(page.url()).toMatch(/\/dossiers$/);
  for (const over of [token, 'x'.repeat(43), 'x', '%ff%']) {
    expect([over, await stranger.go(`/invitation/${over}`)]).toEqual([over, 404]);
    expect(await stranger.text()).not.toContain('Bienvenue');
  }
  await stranger.go(`/invitation/${token}`);
  expect(await stranger.text()).toContain('Cette invitation n’est plus valable');
  expect(await stranger.text()).toContain('Demandez-en une autre à votre administrateur');
  expect(await stranger.faults()).toEqual([]);
});

test('a link that has served, and one that never was, say so on a page', async () => {
  expect(await stranger.go(`/entry/${'x'.repeat(43)}`)).toBe(401);
  expect(await stranger.text()).toContain('ce lien a déjà servi');
  expect(await stranger.faults()).toEqual([]);
});

test('what is not there, and what is another’s, is a page that says no more than that', async () => {
  const anne = await world.visitor('operator', ['c1']);
  expect(await anne.go('/dossiers/invoice:c2:inv_0')).toBe(404);
  const said = await anne.text();
  expect(await anne.go('/dossiers/invoice:c2:never')).toBe(404);
  expect(await anne.text()).toBe(said);
  expect(await anne.go('/nowhere')).toBe(404);
  expect(await anne.text()).toContain('Rien à cette adresse');
  expect(await anne.faults()).toEqual([]);
  await anne.close();
});

test('a session that ends in the middle of a form keeps what was typed, and resumes', async () => {
  const anne = await world.visitor('operator', ['c1']);
  const { page } = anne;
  await page.setJavaScriptEnabled(false);
  await anne.go('/dossiers/invoice:c1:inv_4');
  await page.evaluate(`document.querySelector('#acte-pause').closest('details').open = true`);
  await page.type('#pause-reason', 'à rappeler <demain>');
  const cookies = await page.cookies();
  await page.deleteCookie(...cookies);
  await Promise.all([page.waitForNavigation(), page.click('#acte-pause button')]);
  expect(await anne.text()).toContain('Ce que vous aviez saisi est gardé');
  await page.setCookie(...cookies);
  world.engine.outcome = { kind: 'pending' };
  await Promise.all([page.waitForNavigation(), page.click('#reprendre button')]);
  expect(await anne.text()).toContain('Mettre en pause : c’est noté');
  expect(world.engine.updates.at(-1)).toMatchObject({ name: 'pause', payload: { reason: 'à rappeler <demain>' } });
  await anne.close();
});

async function device(devices: CDPSession): Promise<void> {
  await devices.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
  };
  await devices.send('WebAuthn.addVirtualAuthenticator', { options: { ...options, automaticPresenceSimulation: true } as never });
}
