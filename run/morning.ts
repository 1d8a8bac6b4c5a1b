import { follow } from '../activities/follow.ts';
import { writeMornings } from '../activities/morning.ts';
import { publicUrlOf } from '../config.ts';
import { documentStore } from './document-store.ts';
import type { Ground } from './ground.ts';
import { wayOut } from './providers.ts';

const LOOK_EVERY_MS = 300_000;

/** Writes the lists of the morning, until it is stopped (activities/morning.ts). */
export async function followMornings({ config, db, dataDir, log }: Pick<Ground, 'config' | 'db' | 'dataDir' | 'log'>) {
  const { mail, fromEmail } = await wayOut(config, dataDir, documentStore(config, dataDir));
  const ground = { db, mail, fromEmail, siteUrl: publicUrlOf(config).replace(/\/$/, ''), clock: Date.now };
  const look = async () => {
    await writeMornings(ground);
    return false;
  };
  return follow(look, LOOK_EVERY_MS, (error) => log.error({ err: error }, 'a list of the morning could not be written'));
}
