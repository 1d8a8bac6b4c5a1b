import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { type KeyRing, keyRingOf, newKeyRing } from '../db/key-ring.ts';

/** The key under which secrets lie in the database: of the environment, else of a file that only its owner reads, made at the first start. */
export function envelopeOf({ EXIGIBLE_ENVELOPE_KEYS: given }: Config, dataDir: string): KeyRing {
  if (given !== undefined) return keyRingOf(given, 'EXIGIBLE_ENVELOPE_KEYS');
  const file = join(dataDir, 'envelope.key');
  if (!existsSync(file)) writeFileSync(file, `${newKeyRing('data')}\n`, { mode: 0o600, flag: 'wx' });
  return keyRingOf(readFileSync(file, 'utf8').trim(), file);
}
