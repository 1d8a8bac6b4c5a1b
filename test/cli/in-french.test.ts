import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inFrench } from '../../domain/in-french.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const ENGLISH =
  /\b(expected|missing|got|such as|at least|at most|whose|that|the|an? [a-z]+ (of|in|with)|unknown|cannot|is|no [a-z]+|each|or|with)\b/;

describe('a fault at the terminal', () => {
  test.each([
    ['$.creditor', 'missing, expected an object', '$.creditor: manque\u00a0; attendu\u00a0: un objet'],
    ['$.a', 'got an unknown field, expected one of the fields b, c', '$.a: champ inconnu\u00a0; attendus\u00a0: b, c'],
    ['$.kind', 'got "x", expected one of "a", "b"', '$.kind: reçu "x"\u00a0; attendu\u00a0: l’un de "a", "b"'],
    [
      '$.quality',
      'got "trader", expected one of private or null for the kind "consumer"',
      '$.quality: reçu "trader"\u00a0; attendu\u00a0: l’un de private ou null pour le type « consumer »',
    ],
    ['$.by', 'got "", expected at least 1 characters', '$.by: reçu ""\u00a0; attendu\u00a0: un texte qui n’est pas vide'],
    ['', 'cannot read x.json: ENOENT: no such file or directory', 'x.json est introuvable\u00a0: vérifier le chemin'],
    [
      '',
      'not a JSON document: Expected "," in JSON at position 12',
      'ce n’est pas un document JSON (faute vers le caractère 12)',
    ],
    ['$.x', 'Indiquez la date.', '$.x: Indiquez la date.'],
  ])('%s %s', (path, message, french) => expect(inFrench({ path, message })).toBe(french));

  /** Every fault that a command may tell: what a schema or a rule expects, and what is refused with its own words. Values stand as `1`. */
  const files = ['domain', 'bank', 'cli'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const told = files
    .filter((name) => name.endsWith('.ts') && !name.endsWith('in-french.ts'))
    .flatMap((name) => faultsIn(readFileSync(join(ROOT, name), 'utf8')));
  const basic = [
    'an object',
    'a text',
    'an integer',
    'a number',
    'true or false',
    'a list',
    'a value',
    'an e-mail address',
    'an http(s) URL',
  ];
  const messages = new Set([...told, ...basic.map((expected) => `missing, expected ${expected}`)]);

  test('are looked at', () => expect(messages.size).toBeGreaterThan(70));

  test.each([...messages])('%s', (message) => {
    expect(inFrench({ path: '', message })).not.toMatch(ENGLISH);
  });
});

/** What follows a bracket of a refinement, a check or a refusal, up to the end of the statement. */
const TOLD = /(?:refine|regex|tell|refuse)\((?:[^;]|;(?!\n))*|message: [`'][^\n]*/g;

function faultsIn(source: string): string[] {
  const texts = [...source.matchAll(TOLD)].flatMap(([said]) => [...said.matchAll(/'([^'\n]+)'|`([^`\n]+)`/g)]);
  return texts
    .map(([, plain, template]) => (plain ?? template ?? '').replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '1'))
    .filter((text) => !text.endsWith('expected 1') && /^[a-z0-9"].* /.test(text) && ENGLISH.test(text) && !/[éèàùç’«]/.test(text))
    .map((text) =>
      /^(got|missing|expected|cannot|no legal|plays|the archive|the server|an SMS)\b/.test(text)
        ? text
        : `missing, expected ${text}`,
    );
}
