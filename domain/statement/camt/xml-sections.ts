import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { refuse } from '../../fault.ts';
import { atLine } from '../amount.ts';
import type { XmlNode } from './xml-node.ts';

/** What the reader of a message says about the elements it meets. Names come without prefix. */
export interface SectionHandler {
  /** True when this element is wanted as a tree of its own. Asked outside trees only. */
  isSection(name: string, parent: string): boolean;
  /** True for an element inside a tree that is handed over by itself and left out of the tree around it. */
  isDetached(name: string, parent: string): boolean;
  /** True for an element of another vocabulary than the message's: it means nothing here, whatever it is called. */
  isForeign(tag: SaxesTagPlain): boolean;
  enter(name: string, parent: string, tag: SaxesTagPlain): void;
  section(node: XmlNode): void;
  leave(name: string): void;
}

/** A streaming XML reader that keeps no more than the section being read. */
export interface XmlSections {
  write(text: string): void;
  end(): void;
}

/** Feeds a handler; document types, entities and broken XML are refused with their line. */
export function createXmlSections(handler: SectionHandler): XmlSections {
  const parser = new SaxesParser();
  const names: string[] = [];
  const building: XmlNode[] = [];
  const place = (): string => (names.length === 0 ? '' : ` dans ${names.join('/')}`);

  parser.on('doctype', () =>
    refuse(
      atLine(parser.line),
      'un DOCTYPE n’a pas sa place dans un fichier bancaire\u00a0: aucune entité ni référence extérieure n’est lue',
    ),
  );
  parser.on('error', (error) =>
    refuse(atLine(parser.line), `le XML est rompu${place()} (${error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')})`),
  );
  parser.on('opentag', (tag) => {
    const [name, parent] = [localName(tag.name), names.at(-1) ?? ''];
    names.push(name);
    const isForeign = handler.isForeign(tag);
    if (building.length > 0 || handler.isSection(name, parent))
      building.push(startedNode(isForeign ? FOREIGN : name, parser.line, tag));
    else handler.enter(name, parent, tag);
  });
  parser.on('text', (text) => addText(building, text));
  parser.on('cdata', (text) => addText(building, text));
  parser.on('closetag', () => {
    const name = names.pop() ?? '';
    const node = building.pop();
    if (node === undefined) handler.leave(name);
    else if (building.length === 0 || handler.isDetached(node.name, building.at(-1)?.name ?? '')) handler.section(node);
    else building.at(-1)?.children.push(node);
  });

  return { write: (text) => void parser.write(text), end: () => endOfFile(parser, names) };
}

/** The name of what has none here. */
const FOREIGN = '';

function startedNode(name: string, line: number, tag: SaxesTagPlain): XmlNode {
  return { name, line, currency: tag.attributes.Ccy ?? null, children: [], text: '' };
}

function addText(building: readonly XmlNode[], text: string): void {
  const node = building.at(-1);
  if (node !== undefined) node.text += text;
}

function endOfFile(parser: SaxesParser, names: readonly string[]): void {
  if (names.length > 0)
    refuse(
      atLine(parser.line),
      `le fichier s’arrête dans ${names.join('/')}\u00a0: il est tronqué, le télécharger de nouveau en entier`,
    );
  parser.close();
}

/** `Ntry` of `ns2:Ntry`. */
function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
