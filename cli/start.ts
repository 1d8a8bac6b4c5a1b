import { readConfig } from '../config.ts';
import { type Service, type System, startSystem } from '../run/system.ts';
import { print } from './io.ts';

export interface PortOptions {
  readonly port?: string;
  readonly enginePort?: string;
  readonly uiPort?: string;
}

export interface StartOptions extends PortOptions {
  readonly data?: string;
  readonly role: Service;
}

/** Runs the system until Ctrl-C or SIGTERM, or until a part of it fails. */
export async function run(options: StartOptions): Promise<number> {
  const asked = untilAsked();
  const system = await startSystem(readConfig({ ...process.env, ...environmentOf(options) }), options.role);
  print(greeting(system));
  try {
    await Promise.race([asked, system.failed]);
  } finally {
    await system.stop();
  }
  return 0;
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

/** Settles on the first Ctrl-C or SIGTERM. A second Ctrl-C is the terminal's own. */
export function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
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
