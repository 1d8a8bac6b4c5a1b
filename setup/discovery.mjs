import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cachePlaces } from './cache.mjs';
import { firstExecutable, isExecutable, onPath } from './look.mjs';

/** The Temporal command: the one of the PATH, else the one of our cache; null where there is none. */
export function findEngine(env = process.env) {
  return onPath(['temporal'], env) ?? firstExecutable([join(cachePlaces(env).engine, 'temporal')]);
}

/** The launcher of the time-skipping server in our cache, or null. */
export function findTimeSkipping(env = process.env) {
  return firstExecutable([join(cachePlaces(env).timeSkipping, 'test-server')]);
}

/** A Chromium that puppeteer can drive: the variable, the PATH, our cache; null where there is none. */
export function findChromium(env = process.env) {
  const named = env.PUPPETEER_EXECUTABLE_PATH;
  if (named) return isExecutable(named) ? named : null;
  return onPath(['chromium-headless-shell', 'chromium', 'google-chrome'], env) ?? cachedChromium(env);
}

/** A tool of poppler (pdftotext, pdftoppm), which only the tests use, or null. */
export function findPoppler(name, env = process.env) {
  return onPath([name], env) ?? firstExecutable([join(cachePlaces(env).debianPoppler, 'bin', name)]);
}

function cachedChromium(env) {
  const { browser, debianBrowser } = cachePlaces(env);
  return firstExecutable([...puppeteerBrowsers(browser), join(debianBrowser, 'bin', 'chromium-headless-shell')]);
}

/** puppeteer's layout: <kind>/<platform>-<version>/<kind>-<platform>/<kind>. */
export function puppeteerBrowsers(root) {
  const kinds = folders(join(root, 'chrome-headless-shell'));
  return kinds.flatMap((build) => folders(build).map((folder) => join(folder, 'chrome-headless-shell')));
}

function folders(path) {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(path, entry.name));
  } catch {
    return [];
  }
}
