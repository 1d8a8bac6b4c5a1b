import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { attacks } from '../attack/attacks.ts';

test.each(attacks)('$door, $what: there is a test that tries it', ({ file, named }) => {
  const source = readFileSync(join(import.meta.dirname, '..', '..', file), 'utf8');
  const titles = [...source.matchAll(/'([^'\n]+)'/g)].map(([, title = '']) => title.replaceAll('\\u00a0', '\u00a0'));
  expect(titles.filter((title) => named.test(title))).not.toEqual([]);
});
