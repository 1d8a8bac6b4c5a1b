import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachePlaces } from './cache.mjs';
import { run } from './command.mjs';
import { takeFromDebian } from './debian.mjs';
import { findChromium, puppeteerBrowsers } from './discovery.mjs';
import { makeWhole } from './making.mjs';

const VENDOR = 'https://storage.googleapis.com/chrome-for-testing-public/';
const ANSWER_WITHIN_MS = 5000;
const FETCH_WITHIN_MS = 300_000;
const PUPPETEER = fileURLToPath(new URL('../node_modules/puppeteer/lib/cjs/puppeteer/node/cli.js', import.meta.url));

/** The browser that turns letters into PDF files. */
export const chromium = {
  name: 'Chromium',
  purposes: ['demo', 'start', 'test'],
  find: findChromium,
  looked: (env) =>
    env.PUPPETEER_EXECUTABLE_PATH
      ? `PUPPETEER_EXECUTABLE_PATH=${env.PUPPETEER_EXECUTABLE_PATH}`
      : `PUPPETEER_EXECUTABLE_PATH, chromium-headless-shell, chromium et google-chrome dans le PATH, ${cachePlaces(env).browser}`,
  sources: (env) => (env.PUPPETEER_EXECUTABLE_PATH ? [] : SOURCES),
  fix: (env) => (env.PUPPETEER_EXECUTABLE_PATH ? 'unset PUPPETEER_EXECUTABLE_PATH' : fixOf()),
};

/** A path given by hand is right or wrong: nothing is fetched in its place. */
const SOURCES = [
  { title: 'téléchargement de Chromium par puppeteer', take: takeFromPuppeteer },
  { title: 'paquet Debian chromium-headless-shell', take: takePackage },
];

function fixOf() {
  return existsSync('/usr/bin/apt-get')
    ? 'sudo apt-get update && sudo apt-get install -y chromium-headless-shell'
    : 'installez Chromium et donnez son chemin : export PUPPETEER_EXECUTABLE_PATH=/chemin/vers/chromium';
}

/** A browser that lacks a library of the system does not count: it must say its version before it is kept. */
async function takeFromPuppeteer(env) {
  await fetch(VENDOR, { method: 'HEAD', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  await makeWhole(cachePlaces(env).browser, async (folder) => {
    const args = ['browsers', 'install', 'chrome-headless-shell', '--path', folder];
    await run(process.execPath, [PUPPETEER, ...args], { env, timeoutMs: FETCH_WITHIN_MS });
    const [binary] = puppeteerBrowsers(folder);
    await run(binary, ['--version'], { env });
  });
}

function takePackage(env, step) {
  const tools = [{ name: 'chromium-headless-shell', program: join('usr', 'lib', 'chromium', 'chromium-headless-shell') }];
  return takeFromDebian(env, { packageName: 'chromium-headless-shell', place: cachePlaces(env).debianBrowser, tools, step });
}
