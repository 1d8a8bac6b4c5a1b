import lighthouse, { desktopConfig } from 'lighthouse';
import { launch } from 'puppeteer';
import { findBrowser } from '../run/browser.ts';

/** What Lighthouse thinks of a page, of a hundred, and what it holds against it. */
export interface Marks {
  readonly accessibility: number;
  readonly performance: number;
  readonly against: readonly string[];
}

const ENOUGH = 0.9;

/** Marks of pages of a site, as somebody with that cookie sees them on a desk. */
export async function marksOf(url: string, cookie: string, paths: readonly string[]): Promise<Readonly<Record<string, Marks>>> {
  const { executablePath } = findBrowser();
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await launch({ executablePath, headless: true, args });
  try {
    const marks: Record<string, Marks> = {};
    for (const path of paths) {
      const page = await browser.newPage();
      const flags = { extraHeaders: { cookie }, output: 'json' as const, onlyCategories: ['accessibility', 'performance'] };
      const result = await lighthouse(`${url}${path}`, flags, desktopConfig, page);
      if (!result) throw new Error(`Lighthouse says nothing of ${path}`);
      marks[path] = read(result.lhr);
      await page.close();
    }
    return marks;
  } finally {
    await browser.close();
  }
}

type Verdict = NonNullable<Awaited<ReturnType<typeof lighthouse>>>['lhr'];

function read({ categories, audits }: Verdict): Marks {
  const of = (name: string) => Math.round((categories[name]?.score ?? 0) * 100);
  const against = Object.values(audits).filter(({ score }) => score !== null && score < ENOUGH);
  return {
    accessibility: of('accessibility'),
    performance: of('performance'),
    against: against.map(({ id, displayValue }) => (displayValue ? `${id} (${displayValue})` : id)),
  };
}
