import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDocumentPrinter, type DocumentPrinter } from '../../../activities/documents/documents.ts';
import { findBrowser } from '../../../run/browser.ts';
import { loadTemplates } from '../../../templates/renderer.ts';
import { sampleHandoff } from '../../../templates/sample-handoff.ts';
import { sampleRequest } from '../../../templates/samples.ts';

const LONGEST_NAME = 'SOCIETE COOPERATIVE MAROQUINIERE GAMMA';
const POINTS_PER_MM = 72 / 25.4;
const templates = loadTemplates();
const notice = templates.letter(sampleRequest('formal-notice', 'business'));
const { executablePath } = findBrowser();
const events: string[] = [];

let printer: DocumentPrinter;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exigible-documents-test-'));
  process.env.TMPDIR = folder;
  printer = createDocumentPrinter({ executablePath, log: (event) => events.push(event) });
});
afterAll(async () => {
  await printer.close();
  delete process.env.TMPDIR;
  // The children of the browser that a test killed may still be writing their last.
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }).catch(() => undefined);
});

async function printed(html: string, title = notice.title): Promise<{ file: string; pages: number; sha256: string }> {
  const { pdf, pages } = await printer.print(html, { title, datedOn: '2026-08-30' });
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  const file = join(folder, `${sha256}.pdf`);
  writeFileSync(file, pdf);
  return { file, pages, sha256 };
}

function poppler(tool: string, ...args: string[]): string {
  return execFileSync(tool, args, { encoding: 'utf8' });
}

interface Word {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The words of the first page with their place in millimetres. */
function wordsOf(file: string): Word[] {
  const word = /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<\/word>/g;
  return [...poppler('pdftotext', '-bbox', '-l', '1', file, '-').matchAll(word)].map(([, left, top, right, bottom, text]) => ({
    text: text ?? '',
    left: Number(left) / POINTS_PER_MM,
    top: Number(top) / POINTS_PER_MM,
    right: Number(right) / POINTS_PER_MM,
    bottom: Number(bottom) / POINTS_PER_MM,
  }));
}

function inWindow({ left, top, right, bottom }: Word): boolean {
  return left >= 110 && right <= 195 && top >= 55 && bottom <= 88;
}

function touchesWindow({ left, top, right, bottom }: Word): boolean {
  return right > 110 && left < 195 && bottom > 55 && top < 88;
}

describe('a printed letter', () => {
  it('carries its words, its page numbers and its title', async () => {
    const { file, pages } = await printed(notice.html);
    const text = poppler('pdftotext', '-layout', file, '-').replace(/[\u00a0\u202f]/g, ' ');
    expect(pages).toBe(2);
    for (const words of [
      'Page 1 sur 2',
      'Page 2 sur 2',
      'Mise en demeure de payer',
      '1 252,23 €',
      '12,40 %',
      'F&B-2026/0412',
      'L. 441-10',
    ]) {
      expect(text).toContain(words);
    }
    const facts = poppler('pdfinfo', file);
    expect(facts).toMatch(/Title:\s+Mise en demeure de payer – facture F&B-2026\/0412/);
    expect(facts).toMatch(/Tagged:\s+yes/);
    expect(facts).toMatch(/Pages:\s+2/);
    expect(facts).toMatch(/Page size:\s+59[45](\.\d+)? x 84[12](\.\d+)? pts \(A4\)/);
    expect(facts).toMatch(/CreationDate:\s+Sun Aug 30/);
  });

  it('embeds its own font and no other', async () => {
    const { file } = await printed(notice.html);
    const fonts = poppler('pdffonts', file).trim().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(0);
    expect(fonts.every((line) => /SourceSans3/.test(line) && / yes yes /.test(line))).toBe(true);
  });

  const addresses: [string, string[], number][] = [
    ['three lines', ['17 rue des Tanneurs', '69003 Lyon'], 3],
    [
      'six lines of 38 characters',
      [
        'SERVICE COMPTABILITE FOURNISSEURS NORD',
        'BATIMENT MARRONNIERS MONTEE COMMUNALES',
        'ZONE ARTISANALE DES GRANDES MAROUETTES',
        'LIEUDIT LA COMMANDERIE DES QUATRE VENT',
        '38000 SAINT-GEORGES-DES-HAUTES-MONTAGN',
      ],
      6,
    ],
  ];
  it.each(addresses)('keeps an address of %s inside the window, and nothing else there', async (_name, addressLines, lines) => {
    const request = sampleRequest('formal-notice', 'business');
    const debtor = { ...request.data.debtor, name: LONGEST_NAME, addressLines };
    const { file } = await printed(templates.letter({ ...request, data: { ...request.data, debtor } } as typeof request).html);
    const seen = wordsOf(file).filter(touchesWindow);
    expect(seen.filter((word) => !inWindow(word))).toEqual([]);
    expect(new Set(seen.map((word) => Math.round(word.top))).size).toBe(lines);
    expect(seen.map((word) => word.text).join('')).toBe([LONGEST_NAME, ...addressLines].join('').replace(/ /g, '').toUpperCase());
  });

  it('is the same file whenever it is printed, whatever was printed before', async () => {
    const agreement = templates.letter(sampleRequest('instalment-agreement', 'consumer'));
    const [first] = await Promise.all([printed(notice.html), printed(agreement.html)]);
    const again = await Promise.all([printed(notice.html), printed(notice.html), printed(agreement.html)]);
    const other = createDocumentPrinter({ executablePath });
    const elsewhere = await other.print(notice.html, { title: notice.title, datedOn: '2026-08-30' });
    await other.close();
    expect(again.slice(0, 2).map((document) => document.sha256)).toEqual([first.sha256, first.sha256]);
    expect(createHash('sha256').update(elsewhere.pdf).digest('hex')).toBe(first.sha256);
  });

  it('runs no script and reaches no network', async () => {
    let visits = 0;
    const server = createServer((_request, response) => {
      visits += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const html = `<!doctype html><html lang="fr"><head><title>t</title><link rel="stylesheet" href="${url}/a.css"></head><body><p id="p">avant</p><img src="${url}/b.png"><script>document.getElementById('p').textContent = 'apres'; fetch('${url}/c')</script></body></html>`;
    const { file } = await printed(html, 't');
    server.close();
    expect(poppler('pdftotext', file, '-')).toContain('avant');
    expect(visits).toBe(0);
  });

  it('shows the title of the foot as text, whatever it holds', async () => {
    const { file } = await printed(notice.html, '<b>Dupont & fils</b>');
    expect(poppler('pdftotext', file, '-')).toContain('<b>Dupont & fils</b>');
  });
});

describe('the file for a lawyer', () => {
  it('holds its parts in order, every exhibit number, and bookmarks', async () => {
    const { title, html } = templates.handoffFile(sampleHandoff());
    const { file } = await printed(html, title);
    const text = poppler('pdftotext', '-layout', file, '-').replace(/[\u00a0\u202f]/g, ' ');
    const headings = [
      '1. Décompte de la créance au',
      '2. Factures et règlements',
      '3. Chronologie',
      '4. Mise en demeure et preuves',
      '5. Messages adressés',
      '6. Bordereau des pièces',
    ];
    const places = headings.map((heading) => text.lastIndexOf(heading));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const number of [1, 2, 3, 4]) expect(text).toContain(`Pièce ${number}`);
    expect(text).toContain('1 252,23 €');
  });
});

describe('the printer', () => {
  it('leaves room to sign an agreement above the code of the page', async () => {
    const { html, title } = templates.letter(sampleRequest('instalment-agreement', 'consumer'));
    expect(html).toContain('class="codes"');
    const { file } = await printed(html, title);
    const [, table = ''] = poppler('pdftotext', '-bbox', file, '-').split('>Signatures<');
    const topOf = (word: string) => Number(new RegExp(`yMin="([\\d.]+)"[^>]*>${word}<`).exec(table)?.[1]);
    expect((topOf('Signature') - topOf('Date')) / POINTS_PER_MM).toBeGreaterThan(12);
  });

  it('prints on after its browser was killed', async () => {
    const own = createDocumentPrinter({ executablePath, log: (event) => events.push(event) });
    const before = await own.print(notice.html, { title: 't', datedOn: '2026-08-30' });
    const browsers = browsersStartedHere();
    expect(browsers.length).toBeGreaterThan(0);
    for (const pid of browsers) process.kill(pid, 'SIGKILL');
    const after = await own.print(notice.html, { title: 't', datedOn: '2026-08-30' });
    await own.close();
    expect(Buffer.from(after.pdf).equals(Buffer.from(before.pdf))).toBe(true);
  });

  it('leaves no profile behind and refuses work once closed', async () => {
    const own = createDocumentPrinter({ executablePath });
    const before = new Set(profiles());
    await own.print(notice.html, { title: 't', datedOn: '2026-08-30' });
    const [mine, ...others] = profiles().filter((profile) => !before.has(profile));
    expect(others).toEqual([]);
    expect(mine).toBeDefined();
    await own.close();
    await expect.poll(profiles).not.toContain(mine);
    await expect(own.print(notice.html, { title: 't', datedOn: '2026-08-30' })).rejects.toThrow('closed');
  });

  it('says so when there is no browser, and leaves nothing behind', async () => {
    const before = new Set(profiles());
    const own = createDocumentPrinter({ executablePath: '/nowhere/chromium' });
    await expect(own.print(notice.html, { title: 't', datedOn: '2026-08-30' })).rejects.toThrow(/nowhere/);
    await own.close();
    expect(profiles().filter((profile) => !before.has(profile))).toEqual([]);
  });
});

function profiles(): string[] {
  return readdirSync(folder).filter((name) => name.startsWith('exigible-chromium-'));
}

/** The browsers that are children of this very process. */
function browsersStartedHere(): number[] {
  const children = `/proc/${process.pid}/task/${process.pid}/children`;
  if (!existsSync(children)) return [];
  const pids = readFileSync(children, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number);
  return pids.filter((pid) => existsSync(`/proc/${pid}/cmdline`) && /chrom/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')));
}
