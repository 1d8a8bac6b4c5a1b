import { expect, test } from 'vitest';
import { columns, type NamedLine } from '../../web/operator/case-columns.ts';

test.each([
  ['2026-12-01T09:00:00+01:00', '01/12/2026 09:00'],
  ['2026-12-01T00:00:00+01:00', 'à partir du 01/12/2026'],
  ['2026-06-30T22:00:00Z', 'à partir du 01/07/2026'],
  [null, ''],
])('what comes next at %s is told as « %s »', (nextActAt, said) => {
  const next = columns.find(({ id }) => id === 'ensuite');
  expect(next?.cell({ nextActAt } as NamedLine)).toBe(said);
});
