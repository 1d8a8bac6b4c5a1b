import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { Crash, watchEnd } from '../run/last-words.ts';
import { createLog } from '../run/log.ts';
import { type Service, type System, startSystem } from '../run/system.ts';
import { print } from './io.ts';

/** Exit 3: the server, the database or the network failed. */
const WORLD_FAILED = 3;

export interface PortOptions {
  readonly port?: string;
  readonly enginePort?: string;
  readonly uiPort?: string;
}

export interface StartOptions extends PortOptions {
  readonly data?: string;
  readonly role: Service;
}

/** Runs the system until Ctrl-C, SIGTERM or the end of its terminal, or until a part of it fails; says which, at the terminal and in the log. */
export async function run(options: StartOptions): Promise<number> {
  const { asked, crashed } = watchEnd();
  const config = readConfig({ ...process.env, ...environmentOf(options) });
  const system = await Promise.race([startSystem(config, options.role), crashed]).catch(endHalfStarted);
  const say = (sentence: string, error?: unknown) => tellEnd(system.dataDir, sentence, error);
  print(greeting(system));
  try {
    say(`Exigible s’arrête, comme demandé (${await Promise.race([asked, crashed, system.failed])}).`);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error), error);
    return WORLD_FAILED;
  } finally {
    await system.stop();
  }
  return 0;
}

/** What was half started cannot be stopped; the next start ends what this one leaves. */
function endHalfStarted(error: unknown): never {
  if (!(error instanceof Crash)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(WORLD_FAILED);
}

function tellEnd(dataDir: string, sentence: string, error: unknown): void {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  createLog('info', join(dataDir, 'exigible.log')).warn(cause === undefined ? {} : { err: cause }, sentence);
  process.stderr.write(`${sentence}\n`);
}

/** Options of the command line as the environment variables that they stand for. */
export function environmentOf({ port, enginePort, uiPort, data }: PortOptions & { readonly data?: string }): NodeJS.ProcessEnv {
  return {
    ...(port === undefined ? {} : { EXIGIBLE_PORT: port }),
    ...(enginePort === undefined ? {} : { EXIGIBLE_ENGINE_PORT: enginePort }),
    ...(uiPort === undefined ? {} : { EXIGIBLE_UI_PORT: uiPort }),
    ...(data === undefined ? {} : { EXIGIBLE_DATA: data }),
  };
}

/** What a person does first: shown with the key, which is shown once. */
const firstSteps = (key: string) => [
  '',
  'Pour commencer, ouvrez le site (le lien ci-dessus)\u00a0: les premiers pas mènent de votre',
  'société à la première lettre, et rien ne part avant votre accord. Ou au terminal\u00a0:',
  `  export EXIGIBLE_API_KEY=${key}`,
  '  npx exigible creditor init    douze questions\u00a0; donne une clé d’approbateur et un premier webhook à coller',
  'Ce qui part sans clé de fournisseur est un fichier du dossier «\u00a0envois\u00a0».',
];

/** What a start says once it is ready. */
export function greeting(
  system: Pick<System, 'adminKey' | 'entryUrl' | 'apiUrl' | 'uiUrl' | 'outboxDir' | 'dataDir' | 'holes'>,
): string {
  const key = system.adminKey === null ? [] : [`  clé d’administration (montrée une seule fois) : ${system.adminKey}`];
  const entry = system.entryUrl === null ? [] : [`  le site        ${system.entryUrl}  (ouvre une fois, dans l’heure)`];
  return [
    'Exigible est prêt.',
    ...entry,
    `  API            ${system.apiUrl}  (documentation : ${system.apiUrl}/docs)`,
    `  Temporal       ${system.uiUrl}`,
    `  envois         ${system.outboxDir}`,
    `  données        ${system.dataDir}`,
    ...key,
    ...system.holes.map((hole) => `  ! ${hole}`),
    ...(system.adminKey === null ? [] : firstSteps(system.adminKey)),
  ].join('\n');
}
