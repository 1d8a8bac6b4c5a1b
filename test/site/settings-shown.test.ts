import { expect, test } from 'vitest';
import { missingSaid } from '../../web/operator/settings-shown.ts';

test.each([
  [null, '2026-11-30', null],
  [
    '2027-S1',
    '2026-12-01',
    'Le semestre 2027-S1 est à saisir avant le 1er janvier 2027, une fois ses taux publiés\u00a0: sans eux, les dossiers qui en auront besoin attendront.',
  ],
  ['2027-S1', '2027-01-01', 'Le semestre 2027-S1 manque\u00a0: les dossiers qui en ont besoin attendent.'],
])('of the rates of %s, on %s, the settings say: %s', (missing, today, said) => {
  expect(missingSaid(missing, today)).toBe(said);
});
