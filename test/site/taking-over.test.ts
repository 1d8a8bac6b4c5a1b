import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { invoices } from '../../db/schema.ts';
import { putCase } from '../api/case-row.ts';
import { until } from '../support/runner/patience.ts';
import type { SiteBrowser } from '../support/site-browser.ts';
import { openSiteWorld, type SiteWorld } from './house.ts';

let world: SiteWorld;
let anne: SiteBrowser;

beforeAll(async () => {
  world = await openSiteWorld();
  await world.creditor('c1');
  anne = await world.visitor('admin', null);
});
afterAll(async () => {
  expect(anne.complaints).toEqual([]);
  await anne?.close();
  await world?.close();
});

const head = 'N° pièce;Code tiers;Nom du tiers;Date pièce;Date échéance;Montant TTC;Solde;Tél. portable;SIRET';
const line = (number: number) =>
  `FA${number};C${number % 7};Client ${number % 7};01/10/2026;31/10/2026;1 200,00;900,00;+33 6 12 34 56 78;73282932000074`;
const lines = (from: number, count: number) => Array.from({ length: count }, (_, index) => line(from + index));

const csv = (...rows: readonly string[]) => Buffer.from([head, ...rows].join('\r\n'));

async function choose(name: string, bytes: Buffer): Promise<void> {
  const file = join(mkdtempSync(join(tmpdir(), 'exigible-table-')), name);
  writeFileSync(file, bytes);
  await anne.go('/entrees');
  const input = await anne.page.$('#factures-fichier');
  await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file);
  await anne.page.click('form[action="/entrees/factures"] button');
}

test('with one creditor nobody has to choose it, and headings of accounting programs are understood', async () => {
  await choose('encours.csv', csv(...lines(1, 3)));
  await anne.shows('3 factures à reprendre, 2 700,00 € dus');
  expect(await anne.text()).toContain('3 clients sans adresse e-mail : ce qui ne les touche par aucun autre canal ne part pas');
  expect(await anne.text()).toContain('à faire : pas d’adresse e-mail utilisable');
  await anne.page.$eval('main form details', (columns) => columns.setAttribute('open', ''));
  expect(await anne.text()).toContain('FA1 · FA2 · FA3');
  expect(await anne.faults()).toEqual([]);
});

test('a table of a French Excel on Windows keeps its euro signs, and what was paid of an invoice is not asked for again', async () => {
  const rows = [
    'N° facture;Client;SIREN;Échéance;Montant TTC;Déjà réglé',
    'FA1;Cœur d’Alsace SARL;732829320;31/10/2026;1 200,00 €;300,00 €',
    'FA2;Cœur d’Alsace SARL;732829320;31/10/2026;100,00 €;',
    'FA3;Cœur d’Alsace SARL;732829320;31/10/2026;100,00 €;120,00 €',
  ];
  const inWindows1252: Readonly<Record<string, number>> = { '€': 0x80, '’': 0x92, œ: 0x9c };
  const bytes = [...rows.join('\r\n')].map((letter) => inWindows1252[letter] ?? letter.charCodeAt(0));
  await choose('encours.csv', Buffer.from(bytes));
  await anne.shows('1 ligne ne peut pas être reprise, 2 sont sans faute.');
  expect(await anne.text()).toContain('120,00 € dépasse le montant de la facture, 100,00 €');
  await anne.page.click('button[name=sans]');
  await anne.shows('2 factures à reprendre, 1 000,00 € dus');
});

test('an invoice of a day to come is told before it is taken over: figures count it from that day', async () => {
  await choose('encours.csv', csv(line(1), line(2).replace('01/10/2026;31/10/2026', '01/01/2999;31/01/2999')));
  await anne.shows('1 facture émise après aujourd’hui : elle ne compte dans Chiffres qu’à partir de sa date (ligne 3)');
  expect(await anne.faults()).toEqual([]);
});

test('lines that something is wrong with are left aside, and the others go on without them', async () => {
  await choose(
    'encours.csv',
    csv(...lines(1, 3), line(3), 'AV1;C9;Client 9;01/10/2026;01/10/2026;-120,00;-120,00;;', 'TOTAL;;;;;;;;'),
  );
  await anne.shows('3 lignes ne peuvent pas être reprises, 3 sont sans faute.');
  expect(await anne.text()).toContain('FA3 est déjà à la ligne 4');
  expect(await anne.faults()).toEqual([]);
  await anne.page.click('button[name=sans]');
  await anne.shows('3 factures à reprendre, 2 700,00 € dus');
  expect(await anne.text()).toContain('3 lignes laissées de côté');
  expect(await anne.faults()).toEqual([]);
});

test('an Excel workbook is read as it is, numbers and days too; one that is none is refused', async () => {
  const cells = ['FA1', 411001, 'Client 1', new Date('2026-10-01'), new Date('2026-10-31'), 1200, 0.1 + 0.2, '', 73282932000074];
  const rows = [head.split(';'), cells].map((row) =>
    row.map((value) => (value instanceof Date ? { value, format: 'dd/mm/yyyy' } : { value })),
  );
  await choose('encours.xlsx', await writeExcelFile(rows).toBuffer());
  await anne.shows('1 facture à reprendre, 0,30 € dus');
  await choose('encours.xlsx', Buffer.from('PK no workbook'));
  await anne.shows('encours.xlsx n’est pas un classeur que l’on sait lire');
  await choose('encours.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  await anne.shows('encours.csv est une image PNG, pas un tableau : donnez vos factures ouvertes en classeur Excel');
});

test('what a form was answered with stays on the screen, whatever changes meanwhile', async () => {
  await choose('encours.csv', csv(...lines(1, 3)));
  await anne.shows('3 factures à reprendre');
  await putCase(world.db, { invoiceId: 'inv_other', number: 'F-other', debtorId: 'cus_1' });
  expect(await anne.page.$('live-page')).toBeNull();
  expect(await anne.text()).toContain('3 factures à reprendre');
});

test('taking over goes on to its end when the browser goes away in the middle', async () => {
  await choose('encours.csv', csv(...lines(100, 40)));
  await anne.shows('40 factures à reprendre');
  await anne.page.evaluate(`(async () => {
    const form = document.querySelector('form[action="/entrees/factures/reprendre"]');
    const gone = new AbortController();
    fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), signal: gone.signal }).catch(() => {});
    setTimeout(() => gone.abort(), 60);
  })()`);
  await until(
    async () => (await world.db.$count(invoices)) === 40,
    async () => `${await world.db.$count(invoices)} invoices of 40 were taken over`,
  );
});
