import { expect, test } from 'vitest';
import type { ClaimLine, Regime } from '../../../domain/claim/claim.ts';
import { indemnityArticle, sourceOfLine } from '../../../domain/claim/line-source.ts';

const line = (regime: Regime, from: string): ClaimLine => ({
  regime,
  from,
  to: from,
  days: 1,
  baseCents: 1,
  rateBasisPoints: 1,
  divisor: 365,
  amountCents: 0,
});

test.each<[Regime, string, string[]]>([
  ['commercial-default', '2026-08-01', ['L441-10 II', 'BCE', '1er juillet 2026']],
  ['legal', '2026-01-01', ['1231-6', 'arrêté du 15 décembre 2025']],
  ['legal-plus-5', '2026-07-01', ['L313-3', 'arrêté du 26 juin 2026']],
  ['contract', '2026-08-01', ['taux convenu']],
  ['public-procurement', '2026-08-01', ['R2192-31']],
])('a slice of %s from %s names its text and its rate', (regime, from, words) => {
  for (const word of words) expect(sourceOfLine(line(regime, from), { kind: 'company' })).toContain(word);
});

test('a semester that nobody entered has no rate to name', () => {
  expect(sourceOfLine(line('legal', '2027-01-01'), { kind: 'individual' })).toBe('C. civ. 1231-6, 1344-1 ; CMF L313-2');
});

test('the flat indemnity rests on the text of the debtor’s kind', () => {
  expect(indemnityArticle({ kind: 'business' })).toBe('C. com. L441-10 II, D441-5');
  expect(indemnityArticle({ kind: 'public' })).toBe('CCP L2192-13, D2192-35');
});
