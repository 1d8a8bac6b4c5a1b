import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import puppeteer, { type Page } from 'puppeteer';
import { findBrowser } from '../../run/browser.ts';

const PATIENCE_MS = 60_000;
const GLANCE_MS = 250;
const SENT_WITHIN_MS = 2_000;
const DIALOG = 'dialog[open]';
const UPDATES = '#update-select-select li';

/** An operator in front of the Temporal Web UI: he reads a case and sends updates from its dialog. */
export interface WebUi {
  openList(query: string): Promise<void>;
  openCase(caseId: string): Promise<void>;
  /** Shows the details that a case says of itself. */
  openDetails(): Promise<void>;
  /** Opens « Send an Update » and fills it with one JSON object. */
  fill(name: string, payload: object): Promise<void>;
  /** Sends the update. */
  submit(): Promise<void>;
  /** Waits until a text is to be read, in the page or in a frame of it. */
  shows(text: string): Promise<void>;
  /** Keeps the screen as a picture. */
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens a browser on the Web UI. With `pictures`, a folder, screens are kept there. */
export async function openWebUi(url: string, pictures?: string): Promise<WebUi> {
  const { executablePath, headless } = findBrowser();
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await puppeteer.launch({ executablePath, headless, args, protocolTimeout: PATIENCE_MS });
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 860 });
  const go = async (path: string): Promise<void> => {
    await page.goto(`${url}/namespaces/default/workflows${path}`, { waitUntil: 'domcontentloaded', timeout: PATIENCE_MS });
  };
  return {
    openList: (query) => go(`?query=${encodeURIComponent(query)}`),
    async openCase(caseId) {
      await go(`/${encodeURIComponent(caseId)}`);
      await until(`the case ${caseId}`, () => isShown(page, 'button', 'More Actions'));
    },
    openDetails: () => until('the tab of the details', () => press(page, '#user-metadata-tab', '')),
    fill: (name, payload) => fill(page, name, payload),
    submit: () => until('that the update left', () => submitted(page)),
    shows: (text) =>
      until(
        `« ${text} »`,
        async () => (await textOf(page)).includes(text),
        () => textOf(page),
      ),
    async picture(name) {
      if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`) });
    },
    close: () => browser.close(),
  };
}

async function fill(page: Page, name: string, payload: object): Promise<void> {
  await until('the dialog', () => stepToDialog(page));
  await until(`the update ${name}`, () => stepToUpdate(page, name));
  const editor = await page.waitForSelector(`${DIALOG} [contenteditable="true"]`, { timeout: PATIENCE_MS });
  await editor?.click();
  await page.keyboard.type(JSON.stringify(payload));
}

/** A click before the page has woken up is lost: each step is taken again until the next one is to be seen. */
async function stepToDialog(page: Page): Promise<boolean> {
  if (await page.$(DIALOG)) return true;
  if (!(await press(page, '[data-testid="update-button"]', ''))) await press(page, 'button', 'More Actions');
  return false;
}

async function stepToUpdate(page: Page, name: string): Promise<boolean> {
  if (await press(page, `${DIALOG} ${UPDATES}`, name)) return true;
  await press(page, `${DIALOG} [data-testid="update-select-button"]`, '');
  return false;
}

/** Presses until the update is on its way: a press before the dialog has read what was typed sends nothing. */
async function submitted(page: Page): Promise<boolean> {
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().includes('/update/'), {
    timeout: SENT_WITHIN_MS,
  });
  const [, isSent] = await Promise.all([
    press(page, `${DIALOG} [data-testid="confirm-modal-button"]`, ''),
    sent.then(
      () => true,
      () => false,
    ),
  ]);
  return isSent;
}

/** A page that goes from one address to the next answers nothing: it is asked again. */
async function until(what: string, isSo: () => Promise<boolean>, seen = async () => ''): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > giveUpAt) throw new Error(`The Web UI does not show ${what}. ${await seen()}`);
    await pause(GLANCE_MS);
  }
}

/** Presses what is to be seen; false when it is not: the page holds a second, hidden header. */
function press(page: Page, selector: string, text: string): Promise<boolean> {
  return page.evaluate(
    `(() => { const it = ${shown(selector, text)}; it?.click(); return it !== undefined; })()`,
  ) as Promise<boolean>;
}

function isShown(page: Page, selector: string, text: string): Promise<boolean> {
  return page.evaluate(`${shown(selector, text)} !== undefined`) as Promise<boolean>;
}

/** In the page: the first element of a selector that is shown and starts with a text. */
function shown(selector: string, text: string): string {
  return `[...document.querySelectorAll(${JSON.stringify(selector)})]
    .find((element) => element.offsetParent !== null && element.textContent.trim().startsWith(${JSON.stringify(text)}))`;
}

async function textOf(page: Page): Promise<string> {
  const texts = page.frames().map((frame) => frame.evaluate('document.body?.innerText ?? ""').catch(() => ''));
  return (await Promise.all(texts)).join('\n');
}
