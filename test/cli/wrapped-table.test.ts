import { expect, test } from 'vitest';
import { wrappedTable } from '../../cli/wrapped-table.ts';

test('a table breaks its lines between words, never inside an amount', () => {
  const rows = [['jusqu’à 5\u202f000,00\u00a0€', 'plus de 12\u202f000,00\u00a0USD à 12,15\u00a0%']];
  const lines = wrappedTable({ head: ['Règle', 'Fait'], colWidths: [16, 18] }, rows).split('\n');
  const cells = (column: number) => lines.map((line) => (line.split('│')[column] ?? '').trim()).filter((text) => text !== '');
  expect(cells(1)).toEqual(['Règle', 'jusqu’à', '5\u202f000,00\u00a0€']);
  expect(cells(2)).toEqual(['Fait', 'plus de', '12\u202f000,00\u00a0USD à', '12,15\u00a0%']);
});
