import { describe, expect, it } from 'vitest';
import { entriesOf, statementsOf } from './read.ts';
import { ACCOUNT, bytesOf } from './write-statement.ts';

/** A camt.053 of one statement, with these balances and entries as they stand in the file. */
function camt(entries: string, { balances = '', iban = ACCOUNT.iban } = {}): Uint8Array {
  const account = `<Acct><Id><IBAN>${iban}</IBAN></Id></Acct>`;
  return bytesOf(
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S</Id>${account}${balances}${entries}</Stmt></BkToCstmrStmt></Document>`,
  );
}

function ntry(direction: 'CRDT' | 'DBIT', inside: string, amount = '<Amt Ccy="EUR">10.00</Amt>'): string {
  return `<Ntry>${amount}<CdtDbtInd>${direction}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-06</Dt></BookgDt>${inside}</Ntry>`;
}

const details = (...each: readonly string[]) => `<NtryDtls>${each.map((one) => `<TxDtls>${one}</TxDtls>`).join('')}</NtryDtls>`;
const family = (code: string) =>
  `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>${code}</SubFmlyCd></Fmly></Domn></BkTxCd>`;
const bankCode = (code: string, issuer = '') =>
  `<BkTxCd><Prtry><Cd>${code}</Cd>${issuer && `<Issr>${issuer}</Issr>`}</Prtry></BkTxCd>`;
const balance = (code: string, cents: string, currency = 'EUR') =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${cents}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>`;

describe('returns, however a bank says them', () => {
  it.each<[string, 'CRDT' | 'DBIT', string, boolean]>([
    ['the indicator alone', 'DBIT', '<RvslInd>true</RvslInd>', true],
    ['the indicator as a digit', 'DBIT', '<RvslInd>1</RvslInd>', true],
    ['RRTN while the indicator says no', 'DBIT', `<RvslInd>false</RvslInd>${family('RRTN')}`, true],
    ['ARET', 'DBIT', family('ARET'), true],
    ['UPDD without a word more', 'DBIT', family('UPDD'), true],
    ['the code in the details', 'DBIT', details(family('UPDD')), true],
    ['the reason alone', 'DBIT', details('<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>'), true],
    ['B3 of a French bank', 'DBIT', bankCode('B3'), true],
    ['B3/0811 of a French bank, in the details', 'DBIT', details(bankCode('B3/0811')), true],
    ['B3 on a credit is the debit itself', 'CRDT', bankCode('B3'), false],
    ['B3811 is another code', 'DBIT', bankCode('B3811'), false],
    ['an ordinary transfer', 'CRDT', `<RvslInd>false</RvslInd>${family('ESCT')}`, false],
  ])('%s', (_, direction, inside, reversal) => {
    expect(entriesOf(camt(ntry(direction, inside)))[0]?.reversal).toBe(reversal);
  });

  it.each([
    ['', false],
    ['CFONB', true],
  ])('B3 on a German account, issuer "%s"', (issuer, reversal) => {
    const bytes = camt(ntry('DBIT', bankCode('B3', issuer)), { iban: 'DE89370400440532013000' });
    expect(entriesOf(bytes)[0]?.reversal).toBe(reversal);
  });
});

describe('references', () => {
  const strd = (inside: string) => `<Strd>${inside}</Strd>`;
  const reference = (text: string) => `<CdtrRefInf><Ref>${text}</Ref></CdtrRefInf>`;

  it('of every structured remittance are kept as they came, each once', () => {
    const remittance = [reference('0007'), reference('1e5'), reference('0007'), '<RfrdDocInf><Nb>0x1F</Nb></RfrdDocInf>'];
    const bytes = camt(ntry('CRDT', details(`<RmtInf>${remittance.map(strd).join('')}</RmtInf>`)));
    expect(entriesOf(bytes)[0]?.references).toEqual(['0007', '1e5', '0x1F']);
  });

  it.each(['', 'NOTPROVIDED', 'NotProvided', 'NONREF'])('an end-to-end id "%s" is none', (text) => {
    const bytes = camt(ntry('CRDT', details(`<Refs><EndToEndId>${text}</EndToEndId></Refs>`)));
    expect(entriesOf(bytes)[0]?.endToEndId).toBeNull();
  });

  it('the ultimate debtor is named where the debtor is not', () => {
    const bytes = camt(ntry('CRDT', details('<RltdPties><UltmtDbtr><Pty><Nm>Maison mère</Nm></Pty></UltmtDbtr></RltdPties>')));
    expect(entriesOf(bytes)[0]?.counterparty).toBe('Maison mère');
  });
});

describe('a batch', () => {
  const said = (text: string) => `<RmtInf><Ustrd>${text}</Ustrd></RmtInf>`;

  it('without details is one entry', () => {
    const bytes = camt(ntry('CRDT', '<NtryDtls><Btch><NbOfTxs>7</NbOfTxs></Btch></NtryDtls>'));
    expect(entriesOf(bytes).map(({ amountCents }) => amountCents)).toEqual([1000]);
  });

  it('whose details give no amounts is one entry that keeps all they say', () => {
    const e2e = (id: string) => `<Refs><EndToEndId>${id}</EndToEndId></Refs>`;
    const [entry, ...others] = entriesOf(camt(ntry('CRDT', details(e2e('E-1') + said('F-1'), e2e('E-2') + said('F-2')))));
    expect(entry).toMatchObject({ amountCents: 1000, endToEndId: null, references: ['E-1', 'E-2'], label: 'F-1 F-2' });
    expect(others).toEqual([]);
  });

  it('in another currency is split by the amounts in that of the account', () => {
    const amount = (usd: string, eur: string) =>
      `<AmtDtls><TxAmt><Amt Ccy="USD">${usd}</Amt></TxAmt><CntrValAmt><Amt Ccy="EUR">${eur}</Amt></CntrValAmt></AmtDtls>`;
    const bytes = camt(ntry('CRDT', details(amount('7.00', '6.00'), amount('5.00', '4.00'))));
    expect(entriesOf(bytes).map(({ amountCents, currency }) => [amountCents, currency])).toEqual([
      [600, 'EUR'],
      [400, 'EUR'],
    ]);
  });
});

describe('balances', () => {
  const tenEuros = ntry('CRDT', '');
  const tenFrancs = ntry('CRDT', '', '<Amt Ccy="CHF">10.00</Amt>');

  it.each<[string, string, string, string]>([
    [
      'each currency by itself',
      balance('OPBD', '0') + balance('OPBD', '5', 'CHF') + balance('CLBD', '10') + balance('CLBD', '15', 'CHF'),
      tenEuros + tenFrancs,
      'agree',
    ],
    [
      'one currency of two',
      balance('OPBD', '0') + balance('OPBD', '5', 'CHF') + balance('CLBD', '10') + balance('CLBD', '14', 'CHF'),
      tenEuros + tenFrancs,
      'disagree',
    ],
    [
      'the opening balance goes before the previous closing',
      balance('PRCD', '99') + balance('OPBD', '0') + balance('CLBD', '10'),
      tenEuros,
      'agree',
    ],
    ['in either order', balance('OPBD', '0') + balance('PRCD', '99') + balance('CLBD', '10'), tenEuros, 'agree'],
    ['the previous closing alone', balance('PRCD', '0') + balance('CLBD', '10'), tenEuros, 'agree'],
    ['intermediate ones say nothing', balance('ITBD', '3') + balance('CLAV', '4'), tenEuros, 'unknown'],
    ['no closing', balance('OPBD', '0'), tenEuros, 'unknown'],
    ['none', '', tenEuros, 'unknown'],
  ])('%s', (_, balances, entries, verdict) => {
    expect(statementsOf(camt(entries, { balances }))[0]?.balances).toBe(verdict);
  });
});
