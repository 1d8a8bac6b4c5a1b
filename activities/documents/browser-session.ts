import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import puppeteer, { type Browser, type Page } from 'puppeteer';

const REMOVALS = 10;
const GLANCE_MS = 50;

const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-sync',
  '--font-render-hinting=none',
  '--metrics-recording-only',
  '--no-first-run',
];

/** One running browser with a profile folder of its own. */
export interface BrowserSession {
  readonly connected: () => boolean;
  /** A page that runs no script and reaches no network. */
  readonly openPage: () => Promise<Page>;
  /** Ends the browser and removes its profile, also after a crash. */
  readonly close: () => Promise<void>;
}

/** Starts a browser. It ends with this process, however that ends: it listens on a pipe. */
export async function openBrowser(executablePath: string): Promise<BrowserSession> {
  const userDataDir = await mkdtemp(join(tmpdir(), 'exigible-chromium-'));
  const browser = await launch(executablePath, userDataDir).catch(async (error: unknown) => {
    await removeFolder(userDataDir);
    throw error;
  });
  return {
    connected: () => browser.connected,
    openPage: () => openPage(browser),
    close: async () => {
      await browser.close().catch(() => browser.process()?.kill('SIGKILL'));
      await removeFolder(userDataDir);
    },
  };
}

function launch(executablePath: string, userDataDir: string): Promise<Browser> {
  const asRoot = process.getuid?.() === 0;
  return puppeteer.launch({
    executablePath,
    userDataDir,
    headless: basename(executablePath).includes('headless-shell') ? 'shell' : true,
    pipe: true,
    args: asRoot ? [...quiet, '--no-sandbox'] : quiet,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  await page.setOfflineMode(true);
  return page;
}

/** The last child of a browser may write once more after it ended: the folder is removed until it stays away. */
async function removeFolder(folder: string): Promise<void> {
  for (let tries = 0; tries < REMOVALS; tries += 1) {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    await pause(GLANCE_MS);
    if (!existsSync(folder)) return;
  }
}
