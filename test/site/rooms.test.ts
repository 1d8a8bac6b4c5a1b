import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageCases, messages } from '../../db/schema.ts';
import { putCase } from '../api/case-row.ts';
import { created, entry, type Secrets } from '../api/world.ts';
import type { SiteBrowser } from '../support/site-browser.ts';
import { openSiteWorld, type SiteWorld } from './house.ts';
import { putLedger } from './ledger.ts';

let world: SiteWorld;
let anne: SiteBrowser;
let secrets: Secrets;

beforeAll(async () => {
  world = await openSiteWorld();
  world.clock = () => Date.parse('2026-11-28T09:00:00+01:00');
  secrets = await world.creditor('c1');
  await world.creditor('c2', { name: 'Autre maison' });
  await putLedger(world, 'c1', 12);
  const told = { creditorId: 'c1', atMs: world.clock() };
  await world.webhook({ ...told, purpose: 'billing', secret: secrets.billing, event: created() });
  await world.drain();
  await putCase(world.db, { invoiceId: 'inv_1', number: 'F2026-0412', debtorId: 'cus_31' });
  const money = { key: 'e1', label: 'VIR DUPOND', counterparty: 'M DUPOND', amountCents: 77700 };
  await world.webhook({ ...told, purpose: 'bank', secret: secrets.bank, event: entry(money) });
  await world.drain();
  anne = await world.visitor('approver', ['c1']);
});
afterAll(async () => {
  await anne?.close();
  await world?.close();
});

describe('Dossiers', () => {
  test('are found by number, client, SIREN and amount, and shown without a fault of access', async () => {
    for (const q of ['F2026-0003', 'carlier', '732 829 320', '1 234,60']) {
      await anne.go(`/dossiers?q=${encodeURIComponent(q)}`);
      expect(await anne.text()).toContain('F2026-0003');
    }
    expect(await anne.faults()).toEqual([]);
    await anne.go('/dossiers?q=nothing-of-the-kind');
    expect(await anne.text()).toContain('Aucun dossier de ce genre.');
  });

  test('a search with one answer opens it; one that a stranger made of signs breaks nothing', async () => {
    await anne.go('/chercher?q=F2026-0004');
    expect(await anne.text()).toContain('Facture F2026-0004');
    for (const q of ["'; drop table cases--", '%_\\', '<b>'])
      expect(await anne.go(`/chercher?q=${encodeURIComponent(q)}`)).toBe(200);
  });

  test('the table for a spreadsheet has every line, and no cell that a spreadsheet would run', async () => {
    const csv = await anne.page.evaluate(`fetch('/dossiers.csv').then((answer) => answer.text())`);
    const lines = String(csv).trim().split('\r\n');
    expect(lines[0]).toContain('Facture;Client;Solde');
    expect(lines).toHaveLength(13);
    expect(lines[1]).toMatch(/^F2026-\d{4};.*;\d+,\d\d;/);
  });
});

describe('Un dossier', () => {
  test('shows where it stands, the claim line by line, the routes, its acts and its proof', async () => {
    await anne.go('/dossiers/invoice:c1:inv_0?preuve=1&vie=1');
    const text = await anne.text();
    for (const part of [
      'Facture F2026-0001',
      'Ce qui s’est passé',
      'Décompte à ce jour',
      'Injonction de payer',
      'Approuver l’envoi',
    ])
      expect(text).toContain(part);
    expect(text).toContain('Chaîne entière : 2 faits');
    expect(text).toContain('La vie à venir');
    expect(await anne.faults()).toEqual([]);
  });

  test('says what is contested and until when, on a telephone too', async () => {
    await anne.go('/dossiers/invoice:c1:inv_3');
    expect(await anne.text()).toContain('Litige : tout le solde, réponse au plus tard le ');
    expect(await anne.faults()).toEqual([]);
  });

  test('another plan that nobody has is said', async () => {
    await anne.go('/dossiers/invoice:c1:inv_0?vie=1&plan=never');
    expect(await anne.text()).toContain('Aucun plan ne s’appelle « never ».');
  });
});

describe('Rapprochement', () => {
  test('money that no rule placed is given to an invoice that a person looks for, whole or in part', async () => {
    await anne.go('/rapprochement');
    expect(await anne.text()).toContain('M DUPOND');
    expect(await anne.faults()).toEqual([]);
    await anne.go('/rapprochement?ecriture=e1&q=F2026-0412');
    await anne.page.click('.candidates input[type=checkbox]');
    await anne.page.click('.candidates .euros input', { count: 3 });
    await anne.page.keyboard.type('9 999,00');
    await anne.page.click('.candidates + p button');
    await anne.shows('l’écriture 777,00 €');
    await anne.page.click('.candidates .euros input', { count: 3 });
    await anne.page.keyboard.type('700');
    await anne.page.click('.candidates + p button');
    await anne.shows('L’argent est affecté à F2026-0412 (700,00');
    await anne.shows('77,00 €');
  });

  test('what was placed is looked at again, and taken back where it was wrong, in part and whole', async () => {
    await anne.go('/rapprochement?ecriture=e1&q=F2026-0412');
    expect(await anne.text()).toContain('700,00 € sont affectés.');
    await anne.page.click('form[action$="/defaire"] button');
    await anne.shows('777,00 €, M DUPOND');
    await anne.go('/rapprochement?ecriture=e1&q=F2026-0412');
    await anne.page.click('.candidates input[type=checkbox]');
    await anne.page.click('.candidates + p button');
    await anne.shows('L’argent est affecté à F2026-0412 (777,00');
    await anne.go('/rapprochement/affectees');
    expect(await anne.text()).toContain('F2026-0412 777,00 €');
    expect(await anne.faults()).toEqual([]);
    await anne.page.click('form[action$="/defaire"] button');
    await anne.shows('L’affectation est défaite');
    await anne.shows('777,00 €, M DUPOND');
    await anne.go('/rapprochement/rejetees');
    expect(await anne.text()).toContain('La banque n’a repris aucun paiement.');
    expect(await anne.faults()).toEqual([]);
  });

  test('what is for no invoice is put aside with its reason, and put back', async () => {
    await anne.go('/rapprochement?ecriture=e1');
    await anne.page.type('#motif', 'remboursement de TVA');
    await anne.page.click('form[action$="/hors-factures"] button');
    await anne.shows('L’écriture est hors factures');
    await anne.go('/rapprochement/hors-factures');
    expect(await anne.text()).toContain('remboursement de TVA');
    expect(await anne.faults()).toEqual([]);
    await anne.page.click('form[action$="/remettre"] button');
    await anne.shows('L’écriture attend de nouveau sa facture');
    await anne.shows('777,00 €, M DUPOND');
  });
});

describe('Rapprochement of several', () => {
  test('entries that were checked are placed together over the invoices that were checked, or not at all', async () => {
    await putCase(world.db, { invoiceId: 'inv_51', number: 'F2026-0551', debtorId: 'cus_31', totalCents: 50_000 });
    await putCase(world.db, { invoiceId: 'inv_52', number: 'F2026-0552', debtorId: 'cus_31', totalCents: 75_000 });
    const money = [
      { key: 'e2', label: 'ACOMPTE', counterparty: 'GROUPE NORD', amountCents: 70_000 },
      { key: 'e3', label: 'SOLDE', counterparty: 'GROUPE NORD', amountCents: 60_000 },
    ];
    for (const each of money)
      await world.webhook({ creditorId: 'c1', atMs: world.clock(), purpose: 'bank', secret: secrets.bank, event: entry(each) });
    await world.drain();
    await anne.go('/rapprochement');
    for (const { key } of money) await anne.page.click(`[id="coche-${key}"]`);
    await anne.page.click('.list form button');
    await anne.shows('1 300,00 € en 2 écritures');
    expect(await anne.faults()).toEqual([]);
    await anne.page.type('#cherchee', 'F2026-055');
    await Promise.all([anne.page.waitForNavigation(), anne.page.click('.pane form.filter button')]);
    await anne.shows('1 300,00 € en 2 écritures');
    const parts = { 'F2026-0551': '500,00', 'F2026-0552': '9 000,00' };
    for (const [number, part] of Object.entries(parts)) await share(number, part);
    await anne.page.click('.candidates + p button');
    await anne.shows('Les parts font 9 500,00 €, les écritures 1 300,00 €.');
    await anne.page.click('[aria-label="Part de F2026-0552"]', { count: 3 });
    await anne.page.keyboard.type('750,00');
    await anne.page.click('.candidates + p button');
    await anne.shows('L’argent est affecté à F2026-0551 (500,00');
    await anne.go('/rapprochement/affectees');
    expect(await anne.text()).toContain('F2026-0551 500,00 €');
    await anne.go('/rapprochement?ecriture=e3');
    expect(await anne.text()).toContain('50,00 €, GROUPE NORD');
    for (const { key } of money) await world.call('POST', `/entries/${key}/undo`, await world.key('c1', 'operator'));
  });
});

describe('Entrées', () => {
  test('a bank file that is none is refused with what is wrong with it', async () => {
    await anne.go('/entrees');
    expect(await anne.faults()).toEqual([]);
    await choose('#releve-fichier', 'photo.txt', 'hello');
    await anne.page.click('form[action="/entrees/releve"] button');
    await anne.shows('photo.txt n’est pas un relevé que l’on sait lire');
  });

  test('a table with a wrong column is corrected, previewed day by day, then taken over', async () => {
    await anne.go('/entrees');
    const table = 'Ref;Client;Échéance;Solde;SIREN\r\nX-1;Dupont SARL;15/10/2026;1200,00;732829320\r\n';
    await choose('#factures-fichier', 'encours.csv', table);
    await anne.page.click('form[action="/entrees/factures"] button');
    await anne.shows('Ce tableau ne peut pas être repris tel quel.');
    expect(await anne.faults()).toEqual([]);
    await anne.page.select('select[name="colonne.0"]', 'number');
    await anne.page.click('form[action="/entrees/factures/colonnes"] button');
    await anne.shows('1 facture à reprendre, 1 200,00 € dus');
    const earliest = await anne.page.$eval('#debut', (field) => (field as unknown as { min: string }).min);
    expect(earliest).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(await anne.text()).toContain('Rien ne part le jour de la reprise : au plus tôt le ');
    expect(await anne.faults()).toEqual([]);
    await anne.page.click('form[action="/entrees/factures/reprendre"] button');
    await anne.shows('1 facture reprise.');
  });
});

describe('Un débiteur et les chiffres', () => {
  test('a debtor: what he owes, and addresses that are corrected where they are wrong', async () => {
    await anne.go('/debiteurs/c1/cus_1');
    expect(await anne.text()).toContain('Boulangerie Besson SARL');
    expect(await anne.faults()).toEqual([]);
    await retype('#email', 'not an address');
    await anne.page.click('form[action$="/coordonnees"] button');
    await anne.shows('un champ est à corriger');
    await retype('#email', 'neuf@besson.example');
    await retype('#mobile', '06 12 34 56 78');
    await anne.page.click('form[action$="/coordonnees"] button');
    await anne.shows('Coordonnées notées ; ');
  });

  test('a debtor: how he pays, the segment that this speaks for, and the one that a person decides', async () => {
    await anne.go('/debiteurs/c1/cus_1');
    expect(await anne.text()).toContain('Proposé');
    await anne.page.select('#segment', 'strategic');
    await anne.page.click('form[action$="/segment"] button');
    await anne.shows('Segment noté');
    expect(await anne.text()).toContain('Stratégique, décidé par une personne');
  });

  test('figures of today and of a past day; a day to come is refused in words', async () => {
    await anne.go('/chiffres');
    expect(await anne.text()).toContain('par épuisement du chiffre d’affaires');
    expect(await anne.text()).toMatch(/Encaissé\s+\d+(,\d)? %\s+de ce qui est facturé/);
    expect(await anne.faults()).toEqual([]);
    await anne.go('/chiffres?jour=2999-01-01');
    expect(await anne.text()).toContain('Un jour passé est attendu');
  });

  test('figures of a period: receipts that add up, steps by their names, promises, each as a table for a spreadsheet', async () => {
    const acts = { caseId: 'invoice:c1:inv_0', step: 'reminder-15', channel: 'email', sequence: 0 } as const;
    const row = {
      id: 'm-figures',
      creditorId: 'c1',
      debtorId: 'cus_0',
      currency: 'EUR',
      channel: 'email',
      template: 'reminder',
    } as const;
    await world.db.insert(messages).values({ ...row, state: 'sent', sentAt: '2026-11-10T09:00:00+01:00' });
    await world.db.insert(messageCases).values({ messageId: row.id, ...acts });
    const period = 'du=2026-11-01&au=2026-11-30';
    await anne.go(`/chiffres/periode?${period}`);
    for (const part of ['Chiffres du 1er novembre 2026 au 30 novembre 2026', 'J+15', 'Relance ferme', 'Promesses de paiement'])
      expect(await anne.text()).toContain(part);
    expect(await anne.text()).not.toContain('reminder-15');
    expect(await anne.faults()).toEqual([]);
    const csvOf = async (name: string) =>
      String(await anne.page.evaluate(`fetch('/chiffres/periode/${name}.csv?${period}').then((answer) => answer.text())`));
    expect(await csvOf('relances')).toContain('Relance ferme;J+15;e-mail;EUR;1;1200,00;0,00;0;');
    expect((await csvOf('encaissements')).split('\r\n')[1]).toMatch(/^c1;.*;0,00;0,00;0,00$/);
    expect(await csvOf('promesses')).toContain('EUR;en cours;');
    expect(await anne.go('/chiffres/periode/constructor.csv')).toBe(404);
    await anne.go('/chiffres/periode?du=2026-11-30&au=2026-11-01');
    expect(await anne.text()).toContain('Deux jours sont attendus');
  });
});

test('Courriers: a scanned letter is given to the case that its number names', async () => {
  await anne.go('/courriers');
  expect(await anne.faults()).toEqual([]);
  await anne.page.type('#lettre-facture', 'F2026-9999');
  await choose('#lettre-fichier', 'lettre.pdf', '%PDF-1.7 contestation');
  await anne.page.click('form[action$="/lettre"] button');
  await anne.shows('Aucun dossier ouvert pour la facture « F2026-9999 »');
  await anne.page.type('#lettre-facture', 'F2026-0412');
  await choose('#lettre-fichier', 'lettre.pdf', '%PDF-1.7 contestation');
  await anne.page.click('form[action$="/lettre"] button');
  await anne.shows('Lettre jointe à la facture F2026-0412');
});

describe('Réglages', () => {
  test('an admin makes a creditor, whose secrets are shown once, and invites a person', async () => {
    const admin = await world.visitor('admin', null);
    await admin.go('/reglages/creancier');
    expect(await admin.faults()).toEqual([]);
    await admin.page.type('[id="id"]', 'neuf');
    await admin.page.click('main button.main');
    await admin.page.waitForSelector('[aria-invalid]');
    expect(await admin.page.$$eval('[aria-invalid]', (fields) => fields.length)).toBeGreaterThan(5);
    expect(await admin.faults()).toEqual([]);
    for (const [path, value] of Object.entries(typed)) await admin.page.type(`[id="${path}"]`, value);
    await admin.page.click('main button.main');
    await admin.shows('neuf est créé. Ses secrets de webhook');
    expect(await admin.faults()).toEqual([]);
    await admin.page.click('section[aria-labelledby="personnes"] summary');
    await admin.page.type('#nom', 'Inès');
    await admin.page.click('[id="creancier-neuf"]');
    await admin.page.click('form[action="/reglages/personnes"] button');
    await admin.shows('/invitation/');
    expect(admin.complaints).toEqual([]);
    await admin.close();
  });

  test('who is no admin sees no people and no keys', async () => {
    await anne.go('/reglages');
    expect(await anne.page.$$eval('#personnes, #cles', (found) => found.length)).toBe(0);
    expect(await anne.faults()).toEqual([]);
  });
});

const typed = {
  name: 'Maison Neuve',
  legalForm: 'SARL',
  siren: '552100554',
  'address.line1': '1 rue Neuve',
  'address.postcode': '69001',
  'address.city': 'Lyon',
  email: 'a@neuve.example',
  phone: '+33472000000',
  iban: 'FR76 3000 6000 0112 3456 7890 189',
  bic: 'AGRIFRPP',
  'contact.name': 'Anne',
  'contact.email': 'a@neuve.example',
  'contact.phone': '+33472000001',
};

test('every room is empty for a creditor without cases, and says what to do', async () => {
  const other = await world.visitor('operator', ['c2']);
  for (const path of ['/a-faire', '/dossiers', '/rapprochement', '/entrees', '/chiffres']) {
    expect([path, await other.go(path)]).toEqual([path, 200]);
    expect([path, await other.faults()]).toEqual([path, []]);
    expect([path, await other.page.$$eval('.empty', (found) => found.length > 0)]).toEqual([path, true]);
  }
  for (const path of ['/debiteurs/c1/cus_1', '/dossiers/invoice:c1:inv_0', '/dossiers/invoice:c1:inv_0/messages/x'])
    expect([path, await other.go(path)]).toEqual([path, 404]);
  await other.close();
});

test('no page broke a rule of its own policy', () => {
  expect(anne.complaints).toEqual([]);
});

async function choose(field: string, name: string, content: string): Promise<void> {
  const file = join(tmpdir(), name);
  writeFileSync(file, content);
  const input = await anne.page.$(field);
  await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file);
}

async function share(number: string, part: string): Promise<void> {
  await anne.page.$eval(`li:has([aria-label="Part de ${number}"]) input[type=checkbox]`, (box) =>
    (box as unknown as { click(): void }).click(),
  );
  await anne.page.click(`[aria-label="Part de ${number}"]`, { count: 3 });
  await anne.page.keyboard.type(part);
}

async function retype(field: string, text: string): Promise<void> {
  await anne.page.click(field, { count: 3 });
  await anne.page.keyboard.type(text);
}
