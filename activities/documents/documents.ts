import type { Page, PDFOptions } from 'puppeteer';
import type { CivilDate } from '../../domain/calendar/civil-date.ts';
import { escaped } from '../../templates/rendering/escaped.ts';
import { archivalPdf } from './archival-pdf.ts';
import { FONT_FAMILY, fontFaces } from './fonts.ts';
import { PagePool } from './page-pool.ts';
import { pageCount, settledPdf } from './settled-pdf.ts';

/** A printed document. `pages` is what the post and the reader count. */
export interface PrintedDocument {
  readonly pdf: Uint8Array;
  readonly pages: number;
}

/** `title` stands at the foot of every page beside its number; `datedOn` is the date that the file itself carries. */
export interface PrintOptions {
  readonly title: string;
  readonly datedOn: CivilDate;
}

/** Prints HTML documents as PDF files that last and that are read aloud (PDF/A-2b, PDF/UA-1), A4, fonts inside: same document, same bytes. */
export interface DocumentPrinter {
  readonly print: (html: string, options: PrintOptions) => Promise<PrintedDocument>;
  readonly close: () => Promise<void>;
}

const TIMEOUT_MS = 60_000;
const margin = { top: '20mm', right: '15mm', bottom: '22mm', left: '15mm' };

/** A printer on one browser and two pages. `executablePath` is a Chromium or its headless shell; `log` hears of each crash survived. */
export function createDocumentPrinter({
  executablePath,
  log = () => undefined,
}: {
  executablePath: string;
  log?: (event: string) => void;
}): DocumentPrinter {
  const pool = new PagePool(executablePath, log);
  return {
    print: async (html, { title, datedOn }) => {
      const pdf = settledPdf(await pool.use((page) => printPage(page, printable(html), pdfOptions(title))), datedOn);
      return { pdf: await archivalPdf(pdf, { title }), pages: pageCount(pdf) };
    },
    close: () => pool.close(),
  };
}

async function printPage(page: Page, html: string, options: PDFOptions): Promise<Uint8Array> {
  await page.setContent(html, { waitUntil: 'load', timeout: TIMEOUT_MS });
  return page.pdf(options);
}

/** How a document of that title is printed: A4, tagged, numbered at the foot of each page. */
export function pdfOptions(title: string): PDFOptions {
  return {
    format: 'A4',
    margin,
    printBackground: true,
    tagged: true,
    outline: true,
    displayHeaderFooter: true,
    headerTemplate: '<span></span>',
    footerTemplate: footer(title),
    timeout: TIMEOUT_MS,
  };
}

/**
 * A document with its fonts inside. Hidden on screen: what Chromium paints before it prints, it numbers before the rest, and the bytes
 * would depend on who was faster.
 */
export function printable(html: string): string {
  return html.replace('</head>', () => `<style>${fontFaces()}@media screen{html{visibility:hidden}}</style></head>`);
}

function footer(title: string): string {
  const style = `font:8pt '${FONT_FAMILY}';color:#44505c;width:100%;display:flex;justify-content:space-between;gap:8mm;padding:0 20mm`;
  const pages =
    '<span style="white-space:nowrap">Page <span class="pageNumber"></span> sur <span class="totalPages"></span></span>';
  return `<style>${fontFaces()}</style><div style="${style}"><span>${escaped(title)}</span>${pages}</div>`;
}
