import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bundleWorkflows } from '../../run/bundle.ts';

const place = mkdtempSync(join(tmpdir(), 'exigible-bundle-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

test('the workflow code is bundled once: the next start reads it, and what older code left is gone', async () => {
  writeFileSync(join(place, 'workflows-open-of-older-code.js'), 'older');
  expect((await bundleWorkflows([], null, place)).code).toContain('recoverInvoice');
  const [kept = '', ...others] = readdirSync(place);
  expect([kept.startsWith('workflows-open-'), others]).toEqual([true, []]);
  writeFileSync(join(place, kept), 'as it was kept');
  expect((await bundleWorkflows([], null, place)).code).toBe('as it was kept');
});

test('where nothing can be written it is made each time', async () => {
  expect((await bundleWorkflows([], null, '/dev/null/nowhere')).code).toContain('recoverInvoice');
});
