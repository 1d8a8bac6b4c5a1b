import { describe, expect, it } from 'vitest';
import { fileBounds } from '../../../domain/statement/bounds.ts';
import { createStatementReader } from '../../../domain/statement/reader.ts';
import { cfonbMovement, cfonbRecords } from './write-cfonb.ts';
import { ACCOUNT, bytesOf, type WrittenStatement } from './write-statement.ts';

const CAMT = '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr/>';
const EMPTY: WrittenStatement = { ...ACCOUNT, id: 'BOMB', openingOn: '2026-11-01', openingCents: 0, bookings: [] };
const [OPENING = ''] = cfonbRecords(EMPTY);
const [MOVEMENT = ''] = cfonbMovement(EMPTY, { on: '2026-11-02', payments: [{ amountCents: 100, payer: 'Aubert', text: 'F1' }] });
const DETAIL = `05${MOVEMENT.slice(2, 45)}LIB${'x'.repeat(70)}  `;
/** Where a reader without bounds would have eaten the memory of a small machine. */
const MOST_BYTES = 200_000_000;

/** The pieces of a bomb: how it starts, and what it says again and again. */
interface Bomb {
  readonly start: string;
  readonly again: string;
  readonly says: RegExp;
}

const bombs: Readonly<Record<string, Bomb>> = {
  'a billion laughs': {
    start: '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>',
    again: '<Document>&lol2;</Document>',
    says: /DOCTYPE n’a pas sa place/,
  },
  'a DOCTYPE without end': { start: '<!DOCTYPE lolz [', again: '<!ENTITY lol "lol">', says: /est trop long/ },
  'a tag whose name never ends': { start: `${CAMT}<`, again: 'a', says: /est trop long/ },
  'a tag whose attributes never end': { start: `${CAMT}<Stmt `, again: '', says: /est trop long/ },
  'a comment that never ends': { start: `${CAMT}<!-- `, again: 'lorem ', says: /est trop long/ },
  'a text that never ends': { start: `${CAMT}<Stmt><Ntry><AddtlNtryInf>`, again: 'lorem ', says: /est trop long/ },
  'a CDATA that never ends': { start: `${CAMT}<Stmt><Ntry><AddtlNtryInf><![CDATA[`, again: 'lorem ', says: /est trop long/ },
  'one booking of empty elements': { start: `${CAMT}<Stmt><Ntry>`, again: '<RmtInf/>', says: /trop d’éléments/ },
  'one booking of short texts': {
    start: `${CAMT}<Stmt><Ntry>`,
    again: `<Ustrd>${'x'.repeat(140)}</Ustrd>`,
    says: /est trop long/,
  },
  'elements that lie inside one another': { start: CAMT, again: '<Stmt>', says: /les uns dans les autres/ },
  'elements inside one another in a booking': { start: `${CAMT}<Stmt><Ntry>`, again: '<a>', says: /les uns dans les autres/ },
  'one booking of endless payments': {
    start: `${CAMT}<Stmt><Ntry><NtryDtls>`,
    again: '<TxDtls/>',
    says: /plus de \d+ paiements/,
  },
  'endless statements': { start: CAMT, again: '<Stmt><Id>S</Id></Stmt>', says: /plus de \d+ relevés/ },
  'one line without end': { start: 'Date;Libellé;Montant\n', again: 'lorem ipsum;', says: /le fichier commence par/ },
  'a CFONB line without end': { start: `${OPENING}\n`, again: 'lorem ipsum;', says: /enregistrement/ },
  'one movement of endless details': { start: `${OPENING}\n${MOVEMENT}\n`, again: `${DETAIL}\n`, says: /détails LIB/ },
};

describe('a bomb is refused long before it is read', () => {
  it.each(Object.entries(bombs))('%s', (name, { start, again, says }) => {
    expect(() => readAll(name, start, again)).toThrow(says);
  });
});

describe('a large file of a large business', () => {
  it('passes: one booking with thousands of payments, each with all its texts', () => {
    const payment = `<TxDtls><Refs><EndToEndId>E</EndToEndId></Refs><RmtInf>${'<Ustrd>x</Ustrd>'.repeat(20)}</RmtInf></TxDtls>`;
    const reader = createStatementReader();
    reader.write(bytesOf(`${CAMT}<Stmt><Ntry><NtryDtls>`));
    for (let at = 0; at < 20; at++) expect(reader.write(bytesOf(payment.repeat(1000)))).toEqual([]);
    expect(fileBounds.details).toBeGreaterThan(20_000);
  });
});

/** Feeds a reader until it refuses, or all that a small machine has is spent. */
function readAll(name: string, start: string, again: string): void {
  const reader = createStatementReader();
  reader.write(bytesOf(start));
  for (let [bytes, count] = [0, 0]; bytes < MOST_BYTES; count++) {
    const piece = again === '' ? attributes(count) : again.repeat(Math.ceil(65_536 / again.length));
    bytes += piece.length;
    reader.write(bytesOf(piece));
  }
  throw new Error(`${name} was read whole`);
}

function attributes(from: number): string {
  return Array.from({ length: 4000 }, (_, index) => `a${from}-${index}="1" `).join('');
}
