import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../api/engine.ts';
import type { Database } from '../db/database.ts';
import { makeHead } from '../db/evidence-heads.ts';
import { keyRingOf, newKeyRing } from '../db/key-ring.ts';
import { toInstant } from '../domain/calendar/paris.ts';
import { startEngine } from '../run/engine.ts';
import { freePort } from '../run/ports.ts';
import { connectClient, ensureSearchAttributes } from '../run/temporal.ts';
import { startContractServer } from '../test/support/contract-server/contract-server.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { firstNotes } from './first-notes.ts';
import { neighbour } from './neighbour.ts';
import { type BenchOptions, type BenchResult, middleOf, peakMemoryMb, rounded } from './result.ts';
import { world } from './sends.ts';
import { serving, timed, URL_SHOWN } from './webhook-load.ts';

const ROUNDS = 5;
/** Each starts a whole system. */
const WAVES = 3;
/** As a worker looks whether a head is due; here one is signed each time, and one when an arm begins. */
const HEAD_EVERY_MS = 60_000;
const goal = { mostCost: 0.05, mostNeighbour: 2 };

type Pair = Readonly<Record<'plain' | 'shielded', number>>;

/**
 * How long another creditor's events wait while one floods, first, as on a product that has just been started. Then what the shield costs:
 * webhooks with histories sealed and a head signed each minute beside none of it, sends beside heads, and waves of messages through whole
 * systems with and without sealed histories in turn.
 */
export async function bench({ size = 2000 }: BenchOptions): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-shield-'));
  const ports = { port: await freePort(), uiPort: await freePort() };
  const [engine, postgres, server] = [
    await startEngine({ dataDir: folder, ...ports, namespace: 'default', logFile: join(folder, 'engine.log') }),
    await startPostgres(),
    await startContractServer(),
  ];
  const place = { address: engine.address, namespace: 'default' };
  const ring = keyRingOf(newKeyRing('bench'), 'bench');
  const [plain, sealed] = [await connectClient(place), await connectClient({ ...place, codec: ring })];
  try {
    await ensureSearchAttributes(plain);
    const beside = await neighbour(createEngine(sealed, URL_SHOWN), { url: postgres.url });
    const told = Math.ceil(size / ROUNDS);
    const ingest = await inTurns(async (isShielded) => {
      const served = await serving(createEngine(isShielded ? sealed : plain, URL_SHOWN), { url: postgres.url });
      const stop = isShielded ? signingHeads(served.db) : () => Promise.resolve();
      const { started } = await timed(served, told);
      await stop();
      await served.close();
      return started;
    });
    const sending = await world({ url: postgres.url }, server, join(folder, 'sends'));
    const turn = Math.ceil(told / 2);
    let sent = 0;
    const sends = await inTurns(async (isShielded) => {
      const stop = isShielded ? signingHeads(sending.db) : () => Promise.resolve();
      sent += 1;
      const perSecond = await sending.activities(`turn-${sent}`, turn);
      await stop();
      return perSecond;
    });
    await sending.db.close();
    const wave = await inTurns(
      (isShielded) => firstNotes(isShielded ? { EXIGIBLE_CODEC_KEYS: newKeyRing('bench') } : {}, size / 20),
      WAVES,
    );
    const costs = { ingest: costOf(ingest), sends: costOfHeads(sends, turn), wave: costOf(wave) };
    return {
      name: 'shield',
      ours: rounded(ingest.shielded),
      baseline: rounded(ingest.plain),
      ratio: rounded(ingest.shielded / ingest.plain),
      unit: 'invoices/s',
      peakMemoryMb: peakMemoryMb(),
      details: { size, rounds: ROUNDS, waves: WAVES, goal, costs, ingest, sends, wave, neighbour: beside },
    };
  } finally {
    for (const client of [plain, sealed]) await client.connection.close();
    await Promise.all([postgres.stop(), server.stop(), engine.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Both arms in turn, so that what the machine does besides weighs on each alike; the first round warms up. Medians. */
async function inTurns(arm: (isShielded: boolean) => Promise<number>, rounds = ROUNDS): Promise<Pair> {
  const found: Record<keyof Pair, number[]> = { plain: [], shielded: [] };
  for (let round = 0; round <= rounds; round += 1)
    for (const isShielded of round % 2 === 0 ? [false, true] : [true, false]) {
      const figure = await arm(isShielded);
      if (round > 0) found[isShielded ? 'shielded' : 'plain'].push(figure);
    }
  return { plain: rounded(middleOf(found.plain)), shielded: rounded(middleOf(found.shielded)) };
}

/** The part of the pace that the shield takes; below zero: nothing that could be told from chance. */
function costOf({ plain, shielded }: Pair): number {
  return rounded(1 - shielded / plain);
}

/** A turn of sends is over in a second or two and signs one head, of which there is one each minute: the part of that minute that it takes. */
function costOfHeads({ plain, shielded }: Pair, turn: number): number {
  return rounded(((turn / shielded - turn / plain) * 1000) / HEAD_EVERY_MS);
}

function signingHeads(db: Database): () => Promise<void> {
  const { privateKey: key } = generateKeyPairSync('ed25519');
  let last: Promise<unknown> = Promise.resolve();
  const sign = () => {
    last = last.then(() => makeHead(db, { key, at: toInstant(Date.now()), reason: 'asked' }));
  };
  sign();
  const timer = setInterval(sign, HEAD_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await last;
  };
}
