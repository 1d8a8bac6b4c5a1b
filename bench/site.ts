import type { Database } from '../db/database.ts';
import { addPerson, chooseCreditor, openSession } from '../db/people.ts';
import { addDays } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { meetOutside } from '../test/support/outside.ts';
import { creditor } from '../test/support/parties.ts';
import { ADMIN_KEY, startProduct } from '../test/support/product.ts';
import { openSite } from '../test/support/site-browser.ts';
import { type BenchOptions, type BenchResult, middleOf, peakMemoryMb, percentilesOf, rounded } from './result.ts';
import { CREDITORS, grow, openBase } from './site-base.ts';
import { approvalSeconds, sightsOf, tellLetters } from './site-eyes.ts';
import { marksOf } from './site-lighthouse.ts';

const VISITS = 200;
/** Visits of each page that are not counted: code is compiled over its first, which the first page of a round would pay for all. */
const WARMING = 20;
const goals = { pageMs: 100, figuresOfAllMs: 1000, sightMs: 2000, approvalsSeconds: 60, accessibility: 100, performance: 95 };
const MAIN_PAGES = ['/a-faire', '/dossiers', '/dossiers/invoice:c1:i1', '/rapprochement', '/chiffres'];
const OTHER_PAGES = ['/prochains', '/debiteurs/c1/d7', '/entrees', '/plans-de-relance', '/reglages'];

/** The times of a page, and those of the page of help that was asked for in turn with it: what every page costs, whatever it shows. */
interface Line {
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly goalMs: number;
  readonly helpMs: number;
  readonly ratio: number;
}

/**
 * A credit controller's pages and figures, and those of a house of forty creditors, on a running product with `size` open invoices; each in
 * turn with the page of help. Then what a person sees: a payment on an open page, fifty accords by keyboard, Lighthouse.
 */
export async function bench({ size = 1_000_000 }: BenchOptions): Promise<BenchResult> {
  const product = await startProduct();
  const outside = await meetOutside(product.apiUrl, ADMIN_KEY);
  await outside.tell('bank', 'bank.feed.checked', { account: creditor.iban, through: parisDay(Date.now()) });
  const db = await openBase(product.databaseUrl);
  try {
    await tellLetters(outside);
    await grow(db, size);
    const pages = await pagesOf(db, product.apiUrl);
    const seen = await seenBy(product.apiUrl, await cameIn(db, 'c1'), outside);
    const lines = Object.values(pages);
    const details = { size, creditors: CREDITORS, visits: VISITS, goals, pages, ...seen };
    return {
      name: 'site',
      ours: Math.max(...lines.map(({ medianMs }) => medianMs)),
      baseline: middleOf(lines.map(({ helpMs }) => helpMs)),
      ratio: Math.max(...lines.map(({ ratio }) => ratio)),
      unit: 'ms (the slowest page beside the page of help)',
      peakMemoryMb: peakMemoryMb(),
      details,
    };
  } finally {
    await db.close();
    await product.stop();
  }
}

/** What a person sees, whose browser opens once all is there. */
async function seenBy(url: string, cookie: string, outside: Awaited<ReturnType<typeof meetOutside>>) {
  const eyes = await openSite(url);
  try {
    await eyes.page.setCookie({ name: 'exigible', value: cookie.split('=')[1] ?? '', url });
    const lighthouse = await marksOf(url, cookie, MAIN_PAGES);
    const sights = percentilesOf(await sightsOf({ eyes, outside }));
    return { sights, approvals: rounded(await approvalSeconds({ eyes, outside })), lighthouse };
  } finally {
    await eyes.close();
  }
}

async function pagesOf(db: Database, url: string): Promise<Readonly<Record<string, Line>>> {
  const lines: Record<string, Line> = {};
  const today = parisDay(Date.now());
  const figures = [0, 30, 365].map((ago) => `/chiffres?jour=${addDays(today, -ago)}`);
  const words = ['q=F-77&open=tous', 'q=Client+77', 'q=VIR+F-77', 'q=250,00', 'q=rien+de+tel'];
  const sorted = ['phase=reminding&sort=balance', 'sort=balance', 'sort=next', 'sort=debtor'];
  const searched = [...words, ...sorted].map((query) => `/dossiers?${query}`);
  for (const [who, chosen] of [
    ['one', 'c1'],
    ['all', null],
  ] as const) {
    const cookie = await cameIn(db, chosen);
    const paths = [...MAIN_PAGES, ...OTHER_PAGES, ...searched, ...figures, '/sauter?q=F-77', '/changes'];
    for (let visit = 0; visit < WARMING; visit += 1) for (const path of paths) await timeOf(`${url}${path}`, cookie);
    for (const path of paths) {
      const goalMs = chosen === null && path.startsWith('/chiffres') ? goals.figuresOfAllMs : goals.pageMs;
      const line = { goalMs, ...(await timesOf(url, path, cookie)) };
      lines[`${path}, ${who}`] = line;
      // A quarter of an hour of visits is not lost with what comes after them.
      process.stderr.write(`${path}, ${who}: ${JSON.stringify(line)}\n`);
    }
  }
  return lines;
}

/** The cookie of somebody who has come in and looks at one creditor, or at all. */
async function cameIn(db: Database, chosen: string | null): Promise<string> {
  const person = await addPerson(db, { name: 'Anne', role: 'admin', creditors: null });
  const token = await openSession(db, person);
  await chooseCreditor(db, token, chosen);
  return `exigible=${token}`;
}

async function timesOf(url: string, path: string, cookie: string): Promise<Omit<Line, 'goalMs'>> {
  const [times, helps]: [number[], number[]] = [[], []];
  for (let visit = 0; visit < VISITS; visit += 1) {
    helps.push(await timeOf(`${url}/aide`, cookie));
    times.push(await timeOf(`${url}${path}`, cookie));
  }
  const [own, help] = [percentilesOf(times), percentilesOf(helps)];
  return { ...own, helpMs: help.medianMs, ratio: rounded(own.medianMs / help.medianMs) };
}

async function timeOf(url: string, cookie: string): Promise<number> {
  const beganMs = performance.now();
  const answer = await fetch(url, { headers: { cookie, accept: url.endsWith('/changes') ? '*/*' : 'text/html' } });
  await answer.text();
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return performance.now() - beganMs;
}
