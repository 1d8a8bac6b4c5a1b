import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cases } from '../../db/schema.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import type { SiteBrowser } from '../support/site-browser.ts';
import { openSiteWorld, type SiteWorld } from './house.ts';
import { putLedger } from './ledger.ts';

let world: SiteWorld;
let anne: SiteBrowser;

beforeAll(async () => {
  world = await openSiteWorld();
  await world.creditor('c1');
  await putLedger(world, 'c1', 12);
  await world.db.update(cases).set({ nextActAt: new Date().toISOString() });
  anne = await world.visitor('admin', ['c1']);
});
afterAll(async () => {
  expect(anne.complaints).toEqual([]);
  await anne?.close();
  await world?.close();
});

/** Where the eye of a person looks, when a folder for it is given. */
async function look(name: string): Promise<void> {
  const folder = process.env.EXIGIBLE_SHOTS;
  if (folder === undefined) return;
  for (const width of [360, 1440]) {
    await anne.page.setViewport({ width, height: 900 });
    await anne.page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: true });
  }
  await anne.page.setViewport({ width: 1440, height: 900 });
}

async function choose(page: string, input: string, form: string, name: string, content: string): Promise<void> {
  const file = join(mkdtempSync(join(tmpdir(), 'exigible-file-')), name);
  writeFileSync(file, content);
  await anne.go(page);
  const field = await anne.page.$(input);
  await (field as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file);
  await anne.page.click(`form[action="${form}"] button`);
}

const digest = async () => {
  await anne.go('/a-faire?kind=approval');
  await anne.page.$$eval('input[name=tache]', (boxes) => {
    for (const box of boxes) (box as unknown as { checked: boolean }).checked = true;
  });
  await anne.page.click('#choix button');
  await anne.shows('Approuver ensemble');
};
const comparison = () =>
  choose(
    '/plans-de-relance',
    '#plan-fichier',
    '/plans-de-relance/comparer',
    'plan.json',
    JSON.stringify({ ...shippedPlans[0], version: 2, gap: 'P9D' }),
  );
const takingOver = () =>
  choose(
    '/entrees',
    '#factures-fichier',
    '/entrees/factures',
    'encours.csv',
    'N° pièce;Code tiers;Nom du tiers;Date échéance;Montant TTC;E-mail;SIRET;Adresse;Code postal;Ville\r\nFA1;C1;Client 1;31/10/2026;1200,00;a@b.example;73282932000074;3 rue du Port;67000;Strasbourg',
  );

describe('what posting costs', () => {
  test('is not known until it is said, and every page leads to where', async () => {
    await digest();
    expect(await anne.text()).toContain('Affranchissement : 2 lettres au coût inconnu (le saisir)');
    expect(await anne.faults()).toEqual([]);
    await comparison();
    await anne.shows('Ce que cela changerait');
    expect(await anne.text()).toMatch(/Affranchissement\s+\d+ lettres? au coût inconnu \(le saisir\)/);
    await takingOver();
    await anne.shows('1 facture à reprendre');
    expect(await anne.text()).toContain('Affranchissement : 1 lettre au coût inconnu (le saisir), une fois chaque accord donné.');
    expect(await anne.faults()).toEqual([]);
    await anne.page.click('a[href*="#postage.registeredLetterCents"]');
    await anne.shows('Une lettre recommandée coûte (€)');
  });

  test('is said in Réglages in euros, refused when it is no amount, and taken back when it is emptied', async () => {
    const keep = async (typed: string) => {
      await anne.go('/reglages/creancier?id=c1');
      await anne.page.$eval('input[name="postage.registeredLetterCents"]', (field) => {
        (field as unknown as { value: string }).value = '';
      });
      if (typed !== '') await anne.page.type('input[name="postage.registeredLetterCents"]', typed);
      await Promise.all([anne.page.waitForNavigation(), anne.page.click('form[action="/reglages/creancier"] button.main')]);
    };
    const kept = async () => (await world.call('GET', '/creditors/c1', world.adminKey)).body as unknown as { postage?: object };
    await keep('six');
    expect(await anne.page.$$eval('[aria-invalid]', (fields) => fields.map(({ id }) => id))).toEqual([
      'postage.registeredLetterCents',
    ]);
    expect(await anne.text()).toContain('Un montant en euros est attendu, par exemple 6,42.');
    await look('reglages');
    expect(await anne.faults()).toEqual([]);
    await keep('6,42');
    expect((await kept()).postage).toEqual({ registeredLetterCents: 642 });
    await keep('');
    expect((await kept()).postage).toBeUndefined();
    await keep('6,42');
  });

  test('is shown before many are approved, before a plan is put in force, and before invoices are taken over', async () => {
    await digest();
    expect(await anne.text()).toContain('Affranchissement : 2 × 6,42 € = 12,84 €.');
    await look('digest');
    expect(await anne.faults()).toEqual([]);
    await comparison();
    await anne.shows('Ce que cela changerait');
    expect(await anne.text()).toMatch(/\d+ × 6,42 € = \d+,\d\d €/);
    await look('comparaison');
    expect(await anne.faults()).toEqual([]);
    await takingOver();
    await anne.shows('Affranchissement : 1 × 6,42 € = 6,42 €, une fois chaque accord donné.');
    await look('reprise');
    await anne.go('/premiers-pas/essai');
    expect(await anne.text()).toMatch(/Affranchissement : \d+ × 6,42 € = [\d ]+,\d\d €, une fois chaque accord donné\./);
    await look('essai');
    expect(await anne.faults()).toEqual([]);
  });
});

test('Chiffres by segment: each number leads to its cases, a past day says whose segment it is', async () => {
  await world.call('PUT', '/debtors/cus_0/segment?creditor=c1', world.adminKey, { segment: 'strategic' });
  await anne.go('/chiffres');
  expect(await anne.text()).toContain('Par segment');
  expect(await anne.text()).toContain('Sans segment');
  await look('chiffres');
  expect(await anne.faults()).toEqual([]);
  const csv = await anne.page.evaluate(`fetch('/chiffres.csv').then((answer) => answer.text())`);
  expect(csv).toContain('segment (d’aujourd’hui) stratégique;EUR');
  await Promise.all([anne.page.waitForNavigation(), anne.page.click('a[href^="/dossiers?segment=strategic&late="]')]);
  expect(await anne.page.$$eval('table.cases tbody tr', (rows) => rows.length)).toBe(2);
  expect(await anne.page.$eval('#segment', (field) => (field as unknown as { value: string }).value)).toBe('strategic');
  await look('dossiers');
  expect(await anne.faults()).toEqual([]);
  await anne.go('/chiffres?jour=2026-11-10');
  expect(await anne.text()).toContain('et non celui qu’il avait ce jour-là');
  await look('chiffres-passe');
  expect(await anne.faults()).toEqual([]);
});
