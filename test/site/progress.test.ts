import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepSurvey, noteRead, receiveImport, saveImport, setImportAside } from '../../db/statement-imports.ts';
import { putCase } from '../api/case-row.ts';
import { until } from '../support/runner/patience.ts';
import type { SiteBrowser } from '../support/site-browser.ts';
import { openSiteWorld, type SiteWorld } from './house.ts';

const COUNT = 20;
const PICTURES = process.env.EXIGIBLE_PICTURES;

let world: SiteWorld;
let anne: SiteBrowser;

beforeAll(async () => {
  world = await openSiteWorld();
  await world.creditor('c1');
  anne = await world.visitor('approver', ['c1']);
});
afterAll(async () => {
  expect(anne.complaints).toEqual([]);
  await anne?.close();
  await world?.close();
});

/** So many acts may reach their case; the next ones wait. */
function gate(): (more: number) => void {
  let [allowed, asked] = [0, 0];
  world.engine.before = async (call) => {
    if (call !== 'update') return;
    asked += 1;
    const turn = asked;
    await until(
      async () => turn <= allowed,
      async () => `act ${turn} waits, ${allowed} may pass`,
    );
  };
  return (more) => {
    allowed += more;
  };
}

/** The page at both widths, for whoever asks for pictures. */
async function picture(name: string): Promise<void> {
  if (PICTURES === undefined) return;
  for (const width of [360, 1440]) {
    await anne.page.setViewport({ width, height: 900 });
    await anne.page.screenshot({ path: join(PICTURES, `${name}-${width}.png`), fullPage: true });
  }
}

const focused = () => anne.page.evaluate('document.activeElement?.id ?? ""');

test('many approvals say how far they are: while one types elsewhere, after a reload, on every page, and without a script', async () => {
  const approvals = Array.from({ length: COUNT }, (_, index) => ({ caseId: `invoice:c1:i${index}`, step: 'formal-notice' }));
  for (let index = 0; index < COUNT; index += 1) await putCase(world.db, { invoiceId: `i${index}`, number: `F-${index}` });
  const letPass = gate();
  const { body } = await world.call('POST', '/jobs/approvals', await world.key('c1', 'approver'), { approvals });
  const path = `/travaux/${(body as unknown as { jobId: string }).jobId}`;
  await anne.go(path);
  await anne.shows(`0 envoi traité sur ${COUNT}. Chaque envoi approuvé part à son heure.`);
  expect(await anne.faults()).toEqual([]);

  const plain = await anne.browser.newPage();
  await plain.setJavaScriptEnabled(false);
  await plain.goto(`${world.url}${path}`);

  await anne.page.bringToFront();
  await anne.page.focus('#chercher');
  letPass(8);
  await anne.shows(`8 envois traités sur ${COUNT}`);
  expect(await focused()).toBe('chercher');
  await picture('travail');
  await anne.go('/a-faire');
  await anne.shows(`8 envois traités sur ${COUNT}`);
  await picture('a-faire');
  await anne.go(path);
  await anne.shows(`8 envois traités sur ${COUNT}`);

  letPass(COUNT);
  await anne.shows(`${COUNT} envois approuvés.`);
  expect(await anne.page.$('progress')).not.toBeNull();
  await picture('travail-fini');
  expect(await anne.faults()).toEqual([]);
  await until(
    async () => (await plain.content()).includes(`${COUNT} envois approuvés.`),
    async () => `without a script: ${await plain.content()}`,
  );
  await plain.close();
  await anne.go('/travaux');
  await anne.shows('Envois approuvés ensemble');
  expect(await anne.faults()).toEqual([]);
});

test('a selection that is too large approves nothing, and says so', async () => {
  const sent = async (count: number) => {
    const fields = Array.from({ length: count }, (_, index) => `tache=invoice:c1:i${index}~approval~formal-notice`);
    return anne.page.evaluate(`fetch('/a-faire/approuver', { method: 'POST', headers: { accept: 'text/html' },
      body: new URLSearchParams(${JSON.stringify(fields.join('&'))}) }).then((answer) => answer.text())`);
  };
  const before = world.engine.updates.length;
  expect(await sent(201)).toContain('Rien n’a été approuvé');
  expect(await sent(10_000)).toContain('rien n’a été fait');
  expect(world.engine.updates.length).toBe(before);
});

test('a bank file says how many entries are read, then how many are settled, and what is taken in when it fails half way', async () => {
  const id = 'import:c1:half';
  const counts = { entries: 0, fresh: 0, known: 0, pending: 0, allocated: 0, unmatched: 0, notPayments: 0 };
  const statement = {
    format: 'camt.053',
    id: 'S1',
    account: 'FR7630006000011234567890189',
    currency: 'EUR',
    openingCents: 0,
    closingCents: 0,
    balances: 'agree',
    throughOn: '2026-11-12',
    bookings: 8000,
    counts,
  } as const;
  const path = `/entrees/releve/${id}`;
  await world.db.transaction((tx) =>
    receiveImport(tx, { id, creditorId: 'c1', sha256: 'a'.repeat(64), bytes: 1, filename: 'banque.xml', accounts: [] }),
  );
  await noteRead(world.db, id, 4000);
  await anne.go(path);
  await anne.shows('4 000 écritures lues. Rien n’est pris en compte avant la fin de la lecture.');
  expect(await anne.page.$('progress')).toBeNull();
  await keepSurvey(world.db, id, { statements: [statement], warnings: [] }, null);
  await saveImport(world.db, id, { settled: 1240, attempts: 0, statements: [statement] });
  await anne.shows('1 240 écritures prises en compte sur 8 000');
  expect(await anne.faults()).toEqual([]);
  await picture('import');
  await anne.go('/entrees');
  await anne.shows('1 240 écritures prises en compte sur 8 000');
  await anne.go(path);
  await world.db.transaction((tx) => setImportAside(tx, id, 'La lecture demande plus de 512 Mo de mémoire.'));
  await anne.shows('1 240 écritures prises en compte sur 8 000 le restent ; la suite du fichier ne l’est pas.');
  expect(await anne.text()).toContain('Envoyez de nouveau le même fichier : il reprend où il s’est arrêté');
  await picture('import-de-cote');
  expect(await anne.faults()).toEqual([]);
  await anne.page.click('form[action$="/annuler"] button');
  await anne.shows('annulé');
  expect(await anne.text()).toContain('1 240 écritures prises en compte sur 8 000 le restent');
});

test('an answer that takes its time says that the server is at work, and no more once it is there', async () => {
  const { page } = anne;
  await anne.go('/a-faire');
  const said = 'Un instant, le serveur y travaille.';
  expect(await anne.text()).not.toContain(said);
  await page.setRequestInterception(true);
  const held: (() => void)[] = [];
  page.on('request', (request) => {
    const goOn = () => void request.continue();
    if (request.url().endsWith('/prochains')) held.push(goOn);
    else goOn();
  });
  await page.evaluate("Turbo.visit('/prochains')");
  await anne.shows(said);
  expect(await anne.text()).toMatch(/y travaille\. \d+ s/);
  /** `aria-busy` on the root is Turbo's own way to say it. */
  expect((await anne.faults({ asItIs: true })).filter((fault) => !fault.endsWith('aria-allowed-attr (html)'))).toEqual([]);
  await picture('attente');
  for (const goOn of held) goOn();
  await until(
    async () => page.url().endsWith('/prochains') && !(await anne.text()).includes(said),
    () => anne.text(),
  );
  page.removeAllListeners('request');
  await page.setRequestInterception(false);
});
