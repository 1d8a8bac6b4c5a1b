import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { creditorReferenceBody, isCreditorReference } from '../../../domain/matching/creditor-reference.ts';
import { compactNumber, looseNumber, numberTokens } from '../../../domain/matching/number-tokens.ts';

describe('numbers', () => {
  it.each([
    ['F-2026/0412', 'F20260412', 'F2026412'],
    ['f 2026.0412', 'F20260412', 'F2026412'],
    ['F-2O26-O412', 'F2O26O412', 'F2026412'],
    ['É001', 'E001', 'E1'],
    ['000', '000', '0'],
  ])('%s', (text, compact, loose) => {
    expect([compactNumber(text), looseNumber(text)]).toEqual([compact, loose]);
  });
});

describe('tokens', () => {
  const whole = (text: string): readonly string[] =>
    numberTokens(text)
      .filter((token) => token.isWhole)
      .map((token) => token.compact);

  it.each([
    ['FACT F-2026-0412', 'F20260412', true],
    ['FACT:F-2026-0412;', 'F20260412', true],
    ['/INV/F-2026-0412/', 'F20260412', true],
    ['AV-2026-0412', '20260412', false],
    ['F-2026-0412-B', 'F20260412', false],
    ['2026/0412/7', '20260412', false],
    ['2026 0412', '20260412', false],
    ['F-2026-04123', 'F20260412', false],
    ['F-2026, 0412', 'F20260412', false],
  ])('%s holds %s whole: %s', (text, compact, isWhole) => {
    expect(whole(text).includes(compact)).toBe(isWhole);
  });

  test.prop([fc.array(fc.stringMatching(/^[A-Za-z]{1,8}$/), { maxLength: 5 }), fc.stringMatching(/^[A-Z]{1,3}-\d{4}-\d{2,6}$/)])(
    'a number among words is found whole',
    (words, number) => {
      expect(whole([...words, number, 'merci'].join(' : '))).toContain(compactNumber(number));
    },
  );
});

describe('creditor references (ISO 11649)', () => {
  it.each([
    ['RF18539007547034', true],
    ['RF19539007547034', false],
    ['RF18', false],
    ['RF18-539007547034', false],
    ['XX18539007547034', false],
  ])('%s: %s', (text, isValid) => {
    expect(isCreditorReference(text)).toBe(isValid);
  });

  it('holds the creditor’s own reference', () => {
    expect(creditorReferenceBody('RF18539007547034')).toBe('539007547034');
  });

  test.prop([fc.integer({ min: 4, max: 15 }), fc.integer({ min: 1, max: 9 })])('one changed digit is seen', (at, change) => {
    const text = 'RF18539007547034';
    const changed = text.slice(0, at) + String((Number(text[at]) + change) % 10) + text.slice(at + 1);
    expect(isCreditorReference(changed)).toBe(false);
  });
});
