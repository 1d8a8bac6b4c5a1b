import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { readCsv } from '../../domain/enrol/csv.ts';
import { renamed, tableIn } from '../../web/operator/sheet.ts';

const linesOf = (text: string) => readCsv(text).map(({ line }) => line);

property.prop([fc.array(fc.constantFrom('a', '1', ';', '"', '"x\ny"', '\r', '\n', '\r\n', '""'), { maxLength: 40 })])(
  'a table whose headings a person chose keeps each of its records on its line',
  (parts) => {
    const text = `a;b\n${parts.join('')}`;
    expect(linesOf(renamed(text, { 'colonne.0': 'number' }))).toEqual(linesOf(text));
  },
);

test('a row of a workbook is one line, as the workbook counts it', async () => {
  const rows = [[{ value: 'N°' }], [null], [{ value: '3 rue du Port\nBât. B' }], [{ value: 'x' }]];
  const read = await tableIn({ name: 'a.xlsx', bytes: await writeExcelFile(rows).toBuffer() });
  expect('text' in read && readCsv(read.text)).toEqual([
    { line: 1, cells: ['N°'] },
    { line: 3, cells: ['3 rue du Port Bât. B'] },
    { line: 4, cells: ['x'] },
  ]);
});
