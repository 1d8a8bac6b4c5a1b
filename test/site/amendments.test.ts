import { afterAll, beforeAll, expect, test } from 'vitest';
import { creditorOf } from '../../db/creditors.ts';
import { debtorOf, putDebtor } from '../../db/debtors.ts';
import type { Debtor } from '../../domain/party/party-schema.ts';
import { creditorDocument, debtorDocument } from '../api/world.ts';
import type { SiteBrowser } from '../support/site-browser.ts';
import { openSiteWorld, type SiteWorld } from './house.ts';

let world: SiteWorld;
let anne: SiteBrowser;
let bruno: SiteBrowser;
let colin: SiteBrowser;

beforeAll(async () => {
  world = await openSiteWorld();
  await world.creditor('c1');
  anne = await world.visitor('admin', ['c1']);
  bruno = await world.visitor('approver', ['c1']);
  colin = await world.visitor('viewer', ['c1']);
});
afterAll(async () => {
  for (const browser of [anne, bruno, colin]) await browser?.close();
  await world?.close();
});

test('a new IBAN waits on the site for a second person, who is told where he begins his day', async () => {
  await anne.go('/reglages/creancier?id=c1');
  await anne.page.evaluate(`document.getElementById('iban').value = 'DE89370400440532013000'`);
  await Promise.all([anne.page.waitForNavigation(), anne.page.click('button.main')]);
  expect(await anne.text()).toContain('attend qu’une seconde personne');
  expect(await anne.page.$('form[action$="/confirmer"]')).toBeNull();
  expect((await creditorOf(world.db, 'c1'))?.iban).toBe(creditorDocument.iban.replaceAll(' ', ''));
  await colin.go('/modifications');
  expect(await colin.text()).toContain('DE89 3704 0044 0532 0130 00');
  expect(await colin.page.$('form[action^="/modifications/"]')).toBeNull();
  await bruno.go('/a-faire');
  expect(await bruno.text()).toContain('1 modification à confirmer');
  await bruno.go('/modifications');
  expect(await bruno.faults()).toEqual([]);
  await Promise.all([bruno.page.waitForNavigation(), bruno.page.click('form[action$="/confirmer"] button')]);
  expect((await creditorOf(world.db, 'c1'))?.iban).toBe('DE89370400440532013000');
  await anne.go('/reglages');
  expect(await anne.text()).toMatch(/IBAN : FR76 3000 6000 0112 3456 7890 189 → DE89 3704 0044 0532 0130 00/);
  expect(await anne.faults()).toEqual([]);
});

test('the page of a debtor says what was changed of him, and refuses there', async () => {
  await putDebtor(world.db, 'c1', debtorDocument as Debtor, 'billing');
  const elsewhere = { line1: '1 quai Neuf', postcode: '13002', city: 'Marseille', country: 'FR' };
  await putDebtor(world.db, 'c1', { ...debtorDocument, registeredOffice: elsewhere } as Debtor, 'billing');
  await bruno.go('/debiteurs/c1/cus_31');
  expect(await bruno.text()).toContain('1 quai Neuf, 13002, Marseille, FR');
  expect(await bruno.faults()).toEqual([]);
  await Promise.all([bruno.page.waitForNavigation(), bruno.page.click('form[action$="/refuser"] button')]);
  expect(await bruno.text()).toContain('refusée');
  expect(await debtorOf(world.db, 'c1', 'cus_31')).toMatchObject({ registeredOffice: debtorDocument.registeredOffice });
});
