import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inFrench } from '../../cli/in-french.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const ENGLISH = /\b(expected|missing|got|such as|at least|whose|that exists|an? [a-z]+ (of|in|with)|unknown|cannot)\b/;

describe('a fault at the terminal', () => {
  test.each([
    ['$.creditor', 'missing, expected an object', '$.creditor: manque\u00a0; attendu\u00a0: un objet'],
    ['$.a', 'got an unknown field, expected one of the fields b, c', '$.a: champ inconnu\u00a0; attendus\u00a0: b, c'],
    ['$.kind', 'got "x", expected one of "a", "b"', '$.kind: reçu "x"\u00a0; attendu\u00a0: l’un de "a", "b"'],
    ['$.by', 'got "", expected at least 1 characters', '$.by: reçu ""\u00a0; attendu\u00a0: un texte qui n’est pas vide'],
    ['', 'cannot read x.json: ENOENT: no such file or directory', 'x.json est introuvable\u00a0: vérifier le chemin'],
    [
      '',
      'not a JSON document: Expected "," in JSON at position 12',
      'ce n’est pas un document JSON (faute vers le caractère 12)',
    ],
    ['$.x', 'Indiquez la date.', '$.x: Indiquez la date.'],
  ])('%s %s', (path, message, french) => expect(inFrench({ path, message })).toBe(french));

  /** Every expectation that a schema of the documents people write is given as a plain text. */
  const files = ['document-schema.ts', 'plan/duration-schema.ts', 'party/party-fields-schema.ts'].concat(
    readdirSync(join(ROOT, 'domain/simulate'), 'utf8').map((name) => `simulate/${name}`),
  );
  const expectations = files
    .flatMap((file) => [...readFileSync(join(ROOT, 'domain', file), 'utf8').matchAll(/(?:refine|regex)\([^\n]*?, '([^'\n]+)'/g)])
    .map(([, refined]) => refined ?? '')
    .concat('an object', 'a text', 'an integer', 'a number', 'true or false', 'a list', 'an e-mail address', 'an http(s) URL');

  test.each([...new Set(expectations)])('%s', (expected) => {
    expect(inFrench({ path: '', message: `missing, expected ${expected}` })).not.toMatch(ENGLISH);
  });
});
