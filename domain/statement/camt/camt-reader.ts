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

interface Message {
  namespace: string;
  id: string;
  page: string;
  isCamt: boolean;
  /** Account and statement ids already met in this file. */
  readonly known: Map<string, number>;
}

/** Reads camt.052, 053 and 054 of any version, entry by entry. */
export function createCamtReader(): TextReader {
  const message: Message = { namespace: '', id: '', page: '', isCamt: false, known: new Map() };
  let parts: StatementPart[] = [];
  let open: OpenStatement | null = null;
  const handler: SectionHandler = {
    isSection: (name, parent) => open !== null || (name === 'GrpHdr' && parent.startsWith(MESSAGE)),
    isDetached: (name) => name === 'TxDtls',
    enter(name, parent, tag) {
      noteRoot(message, name, tag);
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
      open = null;
    },
  };
  const sections = createXmlSections(handler);
  const taken = (): readonly StatementPart[] => {
    const done = parts;
    parts = [];
    return done;
  };
  return {
    write(text) {
      sections.write(text);
      return taken();
    },
    end() {
      sections.end();
      if (!message.isCamt) refuse(atLine(1), 'the XML holds no bank statement, expected camt.052, camt.053 or camt.054');
      return taken();
    },
  };
}

/** The namespace names the version, on whichever element declares it; the element of the message tells that it is one. */
function noteRoot(message: Message, name: string, tag: SaxesTagPlain): void {
  const version = Object.values(tag.attributes).map((value) => VERSION.exec(value)?.[0]);
  message.namespace = version.find((found) => found !== undefined) ?? message.namespace;
  message.isCamt ||= name.startsWith(MESSAGE);
}

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
