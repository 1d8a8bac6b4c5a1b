import { distinct, givenReference, readableText, readingOf } from '../label.ts';
import { firstTextAt, nodesAt, textAt, type XmlNode } from './xml-node.ts';

/** What the payer wrote: references stay text, exactly as they came. */
export interface Remittance {
  readonly endToEndId: string | null;
  readonly references: readonly string[];
  /** Free text of the payment, then what the bank added to the transaction. */
  readonly texts: readonly string[];
  /** The free text joined the other way. */
  readonly alsoRead: string | null;
}

/** Who is named on the other side. */
export interface Parties {
  readonly counterparty: string | null;
  readonly alsoNamed: readonly string[];
}

/** References of what is paid, in the order in which they count; then names that payers and their software gave the payment. */
const REFERENCES = [
  ['RmtInf', 'Strd', 'CdtrRefInf', 'Ref'],
  ['RmtInf', 'Strd', 'CdtrRefInf', 'CdtrRef'],
  ['RmtInf', 'Strd', 'RfrdDocInf', 'Nb'],
  ['RmtInf', 'Strd', 'RfrdDocInf', 'RfrdDocNb'],
  ['Refs', 'InstrId'],
  ['Refs', 'TxId'],
  ['Refs', 'PmtInfId'],
  ['Refs', 'Prtry', 'Ref'],
];

/** Reads the remittance of a `TxDtls` of any version. */
export function remittanceOf(details: XmlNode): Remittance {
  const endToEndId = givenReference(textAt(details, 'Refs', 'EndToEndId'));
  const references = REFERENCES.flatMap((path) => nodesAt(details, ...path)).map((node) => givenReference(node.text.trim()));
  const { text, alsoRead } = readingOf(unstructuredPieces(details));
  const free = [
    text,
    ...nodesAt(details, 'RmtInf', 'Strd', 'AddtlRmtInf').map((node) => node.text),
    textAt(details, 'AddtlTxInf'),
  ];
  return {
    endToEndId,
    references: distinct(references).filter((reference) => reference !== endToEndId),
    texts: distinct(free.map((each) => readableText(each ?? ''))),
    alsoRead,
  };
}

/**
 * Names of the other side: of the payer when money came in, of the payee when it went out; the other way round when it comes back. A
 * public accountant, a payment provider or the treasury of a group holds the account for the ultimate debtor.
 */
export function partiesOf(details: XmlNode, isPayer: boolean): Parties {
  const roles = isPayer ? ['UltmtDbtr', 'Dbtr', 'InitgPty'] : ['Cdtr', 'UltmtCdtr'];
  const names = roles.map((role) =>
    firstTextAt(details, [
      ['RltdPties', role, 'Nm'],
      ['RltdPties', role, 'Pty', 'Nm'],
    ]),
  );
  const [counterparty = null, ...others] = distinct(names.map((name) => readableText(name ?? '')));
  return { counterparty, alsoNamed: isPayer ? others : [] };
}

/** A text on several lines is a file's indentation around its piece. */
function unstructuredPieces(details: XmlNode): readonly string[] {
  return nodesAt(details, 'RmtInf', 'Ustrd').map((node) => (/[\r\n]/.test(node.text) ? node.text.trim() : node.text));
}
