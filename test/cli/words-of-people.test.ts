import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDERS = ['activities', 'api', 'cases', 'cli', 'demo', 'domain', 'run', 'templates', 'workflows'];

/** Every text between quotes of the sources, and every line of the templates: what may come before a person. */
const texts = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
)
  .filter((name) => /\.(ts|liquid)$/.test(name) && !name.endsWith('legal-lint.ts'))
  .flatMap((name) => {
    const source = readFileSync(join(ROOT, name), 'utf8');
    const own = name.endsWith('.liquid') ? source.split('\n') : [...source.matchAll(/'[^'\n]*'|`[^`]*`/g)].map(([text]) => text);
    return own.map((text) => ({ name, text: text.replaceAll(/\$\{[^}]*\}/g, '…') }));
  });

/** Nothing of the kind reaches an operator or a debtor; each once did. */
const never: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['the English name of a screen', /Web UI|dashboard/i],
  ['a role in English in a French sentence', /clés? (approver|operator|viewer|admin)\b/],
  ['a field in the place of its name', /\b(debtor|creditor|invoice)\.\w+\s?:\s?non/],
  ['« accusé » beside « avis de réception »', /accusés? de réception(?! d’un)|accusé à saisir/],
  ['a hyphen for a minus sign before an amount', /(^|[ (])-…? ?€|-\s?\d+(,\d\d)? ?€/],
  ['an escaped ampersand', /&amp;/],
  ['one in the plural', /\ben 1 versements\b|\b1 factures\b/],
  ['the last day called the day before', /\b(faire|payer|régler|poster) avant le\b/],
];

describe('what operators and debtors read', () => {
  test('is looked at', () => expect(texts.length).toBeGreaterThan(3_000));

  test.each(never)('%s', (_what, pattern) => {
    expect(texts.filter(({ text }) => pattern.test(text))).toEqual([]);
  });
});
