import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AskedOf } from '../../api/client.ts';
import { readConfig } from '../../config.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { freePort } from '../../run/ports.ts';
import { type System, startSystem } from '../../run/system.ts';
import { meetOutside, type Outside } from './outside.ts';
import { creditor } from './parties.ts';
import { ADMIN_KEY } from './product.ts';
import { keepLog } from './runner/logs.ts';

/** Everything in this process, as `npm start` runs it: dev server, PGlite, workers, API; and the world around it. */
export interface WholeSystem {
  readonly system: System;
  readonly outside: Outside;
  readonly engineAddress: string;
  stop(): Promise<void>;
}

/** Starts on free ports in a fresh folder, with a creditor whose bank feed is of today and the plan `quick`; `more` of the environment. */
export async function startWholeSystem(more: Readonly<Record<string, string>> = {}): Promise<WholeSystem> {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-system-'));
  const [port, enginePort, uiPort] = [await freePort(), await freePort(), await freePort()];
  const config = readConfig({
    EXIGIBLE_DATA: folder,
    EXIGIBLE_PORT: String(port),
    EXIGIBLE_ENGINE_PORT: String(enginePort),
    EXIGIBLE_UI_PORT: String(uiPort),
    EXIGIBLE_ADMIN_KEY: ADMIN_KEY,
    EXIGIBLE_LOG_LEVEL: 'warn',
    ...more,
  });
  const system = await startSystem(config, 'all');
  const stop = async (): Promise<void> => {
    await system.stop();
    for (const name of ['exigible', 'engine']) keepLog(join(folder, `${name}.log`), name);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { system, outside: await peopled(system.apiUrl), engineAddress: `127.0.0.1:${enginePort}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function peopled(apiUrl: string): Promise<Outside> {
  const outside = await meetOutside(apiUrl, ADMIN_KEY);
  await outside.client.call('PUT /plans/{id}', { params: { id: 'quick' }, body: quickPlan() });
  await outside.tell('bank', 'bank.feed.checked', { account: creditor.iban, through: parisDay(Date.now()) });
  return outside;
}

type PlanBody = AskedOf<'PUT /plans/{id}'>['body'];

/** The demo plan without its reminders, its steps a second apart: a notice soon waits for its approval. */
export function quickPlan(): PlanBody {
  const demo = shippedPlans.find((plan) => plan.id === 'demo');
  const steps = demo?.steps.filter(({ id }) => !['reminder-5', 'reminder-15', 'reminder-30'].includes(id)) ?? [];
  const promise = { grace: 'PT0S', broken: 'courtesy' };
  return { ...demo, id: 'quick', name: 'Essai', promise, steps: steps.map((step) => ({ ...step, delay: 'PT1S' })) } as PlanBody;
}
