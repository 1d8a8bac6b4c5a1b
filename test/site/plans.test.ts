import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import type { SiteBrowser } from '../support/site-browser.ts';
import { openSiteWorld, type SiteWorld } from './house.ts';
import { putLedger } from './ledger.ts';

let world: SiteWorld;
let anne: SiteBrowser;

beforeAll(async () => {
  world = await openSiteWorld();
  world.clock = () => Date.parse('2026-11-28T09:00:00+01:00');
  await world.creditor('c1');
  await putLedger(world, 'c1', 6);
  anne = await world.visitor('approver', ['c1']);
});
afterAll(async () => {
  expect(anne.complaints).toEqual([]);
  await anne?.close();
  await world?.close();
});

test('plans, a plan, and what leaves are without a fault of access', async () => {
  for (const path of ['/plans-de-relance', '/plans-de-relance/default-b2b', '/prochains']) {
    expect([path, await anne.go(path)]).toEqual([path, 200]);
    expect([path, await anne.faults()]).toEqual([path, []]);
  }
});

test('a plan that is loaded is compared on a page without a fault of access, and put in force from it', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'exigible-plan-')), 'plan.json');
  writeFileSync(file, JSON.stringify({ ...shippedPlans[0], version: 2, gap: 'P9D' }));
  await anne.go('/plans-de-relance');
  const input = await anne.page.$('#plan-fichier');
  await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file);
  await anne.page.click('form[action$="/comparer"] button');
  await anne.shows('Ce que cela changerait');
  expect(await anne.faults()).toEqual([]);
  await anne.page.click('form[action$="/en-vigueur"] button');
  await anne.shows(`Le plan « ${shippedPlans[0]?.name} » (version 2) est en vigueur pour les nouveaux dossiers`);
});
