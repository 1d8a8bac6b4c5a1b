import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { follow } from '../activities/follow.ts';
import type { Config } from '../config.ts';
import { lastHead, makeHead, noteWitness, reasonToSeal, witnessesOf } from '../db/evidence-heads.ts';
import { parisDay, toInstant } from '../domain/calendar/paris.ts';
import type { Ground } from './ground.ts';
import type { WitnessPort } from './witnesses.ts';

const LOOK_EVERY_MS = 60_000;

type HeadGround = Pick<Ground, 'config' | 'dataDir' | 'db' | 'log'>;

/**
 * Signs a head over all evidence each day in Paris, and within the minute when a formal notice or a file has left, whichever process looks
 * first; and leaves the newest with every witness that does not have it yet. Until it is stopped.
 */
export function followEvidence(ground: HeadGround, witnesses: readonly WitnessPort[]): () => Promise<void> {
  const look = async () => {
    await sealEvidence(ground, witnesses);
    return false;
  };
  return follow(look, LOOK_EVERY_MS, (error) => ground.log.error({ err: error }, 'no head of the evidence could be signed'));
}

/** One look: signs what is due, and leaves the newest head where it is not yet. */
export async function sealEvidence({ config, dataDir, db, log }: HeadGround, witnesses: readonly WitnessPort[]): Promise<void> {
  const before = await lastHead(db);
  const reason = await reasonToSeal(db, before, parisDay(Date.now()));
  const made = reason && (await makeHead(db, { key: headKey(config, dataDir), at: toInstant(Date.now()), reason }));
  if (made)
    log.info({ head: made.sequence, digest: made.digest, chains: made.chains, reason }, 'a head of all evidence was signed');
  const last = made ?? before;
  if (!last) return;
  const known = (await witnessesOf(db, last.sequence)).map(({ kind }) => kind);
  for (const witness of witnesses.filter(({ kind }) => !known.includes(kind))) {
    const { kind } = witness;
    await witness
      .leave(last)
      .then((left) => noteWitness(db, last.sequence, { kind, ...left }))
      .catch((error: unknown) =>
        log.warn({ err: error, kind, head: last.sequence }, 'a witness did not take the head; asked again'),
      );
  }
}

/** Signs bytes with the key of the heads; answers with the public half, both base64. */
export function sealer(config: Config, dataDir: string): (bytes: Uint8Array) => { publicKey: string; signature: string } {
  let known: { key: KeyObject; publicKey: string } | null = null;
  const read = () => {
    const key = headKey(config, dataDir);
    return { key, publicKey: createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64') };
  };
  return (bytes) => {
    known ??= read();
    return { publicKey: known.publicKey, signature: sign(null, bytes, known.key).toString('base64') };
  };
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
