import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { type Head, type HeadReason, lastHead, makeHead, noteWitness } from '../db/evidence-heads.ts';
import { parisDay, toInstant } from '../domain/calendar/paris.ts';
import type { Ground } from './ground.ts';

const LOOK_EVERY_MS = 600_000;

type HeadGround = Pick<Ground, 'config' | 'dataDir' | 'db' | 'log'>;

/** Signs a head over all evidence now, and leaves it with its witness. To be called when a formal notice or a file has left. */
async function sealEvidence({ config, dataDir, db, log }: HeadGround, reason: HeadReason): Promise<Head> {
  const head = await makeHead(db, { key: headKey(config, dataDir), at: toInstant(Date.now()), reason });
  const { EXIGIBLE_HEADS_FOLDER: folder } = config;
  if (folder !== undefined) {
    leaveIn(folder, head);
    await noteWitness(db, head.sequence, 'folder', folder);
  }
  log.info({ head: head.sequence, digest: head.digest, chains: head.chains, reason }, 'a head of all evidence was signed');
  return head;
}

/** Each day in Paris a head, made by whichever process looks first; until it is stopped. */
export function followEvidence(ground: HeadGround): () => Promise<void> {
  const stopped = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await sealDaily(ground).catch((error: unknown) =>
        ground.log.error({ err: error }, 'no head of the evidence could be signed'),
      );
      await pause(LOOK_EVERY_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  const running = loop();
  return async () => {
    stopped.abort();
    await running;
  };
}

async function sealDaily(ground: HeadGround): Promise<void> {
  const last = await lastHead(ground.db);
  if (last && parisDay(Date.parse(last.at)) === parisDay(Date.now())) return;
  await sealEvidence(ground, 'day');
}

/** Written once, under its number and digest: a second of that name is refused. */
function leaveIn(folder: string, head: Head): void {
  mkdirSync(folder, { recursive: true });
  const name = `tete-${String(head.sequence).padStart(6, '0')}-${head.digest.slice(0, 12)}.json`;
  writeFileSync(join(folder, name), `${JSON.stringify(head, null, 2)}\n`, { flag: 'wx', mode: 0o444 });
}

/** The key that signs lies apart from the data where the environment says so; else it is made beside them at the first head. */
function headKey({ EXIGIBLE_HEADS_KEY_FILE: given }: Config, dataDir: string): KeyObject {
  const file = given ?? join(dataDir, 'heads.key');
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  }
  return createPrivateKey(readFileSync(file));
}
