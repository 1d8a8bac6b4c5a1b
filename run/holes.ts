import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import { mayChangeEvidence } from '../db/evidence.ts';
import { listKeys } from '../db/keys.ts';

/** What a start looks at to say which doors were left open. */
export interface Openings {
  readonly config: Config;
  /** Null where it is not opened now. */
  readonly db: Database | null;
  readonly uid: number | undefined;
  readonly prints: boolean;
  /** Whether this process signs the heads of the evidence. */
  readonly seals: boolean;
  readonly nowMs: number;
}

type Look = (openings: Openings) => Promise<string | null> | string | null;

const OLD_KEY_MS = 365 * 86_400_000;
const LOOK_WITHIN_MS = 2_000;
const OTHERS = 0o077;

/** Each look says in French what is open and how to close it, or null. */
const looks: readonly Look[] = [
  chromiumAsRoot,
  readableFolder,
  tooMuchPower,
  oldAdminKey,
  openHistories,
  openEngine,
  writableScreen,
  noWitness,
];

/** Every door that was left open, with what closes it. A look that fails is said, never taken for a closed door. */
export async function holesIn(openings: Openings): Promise<string[]> {
  const found = await Promise.all(
    looks.map(async (look) => {
      try {
        return await look(openings);
      } catch (error) {
        return `${look.name} n’a pas pu être regardé\u00a0: ${error instanceof Error ? error.message : String(error)}`;
      }
    }),
  );
  return found.filter((hole) => hole !== null);
}

function chromiumAsRoot({ uid, prints }: Openings): string | null {
  if (uid !== 0 || !prints) return null;
  return 'Chromium imprime sans son bac à sable, parce que ce processus est root\u00a0: lancez Exigible sous un autre utilisateur (docker-compose.yml le fait).';
}

function readableFolder({ config }: Openings): string | null {
  const folder = resolve(config.EXIGIBLE_DATA);
  if (process.platform === 'win32' || !existsSync(folder) || (statSync(folder).mode & OTHERS) === 0) return null;
  return `Le dossier des données est ouvert à d’autres utilisateurs\u00a0: chmod 700 ${folder}`;
}

/** Evidence cannot be changed under `exigible_app`; a superuser or the owner can lift what protects it. */
async function tooMuchPower({ config, db }: Openings): Promise<string | null> {
  if (config.DATABASE_URL === undefined || db === null) return null;
  if (!(await mayChangeEvidence(db))) return null;
  return 'Le rôle de DATABASE_URL peut modifier les preuves\u00a0: lancez Exigible sous exigible_app (deploy/application-role.sql).';
}

async function oldAdminKey({ db, nowMs }: Openings): Promise<string | null> {
  if (db === null) return null;
  const old = (await listKeys(db)).find(
    ({ role, revokedAt, createdAt }) => role === 'admin' && revokedAt === null && nowMs - Date.parse(createdAt) > OLD_KEY_MS,
  );
  if (!old) return null;
  return `La clé d’administration ${old.id} a plus d’un an\u00a0: donnez-en une autre par EXIGIBLE_ADMIN_KEY (openssl rand -base64 24), elle remplace l’ancienne.`;
}

function openHistories({ config }: Openings): string | null {
  if (config.TEMPORAL_ADDRESS === undefined || config.EXIGIBLE_CODEC_KEYS !== undefined) return null;
  return 'Les historiques sont lisibles dans le serveur Temporal\u00a0: donnez EXIGIBLE_CODEC_KEYS=id:clé (openssl rand -base64 32).';
}

/** A name without a dot is one of a private network of containers. */
function openEngine({
  config: { TEMPORAL_ADDRESS: address, TEMPORAL_API_KEY: key, TEMPORAL_TLS: tls, TEMPORAL_TLS_CLIENT_CERT_PATH: cert },
}: Openings): string | null {
  const host = address?.split(':')[0] ?? '';
  const isNear = !host.includes('.') || host.startsWith('127.');
  if (isNear || key !== undefined || cert !== undefined || tls === 'true') return null;
  return 'Le serveur Temporal est joint sans TLS\u00a0: donnez TEMPORAL_TLS_CLIENT_CERT_PATH et TEMPORAL_TLS_CLIENT_KEY_PATH, ou TEMPORAL_API_KEY.';
}

/** In production the screen reads and writes nothing, by its own settings. It is asked where this process reaches it. */
async function writableScreen({ config }: Openings): Promise<string | null> {
  const { TEMPORAL_ADDRESS: engine, TEMPORAL_UI_URL: shown, TEMPORAL_UI_INTERNAL_URL: near = shown } = config;
  if (engine === undefined || near === undefined) return null;
  const isReadOnly = await readOnlyScreen(`${near.replace(/\/$/, '')}/api/v1/settings`);
  if (isReadOnly === null)
    return `L’écran de Temporal n’a pas pu être regardé à l’adresse ${near}\u00a0: rien ne dit qu’il ne peut pas agir sur les dossiers. Donnez l’adresse par laquelle ce processus le joint\u00a0: TEMPORAL_UI_INTERNAL_URL.`;
  return isReadOnly
    ? null
    : 'L’écran de Temporal peut agir sur les dossiers\u00a0: donnez-lui TEMPORAL_DISABLE_WRITE_ACTIONS=true.';
}

/** Null when nobody answers there, or somebody else does. */
async function readOnlyScreen(url: string): Promise<boolean | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(LOOK_WITHIN_MS), redirect: 'error' });
    const settings: unknown = answer.ok ? await answer.json() : null;
    return typeof settings === 'object' && settings !== null && 'DisableWriteActions' in settings
      ? settings.DisableWriteActions === true
      : null;
  } catch {
    return null;
  }
}

/** A folder is a witness when somebody else’s disk lies under it; beside the data its owner rules alone. */
function noWitness({ config, seals }: Openings): string | null {
  const { TEMPORAL_ADDRESS: engine, EXIGIBLE_HEADS_FOLDER: folder } = config;
  const others = [config.EXIGIBLE_HEADS_MAIL, config.EXIGIBLE_HEADS_BUCKET, config.EXIGIBLE_HEADS_TSA_URL];
  if (!seals || engine === undefined || others.some((witness) => witness !== undefined)) return null;
  if (folder !== undefined && liesElsewhere(folder, resolve(config.EXIGIBLE_DATA))) return null;
  return `Aucun témoin\u00a0: les têtes des preuves restent là où leur propriétaire règne seul${folder === undefined ? '' : ` (${folder} est sur le même disque que les données)`}. Donnez EXIGIBLE_HEADS_MAIL (l’adresse d’un avocat), EXIGIBLE_HEADS_BUCKET, EXIGIBLE_HEADS_TSA_URL ou, par EXIGIBLE_HEADS_FOLDER, un dossier d’un autre disque.`;
}

function liesElsewhere(folder: string, data: string): boolean {
  return existsSync(folder) && existsSync(data) && statSync(folder).dev !== statSync(data).dev;
}
