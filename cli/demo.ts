import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Table from 'cli-table3';
import { readConfig } from '../config.ts';
import { type Outcome, play } from '../demo/play.ts';
import { parisDay, toInstant } from '../domain/calendar/paris.ts';
import { idsOfCase, type Phase } from '../domain/case/case.ts';
import { phaseNames } from '../domain/case/show/french.ts';
import { refuse } from '../domain/fault.ts';
import { formatCents } from '../domain/money/cents.ts';
import { reportBounce } from '../providers/outbox/reports.ts';
import { demoMark } from '../run/demo-mark.ts';
import { watchEnd } from '../run/last-words.ts';
import { type System, startSystem } from '../run/system.ts';
import { print } from './io.ts';
import { environmentOf, type PortOptions } from './start.ts';

export interface DemoOptions extends PortOptions {
  readonly exit: boolean;
  readonly resume?: string;
}

/** What a demonstration hears of the environment: nothing that leads to a database, an engine, a provider or a key of real work. */
const heard = ['EXIGIBLE_PORT', 'EXIGIBLE_ENGINE_PORT', 'EXIGIBLE_UI_PORT', 'EXIGIBLE_LOG_LEVEL'] as const;
const ports = { port: 3000, enginePort: 7233, uiPort: 8233 } as const;

/** Plays eleven invoices in a fresh folder; exit 1 when a fate came out otherwise than announced. */
export async function run(options: DemoOptions): Promise<number> {
  const began = Date.now();
  const { asked, crashed } = watchEnd();
  const env = await environmentFor(options);
  const system = await startSystem(readConfig(env), 'all', 'demo');
  try {
    print(`Prêt en ${((Date.now() - began) / 1000).toFixed(1)} s. API ${system.apiUrl} · Temporal ${system.uiUrl}\n`);
    const outcomes = await Promise.race([playOn(system, env.EXIGIBLE_ADMIN_KEY), system.failed, crashed, asked.then(() => null)]);
    if (outcomes === null) return 130;
    print(report(system, outcomes));
    if (process.stdout.isTTY && !options.exit) await lookAround(asked);
    return outcomes.every((outcome) => outcome.asAnnounced) ? 0 : 1;
  } finally {
    await system.stop();
  }
}

function playOn(system: System, adminKey: string): Promise<Outcome[]> {
  const today = parisDay(Date.now());
  return play({ ...system, adminKey, today, say: print, bounce: (caseId, step) => reportBounce(system, caseId, step) });
}

/** A fresh folder that is kept, the demonstration's own key, and the usual ports or free ones. */
async function environmentFor(options: DemoOptions): Promise<NodeJS.ProcessEnv & { EXIGIBLE_ADMIN_KEY: string }> {
  const folder = options.resume ?? join('.exigible', `demo-${toInstant(Date.now()).slice(0, 19).replaceAll(':', '')}`);
  const known = Object.fromEntries(heard.map((name) => [name, process.env[name]]));
  const given: NodeJS.ProcessEnv = {
    EXIGIBLE_LOG_LEVEL: 'warn',
    ...defined(known),
    ...environmentOf({ ...options, data: folder }),
  };
  const free = {
    EXIGIBLE_PORT: given.EXIGIBLE_PORT ?? (await usualOrFree(ports.port)),
    EXIGIBLE_ENGINE_PORT: given.EXIGIBLE_ENGINE_PORT ?? (await usualOrFree(ports.enginePort)),
    EXIGIBLE_UI_PORT: given.EXIGIBLE_UI_PORT ?? (await usualOrFree(ports.uiPort)),
  };
  return { ...given, ...free, EXIGIBLE_ADMIN_KEY: keyOf(folder) };
}

/** A key of this folder alone: random, and kept beside its data so that a demonstration can be resumed. */
function keyOf(folder: string): string {
  const file = demoMark(folder);
  if (existsSync(folder) && !existsSync(file)) refuse('--resume', `got ${folder}, expected the folder of a demonstration`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) writeFileSync(file, `exk_${randomBytes(24).toString('base64url')}`, { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

function defined(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}

/** A demonstration beside a running system takes other ports by itself. */
async function usualOrFree(usual: number): Promise<string> {
  return String((await portOf(usual)) ?? (await portOf(0)));
}

function portOf(wanted: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
    });
  });
}

function report(system: System, outcomes: readonly Outcome[]): string {
  const table = new Table({ head: ['Facture', 'Annoncé', 'Devenu', 'Reste dû', ''], style: { head: [], border: [] } });
  for (const { fate, caseId, phase, balanceCents, asAnnounced } of outcomes) {
    const number = idsOfCase(caseId).invoiceId.toUpperCase();
    table.push([number, fate.announced, phaseNames[phase as Phase] ?? phase, formatCents(balanceCents), asAnnounced ? '✔' : '✘']);
  }
  const links = outcomes.map(({ caseId }) => `  ${system.uiUrl}/namespaces/default/workflows/${encodeURIComponent(caseId)}`);
  const entry =
    system.entryUrl === null
      ? []
      : [`Le site, où tout se voit et se fait (le lien sert une fois, dans l’heure) : ${system.entryUrl}`];
  return [
    `\n${table.toString()}\n`,
    ...entry,
    `Lettres, e-mails et SMS : ${system.outboxDir}`,
    `Dossiers transmis et pièces : ${join(system.dataDir, 'documents')} (et par l’API)`,
    `Documentation de l’API : ${system.apiUrl}/docs`,
    'Chaque dossier, à l’écran de Temporal :',
    ...links,
  ].join('\n');
}

async function lookAround(asked: Promise<unknown>): Promise<void> {
  print('\nLe système reste en marche pour regarder ; Ctrl-C arrête tout.');
  await asked;
}
