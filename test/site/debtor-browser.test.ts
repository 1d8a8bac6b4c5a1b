import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxePuppeteer } from '@axe-core/puppeteer';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { holdOf } from '../../domain/case/case.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { findBrowser } from '../../run/browser.ts';
import { giveLogo, png } from '../support/logo.ts';
import { WAIT_MS } from '../support/runner/patience.ts';
import { type DebtorWorld, openDebtorWorld, PDF } from './debtor-world.ts';

const PICTURES = process.env.EXIGIBLE_PICTURES;
const proof = join(mkdtempSync(join(tmpdir(), 'exigible-proof-')), 'Virement du 18.pdf');
writeFileSync(proof, PDF);

const screens = [
  ['a phone', { width: 360, height: 740, isMobile: true, hasTouch: true }],
  ['a desktop', { width: 1440, height: 900 }],
] as const;

let world: DebtorWorld;
let browser: Browser;
let url: string;
beforeAll(async () => {
  world = await openDebtorWorld();
  const { executablePath, headless } = findBrowser();
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  browser = await puppeteer.launch({ executablePath, headless, args, protocolTimeout: WAIT_MS });
});
afterAll(async () => {
  await browser.close();
  await world.close();
});
beforeEach(async () => {
  await world.fresh();
  url = await world.link();
  await giveLogo(world.db, world.documents, world.creditor, png(600, 150));
  const at = '2026-11-10T09:00:00+01:00';
  const told = (fact: object): Fact => ({ at, actor: 'test', ...fact }) as Fact;
  await world.case({ invoiceId: 'i1', number: 'F2026-0412', facts: [told({ type: 'payment', id: 'p', amountCents: 25_000 })] });
  await world.case({ invoiceId: 'i2', number: 'F2026-0420', totalCents: 486_020, dueOn: '2026-11-15' });
  await world.case({ invoiceId: 'i3', number: 'F2026-0431', dueOn: '2026-12-31', totalCents: 50_000 });
  await world.case({ invoiceId: 'i4', number: 'F2026-0399', facts: [told({ type: 'dispute-opened' })] });
  await world.case({
    invoiceId: 'i5',
    number: 'F2026-0377',
    facts: [told({ type: 'promise', amountCents: 120_000, on: '2026-12-01' })],
  });
  await world.case({
    invoiceId: 'i6',
    number: 'F2026-0350',
    facts: [told({ type: 'payment', id: 'q', amountCents: 120_000 }), told({ type: 'closed', reason: 'paid' })],
  });
});

async function open(screen: (typeof screens)[number][1], script = true, dark = false): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ deviceScaleFactor: 2, ...screen });
  await page.setJavaScriptEnabled(script);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]);
  return page;
}

/** Presses what starts with these words, and waits for the page that it leads to: without script too, where nothing can be waited for inside a page. */
async function press(page: Page, words: string): Promise<void> {
  const handle = await page.$(`::-p-xpath(//main//*[self::a or self::button][starts-with(normalize-space(.), "${words}")])`);
  if (!handle) throw new Error(`nothing to press starts with « ${words} » at ${page.url()}`);
  await Promise.all([page.waitForNavigation({ timeout: WAIT_MS }), handle.click()]);
}

const textOf = async (page: Page) => (await page.$eval('main', (main) => main.innerText)).replace(/\s+/g, ' ');

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/** No violation that axe knows, and nothing wider than the screen. */
async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxePuppeteer(page).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  const isWide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  expect([page.url().split('/').at(-1), isWide]).toEqual([page.url().split('/').at(-1), false]);
}

describe.each(screens)('on %s', (name, screen) => {
  test.each([false, true])('every page is clean for axe and fits, dark: %s', async (dark) => {
    const page = await open(screen, true, dark);
    for (const path of [
      '',
      '/pay?invoice=i1',
      '/promise',
      '/instalments',
      '/dispute?invoice=i1',
      '/paid?invoice=i1',
      '/question',
      '/contact',
      '/receipts/i6',
      '/nothing',
      '?lang=en',
      '/pay?lang=en&invoice=i1&invoice=i2',
    ]) {
      await page.goto(`${url}${path}`, { timeout: WAIT_MS });
      await expectClean(page);
      await picture(page, `debtor-${name}-${dark ? 'dark' : 'light'}-${path.replaceAll(/\W/g, '_')}`);
    }
    await page.close();
  });

  test.each([true, false])(
    'one walks from the account to the promise, the dispute and the payment, script: %s',
    async (script) => {
      const page = await open(screen, script);
      await page.goto(url, { timeout: WAIT_MS });
      expect(await textOf(page)).toContain('À régler maintenant');
      await page.click('label[for="i-i2"]');
      await press(page, 'Proposer une date');
      expect(await textOf(page)).toContain('Pour F2026-0412 · 950,00 €');
      await page.$eval('input[type=date]', (input) => input.setAttribute('value', '2026-12-05'));
      await press(page, 'Envoyer');
      expect(await textOf(page)).toContain('Enregistré. Une confirmation vous est envoyée par écrit.');
      if (script) await expectClean(page);
      await picture(page, `debtor-${name}-done`);
      await press(page, 'Retour à votre compte');
      expect(await textOf(page)).toContain('Règlement promis pour le 5 décembre 2026');
      await page.goto(`${url}/dispute?invoice=i2`, { timeout: WAIT_MS });
      await page.select('select', 'price');
      await page.type('input[name=amount]', '860,20');
      await page.type('textarea', 'Le devis disait autre chose.');
      await press(page, 'Envoyer');
      await page.goto(`${url}/pay?invoice=i2`, { timeout: WAIT_MS });
      expect(await textOf(page)).toContain('Montant 4 000,00 €');
      await press(page, 'J’ai fait le virement');
      const file = await page.$('input[type=file]');
      await file?.uploadFile(proof);
      await press(page, 'Envoyer');
      expect(await textOf(page)).toContain('Nous attendons votre virement');
      await page.close();
      const [one, two] = await Promise.all(['i1', 'i2'].map((id) => world.state(`invoice:${world.creditor}:${id}`)));
      expect(one && holdOf(one, 'promise')).toMatchObject({ on: '2026-12-05', amountCents: 95_000 });
      expect(two?.holds.map(({ type }) => type)).toEqual(['dispute', 'pause']);
      expect(world.kept.map(({ file: { filename } }) => filename)).toEqual(['reponse.txt', 'Virement-du-18.pdf']);
    },
  );
});

test('a copied IBAN is bare; nothing else is asked of any other host', async () => {
  const page = await open(screens[0][1]);
  const asked: string[] = [];
  page.on('request', (request) => void asked.push(new URL(request.url()).origin));
  await browser
    .defaultBrowserContext()
    .overridePermissions(new URL(url).origin, ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write']);
  await page.goto(`${url}/pay?invoice=i1`, { timeout: WAIT_MS });
  const buttons = await page.$$('button[data-copy]');
  expect(buttons.length).toBe(6);
  await buttons[1]?.click();
  await page.waitForFunction("document.getElementById('told').textContent !== ''", { timeout: WAIT_MS });
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('FR7630006000011234567890189');
  expect(new Set(asked)).toEqual(new Set([new URL(url).origin]));
  expect(await page.cookies()).toEqual([]);
  await page.close();
});
