import { launch } from 'puppeteer';
import { findBrowser } from '../run/browser.ts';

/** What Lighthouse thinks of a page, of a hundred, and what it holds against it. */
export interface Marks {
  readonly accessibility: number;
  readonly performance: number;
  readonly against: readonly string[];
}

const ENOUGH = 0.9;

/** What Lighthouse answers, as far as it is read here. */
interface Verdict {
  readonly categories: Readonly<Record<string, { readonly score: number | null } | undefined>>;
  readonly audits: Readonly<
    Record<string, { readonly id: string; readonly score: number | null; readonly displayValue?: string }>
  >;
}

interface Lighthouse {
  readonly default: (url: string, flags: object, config: object, page: object) => Promise<{ readonly lhr: Verdict } | undefined>;
  readonly desktopConfig: object;
}

/**
 * Lighthouse 12 is no dependency: one of its own asks for whatever is the latest of two others, so that no lock holds and no bill of
 * materials can be made. Who measures installs it beside: `npm install --no-save lighthouse@12.8.2`.
 */
async function lighthouse(): Promise<Lighthouse | null> {
  const name = 'lighthouse';
  return import(name).catch(() => null) as Promise<Lighthouse | null>;
}

/** Marks of pages of a site, as somebody with that cookie sees them on a desk; none where Lighthouse is not installed. */
export async function marksOf(url: string, cookie: string, paths: readonly string[]): Promise<Readonly<Record<string, Marks>>> {
  const judge = await lighthouse();
  if (!judge) return {};
  const { executablePath } = findBrowser();
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await launch({ executablePath, headless: true, args });
  // Lighthouse may still look at a page that it has judged, and reject when that is closed, long after too.
  process.on('unhandledRejection', () => {});
  try {
    const marks: Record<string, Marks> = {};
    for (const path of paths) {
      const page = await browser.newPage();
      const flags = { extraHeaders: { cookie }, output: 'json', onlyCategories: ['accessibility', 'performance'] };
      const result = await judge.default(`${url}${path}`, flags, judge.desktopConfig, page);
      if (!result) throw new Error(`Lighthouse says nothing of ${path}`);
      marks[path] = read(result.lhr);
      process.stderr.write(`${path}: ${JSON.stringify(marks[path])}\n`);
      await page.close();
    }
    return marks;
  } finally {
    await browser.close();
  }
}

function read({ categories, audits }: Verdict): Marks {
  const of = (name: string) => Math.round((categories[name]?.score ?? 0) * 100);
  const against = Object.values(audits).filter(({ score }) => score !== null && score < ENOUGH);
  return {
    accessibility: of('accessibility'),
    performance: of('performance'),
    against: against.map(({ id, displayValue }) => (displayValue ? `${id} (${displayValue})` : id)),
  };
}
