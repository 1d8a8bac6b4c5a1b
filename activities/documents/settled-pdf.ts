import type { CivilDate } from '../../domain/calendar/civil-date.ts';

const DATES = /\/(CreationDate|ModDate) \(D:[^)]*\)/g;
const NODES = /node[0-9a-f]{8}/g;
const PAGE = /\/Type \/Page\b(?!s)/g;

/**
 * The bytes that the same letter always gives. Chromium writes the clock and a counter that grows with every document of a page:
 * both are overwritten in place, at the same length, so that the table of offsets stays true.
 */
export function settledPdf(pdf: Uint8Array, datedOn: CivilDate): Uint8Array {
  const names = new Map<string, string>();
  const text = Buffer.from(pdf).toString('latin1');
  const dated = text.replace(DATES, (entry, key: string) => `/${key} (${pdfDate(datedOn, entry.length - key.length - 4)})`);
  const settled = dated.replace(NODES, (name) => {
    if (!names.has(name)) names.set(name, `node${(names.size + 1).toString(16).padStart(8, '0')}`);
    return names.get(name) ?? name;
  });
  return Uint8Array.from(Buffer.from(settled, 'latin1'));
}

/** How many pages a document of Chromium has. */
export function pageCount(pdf: Uint8Array): number {
  return Buffer.from(pdf).toString('latin1').match(PAGE)?.length ?? 0;
}

function pdfDate(on: CivilDate, length: number): string {
  return `D:${on.replaceAll('-', '')}120000+00'00'`.padEnd(length).slice(0, length);
}
