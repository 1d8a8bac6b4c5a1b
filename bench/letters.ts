import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBrowser } from '../activities/documents/browser-session.ts';
import { createDocumentPrinter, type DocumentPrinter, pdfOptions, printable } from '../activities/documents/documents.ts';
import { folderStore } from '../activities/files/store.ts';
import { printLetter } from '../activities/letters.ts';
import { GENESIS, linkOf, verifyEvidence } from '../db/evidence-chain.ts';
import { findBrowser } from '../run/browser.ts';
import type { Letter } from '../templates/renderer.ts';
import { loadTemplates } from '../templates/renderer.ts';
import { sampleRequest } from '../templates/samples.ts';
import { openDesk } from '../test/activities/desk.ts';
import { treeMemoryMb } from './process-tree.ts';
import { type BenchOptions, type BenchResult, peakMemoryMb, rounded } from './result.ts';

const LETTERS = 200;
const ROUND = 20;
const LANES = 2;
const LINKS = 20_000;
const ON = '2026-08-30';

/** Formal notices per second through the printer, beside bare reused pages on the same HTML; `size` letters for each, in turns. */
export async function bench({ size = LETTERS }: BenchOptions): Promise<BenchResult> {
  const { executablePath } = findBrowser();
  const letter = loadTemplates().letter(sampleRequest('formal-notice', 'business'));
  const printer = createDocumentPrinter({ executablePath });
  try {
    const rounds = Math.max(1, Math.round(size / ROUND));
    const { ours, raw, memoryMb } = await compare(printer, executablePath, letter, rounds);
    const activity = await activitiesPerSecond(printer, size);
    return {
      name: 'letters',
      ours: rounded(ours),
      baseline: rounded(raw),
      ratio: rounded(ours / raw),
      unit: 'letters/s',
      peakMemoryMb: peakMemoryMb(),
      details: {
        letters: rounds * ROUND,
        wholeActivityPerSecond: rounded(activity),
        memoryMb,
        verifiedEntriesPerSecond: verifiedPerSecond(),
      },
    };
  } finally {
    await printer.close();
  }
}

/** Turns of the same length, so that whatever else the machine does weighs on both. Memory is that of our own printer, the other browser closed. */
async function compare(printer: DocumentPrinter, executablePath: string, letter: Letter, rounds: number) {
  const print = () => printer.print(letter.html, { title: letter.title, datedOn: ON });
  await inLanes(ROUND, print);
  const afterFirstRound = treeMemoryMb();
  const { raw, close } = await rawPrinter(executablePath, letter);
  await inLanes(ROUND, raw);
  const spentMs = { ours: 0, raw: 0 };
  for (let round = 0; round < rounds; round += 1) {
    spentMs.raw += await inLanes(ROUND, raw);
    spentMs.ours += await inLanes(ROUND, print);
  }
  await close();
  const count = rounds * ROUND * 1000;
  return { ours: count / spentMs.ours, raw: count / spentMs.raw, memoryMb: { afterFirstRound, afterLastRound: treeMemoryMb() } };
}

/** What anybody would write: as many pages, used again and again, on the same HTML. */
async function rawPrinter(executablePath: string, { html, title }: Letter) {
  const session = await openBrowser(executablePath);
  const pages = await Promise.all(Array.from({ length: LANES }, () => session.openPage()));
  const whole = printable(html);
  const raw = async (lane: number): Promise<void> => {
    await pages[lane]?.setContent(whole, { waitUntil: 'load' });
    await pages[lane]?.pdf(pdfOptions(title));
  };
  return { raw, close: session.close };
}

/** Runs the work so many times, as many at once as there are pages. Answers with the milliseconds it took. */
async function inLanes(times: number, work: (lane: number, turn: number) => Promise<unknown>): Promise<number> {
  const from = performance.now();
  let next = 0;
  const lane = async (own: number): Promise<void> => {
    for (let turn = next++; turn < times; turn = next++) await work(own, turn);
  };
  await Promise.all(Array.from({ length: LANES }, (_, own) => lane(own)));
  return performance.now() - from;
}

/** The whole activity: the case, the claim of the day, the words, the print, and both kept. */
async function activitiesPerSecond(printer: DocumentPrinter, size: number): Promise<number> {
  const desk = await openDesk();
  const folder = mkdtempSync(join(tmpdir(), 'exigible-letters-'));
  const deps = {
    db: desk.db,
    clock: () => 0,
    templates: loadTemplates(),
    printer,
    store: folderStore(folder),
    invoice: () => Promise.resolve([]),
  };
  const nowMs = Date.parse(`${ON}T10:00:00+02:00`);
  const spentMs = await inLanes(size, async (_, turn) => {
    const live = await desk.live('business', { invoice: { id: `i-${turn}`, number: `F-${turn}` } });
    const printed = await printLetter(
      { ...deps, readCase: () => Promise.resolve(live) },
      { caseId: live.case.id, step: 'formal-notice', nowMs },
    );
    if ('outcome' in printed) throw new Error(JSON.stringify(printed));
  });
  await desk.db.close();
  rmSync(folder, { recursive: true, force: true });
  return (size * 1000) / spentMs;
}

function verifiedPerSecond(): number {
  const caseId = 'invoice:c1:i1';
  const rows = [];
  for (let sequence = 1, previous = GENESIS; sequence <= LINKS; sequence += 1) {
    const fact = {
      type: 'payment',
      id: `p${sequence}`,
      amountCents: sequence,
      on: ON,
      at: `${ON}T10:00:00+02:00`,
      actor: 'bank',
    } as const;
    const link = linkOf(caseId, sequence, fact, previous);
    previous = link.digest;
    rows.push(link);
  }
  const from = performance.now();
  if (!verifyEvidence(rows, { [caseId]: LINKS }).ok) throw new Error('a good chain was found broken');
  return Math.round((LINKS * 1000) / (performance.now() - from));
}
