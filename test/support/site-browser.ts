import { setTimeout as pause } from 'node:timers/promises';
import { AxePuppeteer } from '@axe-core/puppeteer';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { findBrowser } from '../../run/browser.ts';
import { until, WAIT_MS } from './runner/patience.ts';

/** A person in front of a site of ours, in a real browser. */
export interface SiteBrowser {
  readonly browser: Browser;
  readonly page: Page;
  /** What the page complained of: errors of scripts and what the policy refused. */
  readonly complaints: string[];
  go(path: string): Promise<number>;
  /** The text that is to be read. */
  text(): Promise<string>;
  /** Waits until a text is to be read. */
  shows(text: string): Promise<void>;
  /** What axe finds wrong, on a telephone and a wide screen, in light and dark: `width scheme: rule (where)`. */
  faults(options?: Judging): Promise<string[]>;
  close(): Promise<void>;
}

/** Longer than Turbo waits before it fetches a page again. */
const DEBOUNCE_MS = 300;
/** `asItIs`: a page that is being fetched is judged without waiting for its rest, which may never come. */
interface Judging {
  readonly asItIs?: boolean;
}

const widths = [360, 1440] as const;
const schemes = ['light', 'dark'] as const;

/** Opens a browser on a site. */
export async function openSite(url: string): Promise<SiteBrowser> {
  const { executablePath, headless } = findBrowser();
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await puppeteer.launch({ executablePath, headless, args, pipe: true, protocolTimeout: WAIT_MS });
  const page = await browser.newPage();
  page.setDefaultTimeout(WAIT_MS);
  await page.setViewport({ width: 1440, height: 900 });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) complaints.push(message.text());
  });
  /** With plain spaces: what the eye reads, not the typography. */
  const text = async () => String(await page.evaluate('document.body.innerText')).replace(/[\u00a0\u202f]/g, ' ');
  return {
    browser,
    page,
    complaints,
    go: async (path) => (await page.goto(`${url}${path}`, { waitUntil: 'load' }))?.status() ?? 0,
    text,
    shows: (wanted) =>
      until(
        () =>
          text().then(
            (all) => all.includes(wanted),
            () => false,
          ),
        async () => `the page does not show « ${wanted} »: ${await text()}`,
      ),
    async faults({ asItIs = false } = {}) {
      const found: string[] = [];
      if (!asItIs) await holdAtRest(page);
      for (const width of widths) for (const scheme of schemes) found.push(...(await faultsAt(page, width, scheme)));
      await page.evaluate('for (const live of document.querySelectorAll("live-page")) delete live.look');
      await page.setViewport({ width: 1440, height: 900 });
      return found;
    },
    close: () => browser.close(),
  };
}

async function faultsAt(page: Page, width: number, scheme: (typeof schemes)[number]): Promise<string[]> {
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  const { violations } = await new AxePuppeteer(page).exclude('iframe').analyze();
  const wide = (await page.evaluate('document.documentElement.scrollWidth')) as number;
  const found = violations.map(({ id, nodes }) => `${id} (${nodes.map(({ target }) => String(target)).join(', ')})`);
  return [...found, ...(wide > width ? [`scrolls sideways: ${wide}`] : [])].map((fault) => `${width} ${scheme}: ${fault}`);
}

/** A page that is drawn again meanwhile is marked busy as a whole, which is no fault of it: it looks for nothing new until it was judged. */
async function holdAtRest(page: Page): Promise<void> {
  await page.evaluate('for (const live of document.querySelectorAll("live-page")) live.look = async () => {}');
  // What was seen just before is fetched a moment later.
  await pause(DEBOUNCE_MS);
  const isAtRest = `[...document.querySelectorAll("live-page")].every(({ isAsking }) => !isAsking)
    && !document.documentElement.hasAttribute("aria-busy")`;
  await until(
    async () => (await page.evaluate(isAtRest)) === true,
    async () => 'the page is fetched for ever',
  );
}
