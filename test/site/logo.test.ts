import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { png } from '../support/logo.ts';
import type { SiteBrowser } from '../support/site-browser.ts';
import { openSiteWorld, type SiteWorld } from './house.ts';

const PICTURES = process.env.EXIGIBLE_PICTURES;
const file = join(mkdtempSync(join(tmpdir(), 'exigible-logo-')), 'Notre logo.png');
let world: SiteWorld;
let admin: SiteBrowser;

beforeAll(async () => {
  writeFileSync(file, png(600, 150));
  world = await openSiteWorld();
  await world.creditor('c1');
  admin = await world.visitor('admin', null);
});
afterAll(async () => {
  await admin?.close();
  await world?.close();
});

async function press(words: string): Promise<void> {
  await Promise.all([admin.page.waitForNavigation(), admin.page.click(`::-p-xpath(//button[normalize-space(.) = "${words}"])`)]);
}

async function picture(name: string): Promise<void> {
  if (PICTURES !== undefined) await admin.page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/** The size at which the browser drew the picture; 0 when it could not. */
const drawn = () => admin.page.$eval('.logo img', (image) => [image.naturalWidth, image.width]);

test('a person chooses a file, sees it as it will stand, sees it in a letter, and takes it away', async () => {
  await admin.go('/reglages/creancier?id=c1');
  const input = await admin.page.$('input[type=file]');
  await input?.uploadFile(file);
  await press('Garder ce logo');
  await admin.shows('Le logo est gardé');
  expect(await drawn()).toEqual([600, expect.any(Number)]);
  expect(await admin.faults()).toEqual([]);
  await picture('site-logo');
  for (const [width, scheme] of [
    [360, 'dark'],
    [360, 'light'],
    [1440, 'dark'],
  ] as const) {
    await admin.page.setViewport({ width, height: 800 });
    await admin.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await picture(`site-logo-${width}-${scheme}`);
  }
  for (const form of ['letter', 'email']) {
    await admin.page.setViewport({ width: 800, height: 1100 });
    await admin.go(`/reglages/modeles/formal-notice/tel-quel?forme=${form}&type=business`);
    expect(await admin.page.$eval('img.logo', (image) => image.naturalWidth)).toBe(600);
    await picture(`site-logo-${form}`);
  }
  await admin.go('/reglages/creancier?id=c1');
  await press('Retirer le logo');
  await admin.shows('Le logo est retiré');
  expect(admin.complaints).toEqual([]);
});
