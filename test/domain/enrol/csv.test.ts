import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../../../domain/enrol/csv.ts';

const cellsOf = (text: string) => readCsv(text).map(({ cells }) => cells);

describe('CSV as spreadsheets write it', () => {
  test.each([
    [
      'semicolons',
      'a;b\n1;2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'commas',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'tabs',
      'a\tb\n1\t2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'old Mac line breaks',
      'a;b\r1;2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a comma in a file of semicolons is a decimal',
      'a;b\n1,5;2',
      [
        ['a', 'b'],
        ['1,5', '2'],
      ],
    ],
    [
      'a quoted heading may hold the other separator',
      '"a,b,c";d\n1;2',
      [
        ['a,b,c', 'd'],
        ['1', '2'],
      ],
    ],
    [
      'a quoted cell holds separators',
      'a;b\n"1;2";3',
      [
        ['a', 'b'],
        ['1;2', '3'],
      ],
    ],
    [
      'a quoted cell holds quotes',
      'a;b\n"dit ""Jo""";3',
      [
        ['a', 'b'],
        ['dit "Jo"', '3'],
      ],
    ],
    [
      'an empty quoted cell',
      'a;b\n"";3',
      [
        ['a', 'b'],
        ['', '3'],
      ],
    ],
    [
      'spaces after a closing quote',
      'a;b\n"1" ;3',
      [
        ['a', 'b'],
        ['1', '3'],
      ],
    ],
    [
      'an empty last cell',
      'a;b\n1;',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    [
      'empty lines are no records',
      'a;b\n\n;;\n1;2\n\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['a quote that nothing closes', 'a;b\n"1;2', [['a', 'b'], ['1;2']]],
    ['nothing', '', []],
  ])('%s', (_what, text, expected) => {
    expect(cellsOf(text)).toEqual(expected);
  });

  test('a record knows the line of the file on which it begins', () => {
    expect(readCsv('a;b\n"1\n2";3\n\n4;5').map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  const cell = fc.string({ unit: fc.constantFrom('a', 'é', ';', ',', '"', '\n', '\r', ' ', '1'), maxLength: 8 });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  property.prop([fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 })])('what was quoted is read back', (rows) => {
    const text = ['h1;h2', ...rows.map((row) => row.map(quoted).join(';'))].join('\r\n');
    expect(cellsOf(text).slice(1)).toEqual(rows.filter((row) => row.some((each) => each.trim() !== '')));
  });
});
