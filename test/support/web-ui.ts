import { join } from 'node:path';
import puppeteer, { type HTTPRequest, type Page } from 'puppeteer';
import { findBrowser } from '../../run/browser.ts';
import { WAIT_MS, until as waitUntil } from './runner/patience.ts';

const GLANCE_MS = 250;
const LOOKS_PER_PRESS = 8;
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
  const browser = await puppeteer.launch({ executablePath, headless, args, protocolTimeout: WAIT_MS });
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 860 });
  const go = async (path: string): Promise<void> => {
    await page.goto(`${url}/namespaces/default/workflows${path}`, { waitUntil: 'domcontentloaded', timeout: WAIT_MS });
  };
  return {
    openList: (query) => go(`?query=${encodeURIComponent(query)}`),
    async openCase(caseId) {
      await go(`/${encodeURIComponent(caseId)}`);
      await until(`the case ${caseId}`, () => isShown(page, 'button', 'More Actions'));
    },
    openDetails: () => until('the tab of the details', () => press(page, '#user-metadata-tab', '')),
    fill: (name, payload) => fill(page, name, payload),
    submit: () => submit(page),
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
  const editor = await page.waitForSelector(`${DIALOG} [contenteditable="true"]`, { timeout: WAIT_MS });
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

/** Presses until the update is on its way, every two seconds: a press before the dialog has read what was typed sends nothing. */
async function submit(page: Page): Promise<void> {
  let [looks, isSent] = [0, false];
  const hear = (request: HTTPRequest): void => {
    isSent ||= request.method() === 'POST' && request.url().includes('/update/');
  };
  page.on('request', hear);
  await until('that the update left', async () => {
    if (!isSent && looks++ % LOOKS_PER_PRESS === 0) await press(page, `${DIALOG} [data-testid="confirm-modal-button"]`, '');
    return isSent;
  });
  page.off('request', hear);
}

/** A page that goes from one address to the next answers nothing: it is asked again. */
function until(what: string, isSo: () => Promise<boolean>, seen = async () => ''): Promise<void> {
  return waitUntil(
    () => isSo().catch(() => false),
    async () => `the Web UI does not show ${what}. ${await seen()}`,
    GLANCE_MS,
  );
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
