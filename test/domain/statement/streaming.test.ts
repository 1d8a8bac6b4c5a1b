import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createStatementReader } from '../../../domain/statement/reader.ts';
import { fixture, partsOf } from './read.ts';
import { type CamtDialect, camtEntry, camtStatement } from './write-camt.ts';
import { cfonbMovement, cfonbRecords } from './write-cfonb.ts';
import { ACCOUNT, bytesOf, type WrittenStatement } from './write-statement.ts';

const FILES = [
  'camt.053.001.08.xml',
  'camt.053.001.02-latin1.xml',
  'camt.054.001.02-prefixed.xml',
  'cfonb-latin1.txt',
  'cfonb-utf8.txt',
  'cfonb-unbroken.txt',
  'cfonb-dialect.txt',
];
const EMPTY: WrittenStatement = { ...ACCOUNT, id: 'BIG', openingOn: '2026-11-01', openingCents: 0, bookings: [] };
const BOOKING = { on: '2026-11-02', payments: [{ amountCents: 100, payer: 'Menuiserie Aubert', text: 'F-2026-0412' }] };

describe('chunks', () => {
  test.prop([fc.constantFrom(...FILES), fc.integer({ min: 1, max: 700 })])('of any size say the same', (name, chunk) => {
    expect(partsOf(fixture(name), chunk)).toEqual(partsOf(fixture(name)));
  });

  it.each([
    ['camt.053', camtStart(), camtEntry({ message: '053', version: 8 }, BOOKING)],
    ['CFONB', `${cfonbRecords(EMPTY)[0]}\n`, `${cfonbMovement(EMPTY, BOOKING).join('\n')}\n`],
  ])('%s: an entry is handed over when it is complete, long before the end', (_, start, entry) => {
    const reader = createStatementReader();
    reader.write(bytesOf(start));
    const counts = Array.from({ length: 50 }, () => reader.write(bytesOf(entry.repeat(20))).length);
    expect(counts.slice(5).every((count) => count === 20)).toBe(true);
  });
});

function camtStart(): string {
  const dialect: CamtDialect = { message: '053', version: 8 };
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr/><Stmt>${camtStatement(dialect, EMPTY)}`;
}
