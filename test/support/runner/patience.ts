import { setTimeout as pause } from 'node:timers/promises';

/**
 * How long a wait may take before it counts as hung, in milliseconds. No busy machine comes near it: waits end because what they wait
 * for happened, or can no longer happen.
 */
export const WAIT_MS = 15 * 60_000;

/** What vitest allows a test or a hook, in milliseconds: more than a wait, which says better what it waited for. */
export const TEST_MS = 20 * 60_000;

/** Looks until it is so. Rejects when `isSo` does, or when it hangs: then with what is seen instead. */
export async function until(
  isSo: () => Promise<boolean> | boolean,
  seen: () => Promise<string> | string,
  everyMs = 100,
): Promise<void> {
  const hangsAt = Date.now() + WAIT_MS;
  while (!(await isSo())) {
    if (Date.now() > hangsAt) throw new Error(`It hangs: ${await seen()}`);
    await pause(everyMs);
  }
}
