import { type Character, creditor } from './cast.ts';

/** A transfer as the bank writes it in its files. */
export interface Received {
  readonly character: Character;
  readonly amountCents: number;
  readonly on: string;
}

/** What was on the account before. */
const OPENING_CENTS = 2_345_678;

/** Bank, branch and number of the creditor's account, as CFONB writes them. */
const [BANK, BRANCH, NUMBER] = [creditor.iban.slice(4, 9), creditor.iban.slice(9, 14), creditor.iban.slice(14, 25)];

/** The camt.053 statement of a day with one transfer. */
export function camt053({ character, amountCents, on }: Received): string {
  const entry = `<Ntry>${amount(amountCents)}<CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${on}</Dt></BookgDt><ValDt><Dt>${on}</Dt></ValDt>
      <NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>${amount(amountCents)}<CdtDbtInd>CRDT</CdtDbtInd>
        <RltdPties><Dbtr><Pty><Nm>${character.name}</Nm></Pty></Dbtr></RltdPties>
        <RmtInf><Ustrd>FACTURE ${character.number}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
  <GrpHdr><MsgId>${character.id}-${on}</MsgId><CreDtTm>${on}T18:00:00+01:00</CreDtTm></GrpHdr>
  <Stmt><Id>${character.id}-${on}</Id><CreDtTm>${on}T18:00:00+01:00</CreDtTm>
    <Acct><Id><IBAN>${creditor.iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
    ${balance('OPBD', OPENING_CENTS, on)}${balance('CLBD', OPENING_CENTS + amountCents, on)}
    ${entry}
  </Stmt></BkToCstmrStmt></Document>
`;
}

/** The CFONB 120 statement of a day with one transfer: records 01, 04, 05 and 07. */
export function cfonb120({ character, amountCents, on }: Received): string {
  const name = character.name
    .normalize('NFD')
    .replace(/[^ -~]/g, '')
    .toUpperCase();
  const head = `${BANK}0001${BRANCH}EUR2 ${NUMBER}`;
  const day = on.slice(8, 10) + on.slice(5, 7) + on.slice(2, 4);
  const still = (code: string, cents: number) =>
    `${code}${BANK}    ${BRANCH}EUR2 ${NUMBER}  ${day}${' '.repeat(50)}${overpunched(cents)}`;
  const detail = (qualifier: string, text: string) => `05${head}05${day}     ${qualifier}${text.padEnd(70)}`;
  return [
    still('01', OPENING_CENTS),
    `04${head}05${day}  ${day}${'VIR SEPA RECU'.padEnd(31)}  0000000  ${overpunched(amountCents)}`,
    detail('NPY', name),
    detail('LCC', `FACTURE ${character.number}`),
    still('07', OPENING_CENTS + amountCents),
  ]
    .map((record) => `${record.padEnd(120)}\r\n`)
    .join('');
}

function balance(code: string, cents: number, on: string): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amount(cents)}<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${on}</Dt></Dt></Bal>`;
}

function amount(cents: number): string {
  return `<Amt Ccy="EUR">${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}</Amt>`;
}

/** Fourteen digits, the last one with the sign in it. */
function overpunched(cents: number): string {
  const digits = String(cents).padStart(14, '0');
  return digits.slice(0, 13) + '{ABCDEFGHI'.charAt(cents % 10);
}
