import type { Database } from '../db/database.ts';
import { revokeKeysOf, sha256 } from '../db/keys.ts';
import { refuse } from '../domain/fault.ts';

/** SHA-256 of every key that a release of ours ever carried in its files: whoever has the files has them. */
const shipped: readonly string[] = [
  'cf7084484cc3dafc7c990cf9f40a172edc81a370d8f0e1ce9f7160f106c9aba0',
  '195267cc804473e373bd904177aa086d4a255884dbfb1d6e55f085b6e125e49c',
  'a3f6d6d6185e39de7239346eb26cbc294171cfccd596a3dbca5ddbb125375fe6',
];

/** Throws `BadInput` for an admin key that anybody can read in a release. */
export function refuseShippedKey(given: string | undefined): void {
  if (given === undefined || !shipped.includes(sha256(given))) return;
  refuse(
    'EXIGIBLE_ADMIN_KEY',
    'got a key that a release carries in its files, expected one of your own (openssl rand -base64 24)',
  );
}

/** Revokes such keys where an earlier release left them in the database; answers how many. */
export function revokeShippedKeys(db: Database): Promise<number> {
  return revokeKeysOf(db, shipped);
}
