import { homedir } from 'node:os';
import { join } from 'node:path';

/** The versions that the product is tested with; each has its own place in the cache. */
export const versions = { temporal: '1.5.1', testServer: '1.38.0' };

/** The per-user cache: EXIGIBLE_CACHE, else exigible under XDG_CACHE_HOME or ~/.cache. */
export function cacheRoot(env) {
  return env.EXIGIBLE_CACHE || join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'exigible');
}

/** Where each thing lies once it is complete. Nothing half made ever has one of these names. */
export function cachePlaces(env) {
  const root = cacheRoot(env);
  return {
    engine: join(root, `temporal-${versions.temporal}`),
    timeSkipping: join(root, `test-server-${versions.testServer}`),
    browser: join(root, 'browser'),
    debianBrowser: join(root, 'debian-chromium-headless-shell'),
    debianPoppler: join(root, 'debian-poppler-utils'),
  };
}
