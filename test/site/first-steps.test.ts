import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heldBy } from '../../db/sending-holds.ts';
import type { SiteBrowser } from '../support/site-browser.ts';
import { openSiteWorld, type SiteWorld } from './house.ts';

let world: SiteWorld;
let anne: SiteBrowser;

beforeAll(async () => {
  world = await openSiteWorld();
  anne = await world.visitor('admin', null);
});
afterAll(async () => {
  expect(anne.complaints).toEqual([]);
  await anne?.close();
  await world?.close();
});

const company = {
  name: 'Atelier Émile & fils',
  legalForm: 'SARL',
  siren: '552 100 554',
  'address.line1': '12 rue des Forges',
  'address.postcode': '69003',
  'address.city': 'Lyon',
  email: 'compta@emile.example',
  phone: '+33472000000',
  'contact.name': 'Anne Émile',
  'contact.email': 'anne@emile.example',
  'contact.phone': '+33472000001',
  'signatory.name': 'Anne Émile',
  'signatory.capacity': 'gérante',
};

async function type(fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, value] of Object.entries(fields)) {
    await anne.page.click(`[id="${path}"]`, { count: 3 });
    await anne.page.keyboard.type(value);
  }
}

const press = () => Promise.all([anne.page.waitForNavigation(), anne.page.click('.pane form button.main')]);

async function choose(field: string, name: string, content: Buffer): Promise<void> {
  const file = join(mkdtempSync(join(tmpdir(), 'exigible-first-')), name);
  writeFileSync(file, content);
  const input = await anne.page.$(field);
  await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file);
}

test('nothing there: the first steps begin with the company, and what is wrong with it is said on its page', async () => {
  await anne.go('/a-faire');
  expect(await anne.text()).toContain('Les premiers pas : votre société');
  await anne.go('/premiers-pas/essai');
  expect(await anne.text()).toContain('1. Votre société');
  expect(await anne.faults()).toEqual([]);
  await type({ ...company, siren: '12' });
  await press();
  expect(await anne.text()).toContain('1. Votre société');
  expect(await anne.page.$$eval('[aria-invalid]', (fields) => fields.map(({ id }) => id))).toEqual(['siren']);
  expect(await anne.faults()).toEqual([]);
});

test('a company goes on to its account, which a reload loses nothing of; kept, nothing of it leaves', async () => {
  await type({ siren: company.siren });
  await press();
  expect(await anne.text()).toContain('2. Votre compte bancaire');
  await anne.page.reload();
  await type({ iban: 'FR76 3000 6000 0112 3456 7890 180', bic: 'AGRIFRPP' });
  await press();
  expect(await anne.page.$$eval('[aria-invalid]', (fields) => fields.map(({ id }) => id))).toEqual(['iban']);
  expect(await anne.faults()).toEqual([]);
  await type({ iban: 'FR76 3000 6000 0112 3456 7890 189' });
  await press();
  expect(await anne.text()).toContain('3. Votre médiateur');
  expect(await anne.text()).toContain('Rien ne part encore.');
  expect(await heldBy(world.db, 'atelier-emile-fils')).toBe('premiers pas');
});

test('mediator, plan and ways out, each without a fault of access; who comes back goes on where he stopped', async () => {
  expect(await anne.faults()).toEqual([]);
  await type({ 'mediator.name': 'CM2C' });
  await press();
  expect(await anne.page.$$eval('[aria-invalid]', (fields) => fields.map(({ id }) => id))).toEqual(['mediator.address']);
  await type({ 'mediator.address': '14 rue Saint-Jean, 75017 Paris' });
  await press();
  expect(await anne.text()).toContain('4. Votre plan de relance');
  expect(await anne.text()).toContain('des relances 5, 15 et 30 jours après');
  expect(await anne.faults()).toEqual([]);
  await press();
  expect(await anne.text()).toContain('boîte d’essai');
  expect(await anne.faults()).toEqual([]);
  await anne.go('/premiers-pas');
  expect(await anne.text()).toContain('6. Un relevé de votre banque');
  expect(await anne.faults()).toEqual([]);
});

test('a file that is no statement is refused where it was given; without script too', async () => {
  await anne.page.setJavaScriptEnabled(false);
  await anne.go('/premiers-pas/releve');
  await choose('#releve-fichier', 'photo.txt', Buffer.from('hello'));
  await press();
  expect(await anne.text()).toContain('photo.txt n’est pas un relevé que l’on sait lire');
  expect(await anne.page.$eval('.pane a.button', ({ textContent }) => textContent)).toBe('Continuer sans relevé');
  await anne.page.setJavaScriptEnabled(true);
});

test('invoices lead to a dry month with the letter as it would be printed, and only then do messages leave', async () => {
  await anne.go('/premiers-pas/factures');
  expect(await anne.faults()).toEqual([]);
  await choose('#factures-fichier', 'encours.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47]));
  await anne.page.click('.pane form button.main');
  await anne.shows('encours.csv est une image PNG, pas un tableau');
  expect(await anne.text()).toContain('7. Vos factures ouvertes');
  const table = 'Numéro;Client;Échéance;Solde;SIREN;E-mail;Adresse;Code postal;Ville\r\n';
  const line = 'FA1;Menuiserie Aubert;15/10/2026;1200,00;732829320;compta@aubert.example;3 rue du Port;67000;Strasbourg\r\n';
  await choose('#factures-fichier', 'encours.csv', Buffer.from(table + line));
  await anne.page.click('.pane form button.main');
  await anne.shows('1 facture à reprendre');
  await anne.page.click('.crumb a');
  await anne.shows('7. Vos factures ouvertes');
  await choose('#factures-fichier', 'encours.csv', Buffer.from(table + line));
  await anne.page.click('.pane form button.main');
  await anne.shows('1 facture à reprendre');
  expect(await anne.text()).toContain('Entreprises, standard');
  await anne.page.click('form[action="/entrees/factures/reprendre"] button');
  await anne.shows('1 facture reprise.');
  await anne.go('/travaux');
  await anne.page.click('main li a::-p-text(Reprise de factures)');
  await anne.shows('1 facture traitée sur 1.');
  await anne.page.click('main a::-p-text(un mois à blanc)');
  await anne.shows('8. Un mois à blanc');
  await world.drain();
  await anne.shows('Un dossier, message par message');
  expect(await anne.text()).toContain('10 octobre 2026, son jour est passé');
  expect(await anne.text()).toContain('Aucun relevé bancaire reçu');
  const letter = await anne.page.waitForFrame((frame) => frame.url().includes('formal-notice') && frame.url().includes('letter'));
  expect(await letter.evaluate('document.body.innerText')).toMatch(/mise en demeure/i);
  expect(await anne.faults()).toEqual([]);
  await anne.go('/premiers-pas/service');
  expect(await anne.text()).toContain('rien ne partira avant le premier');
  expect(await anne.faults()).toEqual([]);
  await press();
  expect(await anne.text()).toContain('En service');
  expect(await heldBy(world.db, 'atelier-emile-fils')).toBeNull();
});

test('a statement of the fixtures is received and said', async () => {
  const bytes = readFileSync(join(import.meta.dirname, '..', 'fixtures', 'statements', 'camt.053.001.08.xml'));
  await anne.go('/premiers-pas/releve');
  await choose('#releve-fichier', 'camt.053.001.08.xml', bytes);
  await press();
  expect(await anne.text()).toContain('camt.053.001.08.xml : en attente');
  expect(await anne.page.$eval('.pane a.button.main', ({ textContent }) => textContent)).toBe('Continuer');
});
