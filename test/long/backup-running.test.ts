import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { createClient } from '../../api/client.ts';
import { readConfig } from '../../config.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { questionIn } from '../../domain/case/view.ts';
import { freePort } from '../../run/ports.ts';
import { startSystem } from '../../run/system.ts';
import { ADMIN_KEY } from '../support/product.ts';
import { until } from '../support/runner/patience.ts';
import { idOf, invoiceCreated } from '../support/told-lives.ts';
import { startWholeSystem } from '../support/whole-system.ts';

const folder = mkdtempSync(join(tmpdir(), 'exigible-backup-running-'));
const [backup, restored] = [join(folder, 'backup'), join(folder, 'restored')];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CASE = idOf('kept');

/** A command of the product, as an operator gives it. */
function exigible(args: readonly string[], env: NodeJS.ProcessEnv): Promise<unknown> {
  return promisify(execFile)(process.execPath, ['exigible.mjs', ...args], { env: { ...process.env, ...env } });
}

/** A running installation with one case that waits for its approval is backed up, and lost. */
async function livedAndLost() {
  const whole = await startWholeSystem();
  const { system, outside } = whole;
  await outside.tell('billing', 'invoice.created', { ...invoiceCreated('kept', parisDay(Date.now())), plan: 'quick' });
  await outside.until(CASE, (seen) => seen.tasks.some(({ kind }) => kind === 'approval'));
  const env = { EXIGIBLE_DATA: system.dataDir, EXIGIBLE_URL: system.apiUrl, EXIGIBLE_API_KEY: ADMIN_KEY };
  await exigible(['backup', backup], env);
  const lived = await outside.timeline(CASE);
  await whole.stop();
  return lived;
}

async function startRestored() {
  await exigible(['restore', backup], { EXIGIBLE_DATA: restored });
  const [port, enginePort, uiPort] = [await freePort(), await freePort(), await freePort()];
  const ports = { EXIGIBLE_PORT: String(port), EXIGIBLE_ENGINE_PORT: String(enginePort), EXIGIBLE_UI_PORT: String(uiPort) };
  const rest = { EXIGIBLE_DATA: restored, EXIGIBLE_ADMIN_KEY: ADMIN_KEY, EXIGIBLE_LOG_LEVEL: 'warn' };
  return startSystem(readConfig({ ...ports, ...rest }), 'all');
}

test('a running system is backed up, lost, restored and started: its case lives, and writes once it is released', async () => {
  const lived = await livedAndLost();
  const system = await startRestored();
  try {
    const admin = createClient({ url: system.apiUrl, key: ADMIN_KEY });
    const stuck = async () => (await admin.call('GET /stuck')).stuck;
    const shown = () => admin.case(CASE);
    const hasLeft = async () =>
      (await admin.timeline(CASE)).some(({ type, fact }) => type === 'sent' && fact.step === 'formal-notice');
    expect(await admin.timeline(CASE)).toEqual(lived);
    await until(
      async () => (await stuck()).length === 0,
      async () => JSON.stringify(await stuck()),
    );
    await admin.act(CASE, 'approve', { ...questionIn((await shown()).tasks), requestId: 'after' });
    await until(
      async () => (await shown()).next.why.includes('restaurée'),
      async () => JSON.stringify(await shown()),
    );
    expect(await hasLeft()).toBe(false);
    await admin.call('POST /releases', { body: {} });
    await until(hasLeft, async () => JSON.stringify(await shown()));
    expect((await admin.verify(CASE)).ok).toBe(true);
  } finally {
    await system.stop();
  }
});
