import { createReadStream } from 'node:fs';
import { mkdtemp, open, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { createLedger } from '../domain/matching/ledger.ts';
import { match, matchAgainst } from '../domain/matching/match.ts';
import { collectStatements, readStatements } from '../domain/statement/reader.ts';
import { scoreOf } from '../test/domain/matching/score.ts';
import { chanceOf, createWorld, openInvoices } from '../test/domain/matching/world.ts';
import { type CamtDialect, camtEntry, camtStatement, camtText } from '../test/domain/statement/write-camt.ts';
import { cfonbBalance, cfonbMovement } from '../test/domain/statement/write-cfonb.ts';
import { ACCOUNT, bytesOf, type WrittenBooking, type WrittenStatement } from '../test/domain/statement/write-statement.ts';
import { arrival } from './feed-arrival.ts';
import { besideInvoices } from './feed-database.ts';
import type { BenchOptions, BenchResult } from './result.ts';

interface Reading {
  readonly entries: number;
  readonly megabytes: number;
  readonly megabytesPerSecond: number;
  readonly peakMemoryMb: number;
}

const MEGABYTE = 1_000_000;
const DIALECT: CamtDialect = { message: '053', version: 8 };
const EMPTY: WrittenStatement = { ...ACCOUNT, id: 'BENCH', openingOn: '2026-10-31', openingCents: 0, bookings: [] };
const CFONB_ENTRIES = 100_000;
/** The baseline holds the whole file and its tree in memory, so it reads the start of the same content. */
const BASELINE_MEGABYTES = 20;
const LEDGER_SIZES = [10_000, 100_000, 1_000_000];
const MATCHED_ENTRIES = 10_000;
/** Payments of the file that goes all the way to the cases, for each megabyte of `size`. */
const ARRIVING_PER_MEGABYTE = 50;

/** Open invoices beside which a webhook and a file are matched in the database: few, the baseline, and many for each megabyte. */
const FEW = 11_000;
const OPEN_PER_MEGABYTE = 5000;
const GOAL = { webhookMedianMs: 20, fileSeconds: 60, memoryMb: 512, invoices: 1_000_000 };

/** Measures the bank feed: reading a large camt.053 (`size` MB) and a large CFONB file, then matching against growing ledgers. */
export async function bench({ size = 200 }: BenchOptions): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'exigible-feed-'));
  try {
    const camt = await measuredReading(await writeCamt(join(folder, 'large.xml'), size * MEGABYTE));
    const cfonb = await measuredReading(await writeCfonb(join(folder, 'large.txt')));
    const baseline = await baselineSpeed(
      await writeCamt(join(folder, 'start.xml'), Math.min(size, BASELINE_MEGABYTES) * MEGABYTE),
    );
    const [ours, ratio] = [camt.megabytesPerSecond, round(camt.megabytesPerSecond / baseline)];
    const measured = { camt, cfonb, matching: matchingTimes(), precision: await precision() };
    const beside = await besideInvoices([FEW, Math.ceil(size * OPEN_PER_MEGABYTE)]);
    // The cases that the last part pays take a quarter of an hour to begin and to close: what is known is not lost with them.
    process.stderr.write(`${JSON.stringify({ ...measured, beside })}\n`);
    const details = { ...measured, goal: GOAL, beside, arrival: await arrival(Math.ceil(size * ARRIVING_PER_MEGABYTE)) };
    return { name: 'feed', ours, baseline, ratio, unit: 'MB/s of camt.053', peakMemoryMb: camt.peakMemoryMb, details };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measuredReading(file: string): Promise<Reading> {
  const started = performance.now();
  let [entries, peak] = [0, 0];
  for await (const part of readStatements(createReadStream(file))) {
    if (part.kind === 'entry') entries++;
    if (entries % 1000 === 0) peak = Math.max(peak, process.memoryUsage.rss());
  }
  const seconds = (performance.now() - started) / 1000;
  const megabytes = (await stat(file)).size / MEGABYTE;
  return {
    entries,
    megabytes: round(megabytes),
    megabytesPerSecond: round(megabytes / seconds),
    peakMemoryMb: round(peak / MEGABYTE),
  };
}

async function baselineSpeed(file: string): Promise<number> {
  const started = performance.now();
  const text = await readFile(file, 'utf8');
  const parser = new XMLParser({
    ignoreAttributes: false,
    parseTagValue: false,
    parseAttributeValue: false,
    removeNSPrefix: true,
  });
  const document: unknown = parser.parse(text);
  if (document === null) throw new Error('the baseline read nothing');
  return round(text.length / MEGABYTE / ((performance.now() - started) / 1000));
}

async function writeCamt(file: string, bytes: number): Promise<string> {
  const entries = bookings(1000)
    .map((booking) => camtEntry(DIALECT, booking))
    .join('');
  const start = `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr/><Stmt>${camtStatement(DIALECT, EMPTY)}`;
  return written(file, start, entries, Math.ceil(bytes / entries.length), '</Stmt></BkToCstmrStmt></Document>\n');
}

async function writeCfonb(file: string): Promise<string> {
  const records = bookings(1000).flatMap((booking) => cfonbMovement(EMPTY, booking));
  const [first, last] = [cfonbBalance(EMPTY, '01', '2026-10-31', 0), cfonbBalance(EMPTY, '07', '2026-11-30', 0)];
  return written(file, `${first}\n`, `${records.join('\n')}\n`, CFONB_ENTRIES / 1000, `${last}\n`);
}

async function written(file: string, start: string, block: string, times: number, end: string): Promise<string> {
  const handle = await open(file, 'w');
  await handle.write(start);
  for (let time = 0; time < times; time++) await handle.write(block);
  await handle.write(end);
  await handle.close();
  return file;
}

function bookings(count: number): readonly WrittenBooking[] {
  return createWorld(1, count * 2).statement.bookings.slice(0, count);
}

/** Milliseconds to index a ledger, and to match 10 000 entries against it. */
function matchingTimes(): readonly Readonly<Record<string, number>>[] {
  const { statement } = createWorld(1, MATCHED_ENTRIES * 2);
  const entries = statement.bookings.slice(0, MATCHED_ENTRIES).map(({ on, payments: [payment] }, index) => ({
    key: String(index).padStart(6, '0'),
    bookedOn: on,
    amountCents: payment?.amountCents ?? 0,
    currency: 'EUR',
    status: 'booked' as const,
    reversal: payment?.returned === true,
    endToEndId: payment?.endToEndId ?? null,
    references: payment?.reference ? [payment.reference] : [],
    counterparty: payment?.payer ?? null,
    label: payment?.text ?? null,
  }));
  return LEDGER_SIZES.map((invoices) => {
    const open = openInvoices(chanceOf(1), invoices);
    const before = performance.now();
    const ledger = createLedger(open);
    const indexed = performance.now();
    const matched = matchAgainst(ledger, entries).filter((result) => result.verdict === 'matched').length;
    const indexMs = Math.round(indexed - before);
    return {
      invoices,
      entries: entries.length,
      indexMs,
      matchMs: Math.round(performance.now() - indexed),
      matched,
      memoryMb: round(process.memoryUsage.rss() / MEGABYTE),
    };
  });
}

/** Automatic matches on a ledger whose truth is known: how many, how many wrong, and how many a person decides. */
async function precision(): Promise<Readonly<Record<string, number>>> {
  const world = createWorld(2026, 10_000);
  const file = await collectStatements(readStatements([bytesOf(camtText(DIALECT, [world.statement]))]));
  const entries = file.statements.flatMap((statement) => statement.entries);
  const { payments, matched, ambiguous, none, wrong } = scoreOf(world, entries, match(world.invoices, entries));
  return { entries: entries.length, payments, matched, wrong: wrong.length, queued: ambiguous + none, ambiguous, none };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
