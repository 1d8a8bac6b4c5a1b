import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const headingsOf = (page: string) => [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading ?? '');

/** As GitHub makes an anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

/** A page that a comment cites, by number (`docs/plans.md 5`) or by its words (`docs/legal-rules.md, In the product`). */
const CITED = /(?:[\w-]+\/)*[\w-]+\.md(?: (\d+)|, ([A-Z][^)]*)\))?/g;

function brokenIn(comment: string): string[] {
  return [...comment.matchAll(CITED)].flatMap(([cited, number, words]) => {
    const [page = ''] = cited.split(/[ ,]/, 1);
    if (!existsSync(join(root, page))) return [cited];
    const sought = number === undefined ? words : `${number}. `;
    return sought === undefined || headingsOf(page).some((heading) => heading.startsWith(sought)) ? [] : [cited];
  });
}

describe('what a comment cites is there', () => {
  const sources = files.filter((path) => /^(?!test\/)[\w/-]+\.(?:ts|mjs|sql)$/.test(path) && existsSync(join(root, path)));
  const comments = (path: string) => [...read(path).matchAll(/(?:\/\*\*?|^\s*\*|\/\/|^\s*--) .*$/gm)].map(([line]) => line);
  test('pages and their headings', () => {
    expect(sources.length).toBeGreaterThan(300);
    expect(
      sources.flatMap((path) =>
        comments(path)
          .flatMap(brokenIn)
          .map((cited) => `${path}: ${cited}`),
      ),
    ).toEqual([]);
  });
});

describe('what a page names is there', () => {
  const pages = files.filter((path) => /^(?:[A-Z]+|docs\/[\w-]+)\.md$/.test(path) && path !== 'CHANGELOG.md');
  /** From the root, from the page, or from where the page says that it speaks of. */
  const places = (page: string) => ['.', dirname(page), 'domain', 'test', 'test/domain'];

  test.each(pages)('%s: files in backquotes', (page) => {
    const named = [...read(page).matchAll(/`((?:\.\.\/)?[\w-]+\/[\w./-]+\.(?:ts|mjs|sql|yaml|yml|json))`/g)].map(
      ([, path]) => path ?? '',
    );
    expect(named.filter((path) => !places(page).some((place) => existsSync(join(root, place, path))))).toEqual([]);
  });

  test.each(pages)('%s: links and their headings', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
    const broken = links.filter(([, path = '', anchor]) => {
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && !headingsOf(target).some((heading) => anchorOf(heading) === anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});
