import type { SaxesTagPlain } from 'saxes';
import { refuse } from '../../fault.ts';
import { atLine } from '../amount.ts';
import { createBalanceSheet } from '../balance-sheet.ts';
import type { StatementPart, TextReader } from '../bank-entry.ts';
import { closedStatement, type OpenStatement, readSection } from './camt-statement.ts';
import { textAt, type XmlNode } from './xml-node.ts';
import { createXmlSections, type SectionHandler } from './xml-sections.ts';

const FAMILIES = new Map([
  ['Rpt', 'camt.052'],
  ['Stmt', 'camt.053'],
  ['Ntfctn', 'camt.054'],
]);
const MESSAGE = 'BkToCstmr';
const VERSION = /camt\.05[234]\.\d{3}\.\d{2}/;
const ISO_CAMT = /^urn:iso:std:iso:20022:tech:xsd:camt\.05[234]\./;

interface Message {
  namespace: string;
  id: string;
  page: string;
  isCamt: boolean;
  /** Prefix of the elements of the message, and the name of their vocabulary; null before the message begins, or when it has none. */
  prefix: string;
  vocabulary: string | null;
  statements: number;
  /** Account and statement ids already met in this file. */
  readonly known: Map<string, number>;
}

const UNREAD = { namespace: '', id: '', page: '', isCamt: false, prefix: '', vocabulary: null, statements: 0 };

/** Reads camt.052, 053 and 054 of any version, entry by entry. */
export function createCamtReader(): TextReader {
  const message: Message = { ...UNREAD, known: new Map() };
  const parts: StatementPart[] = [];
  let open: OpenStatement | null = null;
  const handler: SectionHandler = {
    isSection: (name, parent) => open !== null || (name === 'GrpHdr' && parent.startsWith(MESSAGE)),
    isDetached: (name, parent) => name === 'TxDtls' && ['NtryDtls', 'Ntry'].includes(parent),
    isForeign: (tag) => message.isCamt && isForeign(message, tag),
    enter(name, parent, tag) {
      parts.push(...noteRoot(message, name, tag));
      const family = parent.startsWith(MESSAGE) ? FAMILIES.get(name) : undefined;
      if (family !== undefined) open = openedStatement(message, family);
    },
    section(node) {
      if (node.name === 'GrpHdr' && open === null) noteHeader(message, node);
      else if (open !== null) parts.push(...readSection(open, node, message.known));
    },
    leave(name) {
      if (open === null || !FAMILIES.has(name)) return;
      parts.push(...closedStatement(open));
      message.statements += 1;
      open = null;
    },
  };
  const sections = createXmlSections(handler);
  return {
    write(text) {
      sections.write(text);
      return parts.splice(0);
    },
    end() {
      sections.end();
      return [...parts.splice(0), ...endOfMessage(message)];
    },
  };
}

function endOfMessage({ isCamt, statements }: Message): readonly StatementPart[] {
  if (!isCamt) refuse(atLine(1), 'le XML ne contient aucun relevé bancaire\u00a0; attendu\u00a0: camt.052, camt.053 ou camt.054');
  return statements === 0 ? [EMPTY_MESSAGE] : [];
}

/** The namespace names the version, on whichever element declares it; the element of the message tells that it is one. */
function noteRoot(message: Message, name: string, tag: SaxesTagPlain): readonly StatementPart[] {
  const version = Object.values(tag.attributes).map((value) => VERSION.exec(value)?.[0]);
  message.namespace = version.find((found) => found !== undefined) ?? message.namespace;
  const prefix = prefixOf(tag.name);
  const declared = tag.attributes[prefix === '' ? 'xmlns' : `xmlns:${prefix}`];
  if (!message.isCamt) [message.prefix, message.vocabulary] = [prefix, declared ?? message.vocabulary];
  if (message.isCamt || !name.startsWith(MESSAGE)) return [];
  message.isCamt = true;
  const { vocabulary } = message;
  return vocabulary === null || ISO_CAMT.test(vocabulary) ? [] : [foreignVocabulary(vocabulary)];
}

/** Another prefix, or the same one declared again for something else. */
function isForeign({ prefix, vocabulary }: Message, tag: SaxesTagPlain): boolean {
  const own = prefixOf(tag.name);
  const declared = tag.attributes[own === '' ? 'xmlns' : `xmlns:${own}`];
  return declared === undefined ? own !== prefix : declared !== vocabulary;
}

function prefixOf(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf(':')));
}

function foreignVocabulary(vocabulary: string): StatementPart {
  const warning = `Le fichier se dit dans l’espace de noms «\u00a0${vocabulary}\u00a0», qui n’est pas celui d’un relevé camt\u00a0: il est lu comme un relevé, vérifiez les montants.`;
  return { kind: 'warning', warning };
}

const EMPTY_MESSAGE: StatementPart = {
  kind: 'warning',
  warning:
    'Le fichier porte un en-tête et aucun relevé\u00a0: il n’apprend rien, ni écriture ni date. Si le compte a bougé, il faut redemander le fichier à la banque.',
};

function noteHeader(message: Message, header: XmlNode): void {
  message.id = textAt(header, 'MsgId') ?? '';
  message.page = textAt(header, 'MsgPgntn', 'PgNb') ?? '';
}

function openedStatement(message: Message, family: string): OpenStatement {
  const format = message.namespace.startsWith(family) ? message.namespace : family;
  const sheet = createBalanceSheet();
  const empty = { account: '', currency: null, bookingCurrency: null, bookings: 0, details: [] };
  const days = { closing: null, lastBooking: null, periodEnd: null };
  return { format, sheet, id: message.id, page: message.page, days, ...empty };
}
