import { follow } from '../activities/follow.ts';
import { putMovementsTogether } from '../db/movements.ts';
import type { Ground } from './ground.ts';

const LOOK_EVERY_MS = 3_600_000;

/** Puts the movements of the ledger together each hour, so that figures of any past day read few rows, until it is stopped. */
export function followLedger({ db, log }: Pick<Ground, 'db' | 'log'>): () => Promise<void> {
  const look = async () => {
    await putMovementsTogether(db);
    return false;
  };
  return follow(look, LOOK_EVERY_MS, (error) => log.error({ err: error }, 'the ledger of figures could not be put together'));
}
