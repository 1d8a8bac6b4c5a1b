import { distinct, givenReference, readableText } from '../label.ts';
import { firstTextAt, nodesAt, textAt, type XmlNode } from './xml-node.ts';

/** What the payer wrote: references stay text, exactly as they came. */
export interface Remittance {
  readonly endToEndId: string | null;
  readonly references: readonly string[];
  /** Free text of the payment, then what the bank added to the transaction. */
  readonly texts: readonly string[];
}

/** Reads the remittance of a `TxDtls` of any version. */
export function remittanceOf(details: XmlNode): Remittance {
  const documents = [
    ...nodesAt(details, 'RmtInf', 'Strd', 'RfrdDocInf', 'Nb'),
    ...nodesAt(details, 'RmtInf', 'Strd', 'RfrdDocInf', 'RfrdDocNb'),
  ];
  const structured = [
    ...nodesAt(details, 'RmtInf', 'Strd', 'CdtrRefInf', 'Ref'),
    ...nodesAt(details, 'RmtInf', 'Strd', 'CdtrRefInf', 'CdtrRef'),
  ];
  const free = [
    unstructuredText(details),
    ...nodesAt(details, 'RmtInf', 'Strd', 'AddtlRmtInf').map((node) => node.text),
    textAt(details, 'AddtlTxInf'),
  ];
  return {
    endToEndId: givenReference(textAt(details, 'Refs', 'EndToEndId')),
    references: distinct([...structured, ...documents].map((node) => givenReference(node.text.trim()))),
    texts: distinct(free.map((text) => readableText(text ?? ''))),
  };
}

/** Name of the other side: of the payer when money came in, of the payee when it went out; the other way round when it comes back. */
export function counterpartyOf(details: XmlNode, isPayer: boolean): string | null {
  const roles = isPayer ? ['Dbtr', 'UltmtDbtr', 'InitgPty'] : ['Cdtr', 'UltmtCdtr'];
  const paths = roles.flatMap((role) => [
    ['RltdPties', role, 'Nm'],
    ['RltdPties', role, 'Pty', 'Nm'],
  ]);
  const name = firstTextAt(details, paths);
  return name === null ? null : readableText(name);
}

/** Banks cut a text in pieces of 35 or 140 characters anywhere, so the pieces are joined without a space. */
function unstructuredText(details: XmlNode): string {
  const pieces = nodesAt(details, 'RmtInf', 'Ustrd').map((node) => (/[\r\n]/.test(node.text) ? node.text.trim() : node.text));
  return pieces.join('');
}
