import { describe, expect, it } from 'vitest';
import { match } from '../../../domain/matching/match.ts';
import { invoice } from '../matching/ledger-of.ts';
import { entriesOf, partsOf, statementsOf, warningsOf } from './read.ts';
import { cfonbRecords } from './write-cfonb.ts';
import { ACCOUNT, bytesOf, type WrittenStatement } from './write-statement.ts';

/** A camt.053 of one credit of 1 474,00 EUR with these details, between balances of that difference. */
function camt(
  details: string,
  { root = 'xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.04"', direction = 'CRDT' } = {},
): Uint8Array {
  const balance = (code: string, amount: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>`;
  const balances = direction === 'CRDT' ? balance('OPBD', '0') + balance('CLBD', '1474') : '';
  const entry = `<Ntry><Amt Ccy="EUR">1474.00</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-18</Dt></BookgDt><NtryDtls>${details}</NtryDtls></Ntry>`;
  const account = `<Acct><Id><IBAN>${ACCOUNT.iban}</IBAN></Id></Acct>`;
  return bytesOf(
    `<Document ${root}><BkToCstmrStmt><Stmt><Id>S</Id>${account}${balances}${entry}</Stmt></BkToCstmrStmt></Document>`,
  );
}

const details = (inside: string) => `<TxDtls>${inside}</TxDtls>`;
const remittance = (...pieces: readonly string[]) =>
  `<RmtInf>${pieces.map((piece) => `<Ustrd>${piece}</Ustrd>`).join('')}</RmtInf>`;
const charges = (inside: string) => `<Chrgs>${inside}</Chrgs>`;
const amount = (value: string) => `<Amt Ccy="EUR">${value}</Amt>`;
const BANK = '<Rcrd><Amt Ccy="EUR">26.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd>';

describe('one text in pieces', () => {
  const DUE = [
    invoice('1', { number: 'F2026-0712', balanceCents: 147_400 }),
    invoice('2', { number: 'F2026-0713', balanceCents: 9 }),
  ];
  it.each([
    [
      'a field a piece',
      ['FACTURE F2026-0712', 'CLIENT 00371'],
      'FACTURE F2026-0712 CLIENT 00371',
      'FACTURE F2026-0712CLIENT 00371',
    ],
    ['cut in the number', ['REGLEMENT F2026-07', '12 MERCI'], 'REGLEMENT F2026-0712 MERCI', 'REGLEMENT F2026-07 12 MERCI'],
    ['cut in a word', ['REGLEM', 'ENT F2026-0712'], 'REGLEMENT F2026-0712', 'REGLEM ENT F2026-0712'],
    ['a field a piece, numbers side by side', ['F2026-0712', '00371'], 'F2026-071200371', 'F2026-0712 00371'],
    ['spaces at the seam', ['FACTURE ', 'F2026-0712'], 'FACTURE F2026-0712', undefined],
  ])('%s', (_, pieces, label, alsoRead) => {
    const [entry] = entriesOf(camt(details(remittance(...pieces))));
    expect(entry).toMatchObject({ label, ...(alsoRead === undefined ? {} : { alsoRead }) });
    expect(entry && 'alsoRead' in entry).toBe(alsoRead !== undefined);
    expect(match(DUE, entry ? [entry] : [])[0]?.allocations).toEqual([{ invoice: '1', amountCents: 147_400 }]);
  });

  it('a zone of CFONB that is full, and a field of its own after it', () => {
    const pieces = [`${'X'.repeat(59)} F2026-0712`, 'MERCI'];
    const [entry] = entriesOf(
      cfonb([
        ['LCC', pieces[0] ?? ''],
        ['LC2', pieces[1] ?? ''],
      ]),
    );
    expect(entry?.label).toContain('F2026-0712 MERCI');
  });
});

describe('charges of our own bank', () => {
  it.each([
    ['a record', amount('1500.00') + charges(BANK)],
    ['a total', amount('1500.00') + charges('<TtlChrgsAndTaxAmt Ccy="EUR">26.00</TtlChrgsAndTaxAmt>')],
    ['an old version', amount('1500.00') + charges(amount('26.00'))],
    [
      'beside the instructed amount',
      `${amount('1474.00')}<AmtDtls><InstdAmt>${amount('1500.00')}</InstdAmt></AmtDtls>${charges(BANK)}`,
    ],
  ])('are an entry of their own, the payment is whole: %s', (_, inside) => {
    const bytes = camt(details(inside));
    expect(entriesOf(bytes).map(({ amountCents, label }) => [amountCents, label])).toEqual([
      [150_000, null],
      [-2600, 'Frais retenus par notre banque'],
    ]);
    expect([statementsOf(bytes)[0]?.balances, warningsOf(bytes)]).toEqual(['agree', []]);
  });

  it('on a payment that comes back, the return is of what had come', () => {
    const bytes = camt(details(`${amount('1448.00')}${charges(BANK)}<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>`), {
      direction: 'DBIT',
    });
    expect(entriesOf(bytes).map(({ amountCents, reversal }) => [amountCents, reversal])).toEqual([
      [-144_800, true],
      [-2600, false],
    ]);
  });

  it.each([
    ['no charges', amount('1500.00')],
    ['other charges', amount('1500.00') + charges('<TtlChrgsAndTaxAmt Ccy="EUR">5.00</TtlChrgsAndTaxAmt>')],
    ['charges in another currency', amount('1500.00') + charges('<TtlChrgsAndTaxAmt Ccy="USD">26.00</TtlChrgsAndTaxAmt>')],
  ])('a detail that differs proves nothing: %s', (_, inside) => {
    expect(entriesOf(camt(details(inside))).map(({ amountCents }) => amountCents)).toEqual([147_400]);
  });
});

describe('who pays', () => {
  const party = (role: string, name: string) => `<${role}><Nm>${name}</Nm></${role}>`;
  const parties = (...each: readonly string[]) => `<RltdPties>${each.join('')}</RltdPties>`;

  it('the ultimate debtor, then the holder of the account, then the initiating party', () => {
    const said = parties(
      party('InitgPty', 'Passerelle'),
      party('Dbtr', 'DRFIP JURA'),
      party('UltmtDbtr', 'Commune de Val-Suran'),
    );
    expect(entriesOf(camt(details(said)))[0]).toMatchObject({
      counterparty: 'Commune de Val-Suran',
      alsoNamed: ['DRFIP JURA', 'Passerelle'],
    });
  });

  it('in CFONB too', () => {
    const [entry] = entriesOf(
      cfonb([
        ['NPY', 'DRFIP JURA'],
        ['NPO', 'Commune de Val-Suran'],
      ]),
    );
    expect(entry).toMatchObject({ counterparty: 'Commune de Val-Suran', alsoNamed: ['DRFIP JURA'] });
  });
});

describe('names given to the payment', () => {
  it.each([
    ['InstrId', '<InstrId>F2026-0712</InstrId>'],
    ['TxId', '<TxId>F2026-0712</TxId>'],
    ['PmtInfId', '<PmtInfId>F2026-0712</PmtInfId>'],
    ['Prtry', '<Prtry><Tp>X</Tp><Ref>F2026-0712</Ref></Prtry>'],
  ])('%s is a reference', (_, inside) => {
    expect(entriesOf(camt(details(`<Refs>${inside}</Refs>`)))[0]?.references).toEqual(['F2026-0712']);
  });

  it('one that is the end-to-end id, or none, is said once or not at all', () => {
    const refs = '<Refs><InstrId>E-1</InstrId><EndToEndId>E-1</EndToEndId><TxId>NOTPROVIDED</TxId></Refs>';
    expect(entriesOf(camt(details(refs)))[0]).toMatchObject({ endToEndId: 'E-1', references: [] });
  });
});

describe('odd files are read and said', () => {
  it('a foreign namespace', () => {
    const bytes = camt('', { root: 'xmlns="http://banque.example/camt"' });
    expect(entriesOf(bytes)).toHaveLength(1);
    expect(warningsOf(bytes)).toEqual([expect.stringContaining('«\u00a0http://banque.example/camt\u00a0»')]);
  });

  it('an envelope around the message is none', () => {
    const text = new TextDecoder().decode(camt('')).replace('<Document', '<Enveloppe xmlns="urn:x"><Document');
    expect(warningsOf(bytesOf(`${text}</Enveloppe>`))).toEqual([]);
  });

  it('elements of another vocabulary mean nothing', () => {
    const foreign = `<x:TxDtls xmlns:x="urn:x"><x:Amt Ccy="EUR">9</x:Amt></x:TxDtls><SplmtryData><TxDtls xmlns="urn:x"/></SplmtryData>`;
    expect(entriesOf(camt(foreign))).toEqual([expect.objectContaining({ amountCents: 147_400, references: [] })]);
  });

  it('a header and no statement', () => {
    const bytes = bytesOf(
      '<Document><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>M</MsgId></GrpHdr></BkToCstmrDbtCdtNtfctn></Document>',
    );
    expect(partsOf(bytes)).toEqual([{ kind: 'warning', warning: expect.stringContaining('aucun relevé') }]);
  });

  it('another bank code on the same branch, number and currency, once a statement', () => {
    const bytes = cfonb([], (record, index) => (index === 0 ? record : `${record.slice(0, 2)}18206${record.slice(7)}`));
    expect(entriesOf(bytes)).toHaveLength(1);
    expect(statementsOf(bytes)).toMatchObject([{ account: ACCOUNT.iban, balances: 'agree' }]);
    expect(warningsOf(bytes)).toEqual([expect.stringMatching(/ligne 2\u00a0: le code banque 18206 n’est pas celui/)]);
  });
});

/** A CFONB file of one credit with these details; `change` spoils its records. */
function cfonb(
  said: readonly (readonly [qualifier: string, text: string])[],
  change: (record: string, index: number) => string = (record) => record,
): Uint8Array {
  const bookings = [{ on: '2026-11-18', payments: [{ amountCents: 147_400 }] }];
  const statement: WrittenStatement = { ...ACCOUNT, id: 'S', openingOn: '2026-11-17', openingCents: 0, bookings };
  const [opening = '', movement = '', closing = ''] = cfonbRecords(statement);
  const detailed = said.map(([qualifier, text]) => `05${movement.slice(2, 40)}     ${qualifier}${text.padEnd(70)}  `);
  return Buffer.from([opening, movement, ...detailed, closing].map(change).join('\r\n'), 'latin1');
}
