import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { refuse } from '../../fault.ts';
import { spaced } from '../../plain-text.ts';
import { atLine } from '../amount.ts';
import { fileBounds } from '../bounds.ts';
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
  const bounds = createBounds(parser);
  const names: string[] = [];
  const building: XmlNode[] = [];
  const place = (): string => (names.length === 0 ? '' : ` dans ${names.join('/')}`);

  refuseWhatIsBroken(parser, place);
  parser.on('opentag', (tag) => {
    const [name, parent] = [localName(tag.name), names.at(-1) ?? ''];
    names.push(name);
    bounds.opened(names.length);
    const isForeign = handler.isForeign(tag);
    if (building.length > 0 || handler.isSection(name, parent))
      building.push(startedNode(isForeign ? FOREIGN : name, parser.line, tag));
    else handler.enter(name, parent, tag);
  });
  for (const kind of ['text', 'cdata'] as const)
    parser.on(kind, (text) => {
      bounds.passed(text.length);
      addText(building, text);
    });
  parser.on('closetag', () => {
    const name = names.pop() ?? '';
    const node = building.pop();
    const isWhole = node !== undefined && (building.length === 0 || handler.isDetached(node.name, building.at(-1)?.name ?? ''));
    bounds.closed(node === undefined || isWhole);
    if (node !== undefined) node.text = spaced(node.text);
    if (node === undefined) handler.leave(name);
    else if (isWhole) handler.section(node);
    else building.at(-1)?.children.push(node);
  });

  const write = (text: string): void => {
    parser.write(text);
    bounds.written(text.length);
  };
  return { write, end: () => endOfFile(parser, names) };
}

function refuseWhatIsBroken(parser: SaxesParser, place: () => string): void {
  parser.on('doctype', () =>
    refuse(
      atLine(parser.line),
      'un DOCTYPE n’a pas sa place dans un fichier bancaire\u00a0: aucune entité ni référence extérieure n’est lue',
    ),
  );
  parser.on('error', (error) =>
    refuse(atLine(parser.line), `le XML est rompu${place()} (${error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')})`),
  );
}

/** Watches that neither depth, nor what lies between two events, nor one booking or payment grows without end. */
function createBounds(parser: SaxesParser) {
  let [nodes, characters, from, total] = [0, 0, 0, 0];
  const within = (what: keyof typeof SAID, count: number): void => {
    if (count > fileBounds[what])
      refuse(
        atLine(parser.line),
        `${SAID[what]} (au plus ${fileBounds[what]})\u00a0; attendu\u00a0: le fichier tel que la banque l’a donné`,
      );
  };
  return {
    passed(count: number): void {
      characters += count;
      within('characters', characters);
      from = parser.position;
    },
    opened(depth: number): void {
      nodes += 1;
      within('depth', depth);
      within('nodes', nodes);
      within('characters', parser.position - from);
      from = parser.position;
    },
    closed(isWhole: boolean): void {
      if (isWhole) [nodes, characters] = [0, 0];
      from = parser.position;
    },
    /** What the parser still holds back: the beginning of a tag, a text or a comment. */
    written(count: number): void {
      total += count;
      within('characters', total - from);
    },
  };
}

const SAID = {
  depth: 'trop d’éléments sont les uns dans les autres',
  nodes: 'une écriture ou un paiement a trop d’éléments',
  characters: 'une balise, un texte, un commentaire ou une écriture est trop long',
};

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
