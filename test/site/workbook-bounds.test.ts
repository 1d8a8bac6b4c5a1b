import { crc32, deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { tableIn } from '../../web/operator/sheet.ts';
import { isWithinBounds } from '../../web/operator/workbook-bounds.ts';

/** One entry of an archive, as its local header says it; `told`: the size that it says of itself. */
function entry(name: string, content: Buffer, told = content.length): Buffer {
  const packed = deflateRawSync(content, { level: 9 });
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(crc32(content), 14);
  head.writeUInt32LE(packed.length, 18);
  head.writeUInt32LE(told, 22);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, Buffer.from(name), packed]);
}

const workbook = (...entries: Buffer[]) => ({ name: 'encours.xlsx', bytes: Buffer.concat(entries) });
const SHEET = 'xl/worksheets/sheet1.xml';
const UNREADABLE = { refused: expect.stringContaining('n’est pas un classeur que l’on sait lire') };

test('a workbook that people make is within bounds', async () => {
  const rows = Array.from({ length: 2000 }, (_, index) => [{ value: `F-${index}` }, { value: index * 1.01 }]);
  expect(await isWithinBounds(await writeExcelFile(rows).toBuffer())).toBe(true);
});

test('one that unpacks to more than any table is not, whatever size it says of itself, nor one of entries without end', async () => {
  const bomb = Buffer.alloc(200_000_000);
  const small = entry('xl/a.xml', Buffer.from('<a/>'));
  const bombs = [
    workbook(entry(SHEET, bomb)),
    workbook(entry(SHEET, bomb, 10)),
    workbook(...Array.from({ length: 30 }, (_, index) => entry(`xl/${index}.xml`, bomb.subarray(0, 1_000_000)))),
    workbook(...Array.from({ length: 5000 }, () => small)),
  ];
  for (const file of bombs) {
    expect(file.bytes.length).toBeLessThan(900_000);
    expect(await isWithinBounds(file.bytes)).toBe(false);
    expect(await tableIn(file)).toEqual(UNREADABLE);
  }
});

test('nor what only begins like an archive', async () => {
  for (const text of ['PK no workbook', 'PK\u0003\u0004', 'PK'])
    expect(await tableIn({ name: 'a.xlsx', bytes: Buffer.from(text) })).toHaveProperty('refused');
});

test('nor one whose XML is deep, or names entities', async () => {
  const whole = await writeExcelFile([[{ value: 'N° facture' }]]).toBuffer();
  expect(await tableIn({ name: 'a.xlsx', bytes: whole })).toEqual({ text: expect.stringContaining('N° facture') });
  const deep = `${'<a>'.repeat(200_000)}${'</a>'.repeat(200_000)}`;
  const lol = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;&b;</worksheet>';
  for (const sheet of [deep, lol]) {
    const file = workbook(entry('xl/workbook.xml', Buffer.from(sheet)), entry(SHEET, Buffer.from(sheet)));
    expect(await tableIn(file)).toEqual(UNREADABLE);
  }
});
