import { createServer } from 'node:net';
import { join } from 'node:path';
import Table from 'cli-table3';
import { readConfig } from '../config.ts';
import { type Outcome, play } from '../demo/play.ts';
import { parisDay, toInstant } from '../domain/calendar/paris.ts';
import type { Phase } from '../domain/case/case.ts';
import { phaseNames } from '../domain/case/french.ts';
import { formatCents } from '../domain/money/cents.ts';
import { reportBounce } from '../run/outbox-reports.ts';
import { type System, startSystem } from '../run/system.ts';
import { print } from './io.ts';
import { environmentOf, type PortOptions, untilAsked } from './start.ts';

export interface DemoOptions extends PortOptions {
  readonly exit: boolean;
  readonly resume?: string;
}

const DEMO_KEY = 'exk_demonstration_sans_valeur';
const ports = { port: 3000, enginePort: 7233, uiPort: 8233 } as const;

/** Plays eleven invoices in a fresh folder; exit 1 when a fate came out otherwise than announced. */
export async function run(options: DemoOptions): Promise<number> {
  const began = Date.now();
  const asked = untilAsked();
  const system = await startSystem(readConfig(await environmentFor(options)), 'all');
  try {
    print(`Prêt en ${((Date.now() - began) / 1000).toFixed(1)} s. API ${system.apiUrl} · Temporal ${system.uiUrl}\n`);
    const outcomes = await Promise.race([playOn(system), system.failed, asked.then(() => null)]);
    if (outcomes === null) return 130;
    print(report(system, outcomes));
    if (process.stdout.isTTY && !options.exit) await lookAround(asked);
    return outcomes.every((outcome) => outcome.asAnnounced) ? 0 : 1;
  } finally {
    await system.stop();
  }
}

function playOn(system: System): Promise<Outcome[]> {
  const today = parisDay(Date.now());
  return play({ ...system, adminKey: DEMO_KEY, today, say: print, bounce: (caseId, step) => reportBounce(system, caseId, step) });
}

/** A fresh folder that is kept, the demonstration's own key, and the usual ports or free ones. */
async function environmentFor(options: DemoOptions): Promise<NodeJS.ProcessEnv> {
  const folder = options.resume ?? join('.exigible', `demo-${toInstant(Date.now()).slice(0, 19).replaceAll(':', '')}`);
  const given = environmentOf({ ...options, data: folder });
  const free = {
    EXIGIBLE_PORT: given.EXIGIBLE_PORT ?? (await usualOrFree(ports.port)),
    EXIGIBLE_ENGINE_PORT: given.EXIGIBLE_ENGINE_PORT ?? (await usualOrFree(ports.enginePort)),
    EXIGIBLE_UI_PORT: given.EXIGIBLE_UI_PORT ?? (await usualOrFree(ports.uiPort)),
  };
  return { EXIGIBLE_LOG_LEVEL: 'warn', ...process.env, ...given, ...free, EXIGIBLE_ADMIN_KEY: DEMO_KEY };
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
    const number = (caseId.split(':')[2] ?? '').toUpperCase();
    table.push([number, fate.announced, phaseNames[phase as Phase] ?? phase, formatCents(balanceCents), asAnnounced ? '✔' : '✘']);
  }
  const links = outcomes.map(({ caseId }) => `  ${system.uiUrl}/namespaces/default/workflows/${encodeURIComponent(caseId)}`);
  return [
    `\n${table.toString()}\n`,
    `Lettres, e-mails et SMS : ${system.outboxDir}`,
    `Dossiers transmis et pièces : ${join(system.dataDir, 'documents')} (et par l’API)`,
    `Documentation de l’API : ${system.apiUrl}/docs`,
    'Chaque dossier dans le Web UI de Temporal :',
    ...links,
  ].join('\n');
}

async function lookAround(asked: Promise<void>): Promise<void> {
  print('\nLe système reste en marche pour regarder ; Ctrl-C arrête tout.');
  await asked;
}
