import { copyFile, stat, truncate } from 'node:fs/promises';
import { retentions } from '../domain/retention.ts';

const DAY_MS = 86_400_000;
const HALF_MS = (retentions.logs.months * 30 * DAY_MS) / 2;
/** A disk is not filled by what nobody reads. */
const MOST_BYTES = 50_000_000;

/**
 * Half of the time that logs are kept lies in the file that is written, the other half in the one before; a file of fifty megabytes turns
 * at once. Whoever writes it appends, and goes on in the same file.
 */
export async function turnLog(file: string, nowMs: number, mostBytes = MOST_BYTES): Promise<void> {
  const [log, before] = await Promise.all([stat(file).catch(() => null), stat(`${file}.1`).catch(() => null)]);
  if (log === null) return;
  const isOld = nowMs - (before?.mtimeMs ?? log.birthtimeMs) >= HALF_MS;
  if (!isOld && log.size <= mostBytes) return;
  await copyFile(file, `${file}.1`);
  await truncate(file);
}
