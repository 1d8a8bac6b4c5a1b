import { expect, test } from 'vitest';
import { sentence } from '../../../domain/in-french.ts';
import { hasRightKey, keyFaults } from '../../../domain/party/siren.ts';

test.each([
  ['732829320', true],
  ['552100554', true],
  ['356000000', true],
  ['812345676', true],
  ['812345678', false],
  ['552100545', false],
  ['812345667', false],
])('the key of %s is right: %s', (siren, isRight) => {
  expect(hasRightKey(siren)).toBe(isRight);
});

test('one whose key is wrong is told where the right one stands; one that is none is judged elsewhere', () => {
  const [fault, ...more] = keyFaults('812345678');
  expect([fault?.path, more]).toEqual(['$.siren', []]);
  expect(sentence(fault?.message ?? '')).toBe(
    'reçu "812345678"\u00a0; attendu\u00a0: un SIREN dont la clé est juste, tel que le portent l’avis Sirene et le Kbis',
  );
  expect(['552100554', '12', '', undefined, null].flatMap(keyFaults)).toEqual([]);
});
