import { setTimeout as pause } from 'node:timers/promises';

/**
 * Looks now and then until it is stopped; answers with what stops it, which waits for the look under way. A look that answers true has more
 * to do and is taken again at once; one that rejects is told to `failed`, and taken again like any other. `everyMs` in milliseconds.
 */
export function follow(
  look: () => Promise<boolean | undefined>,
  everyMs: number,
  failed: (error: unknown) => void,
): () => Promise<void> {
  const stopped = new AbortController();
  const { signal } = stopped;
  const isAgain = () =>
    look().catch((error: unknown) => {
      failed(error);
      return false;
    });
  const loop = async (): Promise<void> => {
    while (!signal.aborted)
      if (!(await isAgain())) await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
  };
  const running = loop();
  return async () => {
    stopped.abort();
    await running;
  };
}
