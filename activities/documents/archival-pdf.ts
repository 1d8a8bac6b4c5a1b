import { createHash } from 'node:crypto';
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  type PDFObject,
  type PDFPage,
  PDFRawStream,
  PDFRef,
  PDFString,
} from '@cantoo/pdf-lib';

/** What the file says of itself: who wrote it, and what it is. */
export interface ArchivalFacts {
  readonly title: string;
}

const LANGUAGE = 'fr-FR';
const MARKS = /^(.*B[DM]C|EMC)$/gm;
const PAINTS = /(^| )(Tj|TJ|f|F|S|B|Do|sh)$/m;
/** What Chromium names by HTML, and the standard structure types that a reader knows (ISO 32000-1, 14.8.4). */
const roles = { Strong: 'Span', Em: 'Span' } as const;

/** The identifier of PDF/UA-1, with the description that PDF/A asks of a schema it does not know (ISO 19005-2, 6.6.2.3). */
const accessible = [
  '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>',
  '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>PDF/UA part</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>',
];

/**
 * The same document as a file that lasts (PDF/A-2b, ISO 19005-2) and that is read aloud (PDF/UA-1, ISO 14289-1): metadata, identifier,
 * colours, language, links described, the foot of each page set apart. Same bytes in, same bytes out.
 */
export async function archivalPdf(pdf: Uint8Array, { title }: ArchivalFacts): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  document.setTitle(title, { showInWindowTitleBar: true });
  document.setLanguage(LANGUAGE);
  mapRoles(document);
  for (const [reference, item] of listItems(document)) boxBody(document, reference, item);
  for (const page of document.getPages()) {
    setApart(page);
    describeLinks(page);
  }
  document.convertToPDFA({ conformance: '2B', extensions: accessible });
  const id = PDFHexString.of(createHash('sha256').update(pdf).digest('hex').slice(0, 32));
  document.context.trailerInfo.ID = document.context.obj([id, id]);
  return document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
}

function mapRoles({ catalog, context }: PDFDocument): void {
  catalog.lookupMaybe(PDFName.of('StructTreeRoot'), PDFDict)?.set(PDFName.of('RoleMap'), context.obj(roles));
}

function listItems({ context }: PDFDocument): [PDFRef, PDFDict][] {
  return context
    .enumerateIndirectObjects()
    .flatMap(([reference, value]) => (value instanceof PDFDict && typeOf(value) === 'LI' ? [[reference, value]] : []));
}

/** An item of a list holds its label and one body (ISO 14289-1, 7.2); Chromium leaves the words beside the label. */
function boxBody({ context, catalog }: PDFDocument, reference: PDFRef, item: PDFDict): void {
  const kids = kidsOf(item);
  const isLabel = (kid: PDFObject) => ['Lbl', 'LBody'].includes(typeOf(context.lookup(kid)) ?? '');
  const words = kids.filter((kid) => !isLabel(kid));
  if (words.length === 0) return;
  const page = item.get(PDFName.of('Pg'));
  const body = context.obj({
    Type: 'StructElem',
    S: 'LBody',
    P: reference,
    K: words,
    ...(page === undefined ? {} : { Pg: page }),
  });
  const boxed = context.register(body);
  for (const word of words.map((kid) => context.lookup(kid)))
    if (word instanceof PDFDict && typeOf(word) !== undefined) word.set(PDFName.of('P'), boxed);
  item.set(PDFName.of('K'), context.obj([...kids.filter(isLabel), boxed]));
  adopt(catalog, reference, boxed);
}

/** The marked content that an element held itself is found under the one that holds it now. */
function adopt(catalog: PDFDict, from: PDFRef, to: PDFRef): void {
  const tree = catalog.lookup(PDFName.of('StructTreeRoot'), PDFDict).lookupMaybe(PDFName.of('ParentTree'), PDFDict);
  const pages = tree?.lookupMaybe(PDFName.of('Nums'), PDFArray);
  for (let index = 1; index < (pages?.size() ?? 0); index += 2) {
    const parents = pages?.lookup(index);
    if (!(parents instanceof PDFArray)) continue;
    for (const [place, parent] of parents.asArray().entries()) if (parent === from) parents.set(place, to);
  }
}

function kidsOf(element: PDFDict): PDFObject[] {
  const kids = element.lookup(PDFName.of('K'));
  if (kids instanceof PDFArray) return kids.asArray();
  const only = element.get(PDFName.of('K'));
  return only === undefined ? [] : [only];
}

function typeOf(element: PDFObject | undefined): string | undefined {
  return element instanceof PDFDict ? element.lookupMaybe(PDFName.of('S'), PDFName)?.decodeText() : undefined;
}

/** What is painted outside the marked content, the foot of the page, is no part of what is read (ISO 14289-1, 7.1). */
function setApart(page: PDFPage): void {
  const { context } = page.doc;
  const reference = page.node.get(PDFName.of('Contents'));
  const stream = page.node.lookup(PDFName.of('Contents'));
  if (!(reference instanceof PDFRef) || !(stream instanceof PDFRawStream)) return;
  const painted = Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1');
  context.assign(reference, context.flateStream(Buffer.from(unmarkedApart(painted), 'latin1')));
}

/** Marks nest: what stands at no depth and paints something is put into an artifact of its own. */
function unmarkedApart(painted: string): string {
  let depth = 0;
  const parts = painted.split(MARKS).map((part, index) => {
    const isMark = index % 2 === 1;
    if (isMark) depth += part === 'EMC' ? -1 : 1;
    return !isMark && depth === 0 && PAINTS.test(part) ? `\n/Artifact BMC\n${part}\nEMC\n` : part;
  });
  return parts.join('');
}

/** A link says where it leads (ISO 14289-1, 7.18.5). */
function describeLinks(page: PDFPage): void {
  const annotations = page.node.Annots();
  for (let index = 0; index < (annotations?.size() ?? 0); index += 1) {
    const link = annotations?.lookup(index, PDFDict);
    const address = link?.lookupMaybe(PDFName.of('A'), PDFDict)?.lookupMaybe(PDFName.of('URI'), PDFString);
    link?.set(PDFName.of('Contents'), PDFHexString.fromText(address?.decodeText() ?? 'Aller à cette partie du document'));
  }
}
