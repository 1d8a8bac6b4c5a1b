import { setTimeout as pause } from 'node:timers/promises';
import { parisDay } from '../domain/calendar/paris.ts';
import { randomFrom } from '../test/support/killer.ts';
import { creditor } from '../test/support/parties.ts';
import { faults, longFaults } from './faults.ts';
import { complaintsOf } from './judge.ts';
import { createLedger } from './ledger.ts';
import { type Life, livesOf, play, type Stage } from './lives.ts';
import { answerDoubts } from './person.ts';
import { watchCases } from './watch.ts';
import type { World } from './world.ts';

/** What is drawn: the lives, and how many faults strike while they are lived. */
export interface Storm {
  readonly seed: number;
  readonly lives: number;
  /** How many faults strike; absent: each kind once. */
  readonly strikes?: number;
  /** Also those that take longer than a minute, beside the others. */
  readonly long?: boolean;
  readonly log?: (line: string) => void;
}

/** What came of a storm. `complaints`: what is to be explained; its seed plays it again. */
export interface Weathered {
  readonly seed: number;
  readonly lives: number;
  readonly struck: readonly string[];
  readonly seconds: number;
  readonly complaints: readonly string[];
}

/** While the last lives are waited for, it is said which. */
const TELLS_EVERY_MS = 60_000;
const CALM_MS = 2_000;
/** What left after a case was closed, thanks and confirmations, is waited for before the judge looks. */
const SETTLES_MS = 3 * 60_000;

/** Lives as many lives as are wanted while faults strike, waits until all is calm, and judges. */
export async function storm(
  world: World,
  { seed, lives: count, strikes, long = false, log = () => undefined }: Storm,
): Promise<Weathered> {
  const began = Date.now();
  const [random, slowly] = [randomFrom(seed), randomFrom(seed + 2_000_003)];
  const lives = livesOf(seed, count, random);
  const totals = new Map(lives.map(({ caseId, totalCents }) => [caseId, totalCents]));
  const prefix = `invoice:${creditor.id}:s${seed}-`;
  const [watch, ledger] = [watchCases(world.sql, prefix), createLedger((caseId) => totals.get(caseId) ?? 0)];
  const person = answerDoubts(world, watch);
  const { outside } = world;
  const stage: Stage = {
    outside,
    watch,
    ledger,
    random: randomFrom(seed + 1_000_003),
    get today() {
      return parisDay(Date.now());
    },
  };
  const left = new Set(lives.map(({ caseId, fate }) => `${caseId} ${fate}`));
  const lived = (life: Life) => play(stage, life).finally(() => left.delete(`${life.caseId} ${life.fate}`));
  const playing = Promise.allSettled(lives.map(lived));
  const slow = strike(world, long ? deckOf(longFaults, slowly) : [], slowly, log);
  const struck = [...(await strike(world, deckOf(faults, random).slice(0, strikes), random, log)), ...(await slow)];
  const told = setInterval(() => log(`${left.size} left: ${[...left].slice(0, 5).join(', ')}`), TELLS_EVERY_MS);
  const hung = (await playing).flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []));
  clearInterval(told);
  const storming = { world, watch, ledger, lives, prefix };
  const complaints = [...hung, ...(await judged(() => complaintsOf(storming), hung.length > 0))];
  await person.stop();
  watch.stop();
  return { seed, lives: count, struck, seconds: Math.round((Date.now() - began) / 1000), complaints };
}

type Strike = (world: World, random: () => number) => Promise<unknown>;
type Blow = readonly [name: string, strike: Strike];

/** Every kind of fault once, in an order that chance decides. */
function deckOf(kinds: Readonly<Record<string, Strike>>, random: () => number): Blow[] {
  return Object.entries(kinds)
    .map((blow) => ({ blow, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ blow }) => blow);
}

/** One after the other, now and then two at once. */
async function strike(world: World, deck: readonly Blow[], random: () => number, log: (line: string) => void): Promise<string[]> {
  const left = [...deck];
  while (left.length > 0) {
    await pause(random() * CALM_MS);
    const together = left.splice(0, random() < 0.25 ? 2 : 1);
    log(together.map(([name]) => name).join(' + '));
    await Promise.all(together.map(([, blow]) => blow(world, random)));
  }
  return deck.map(([name]) => name);
}

/** What is half done a moment after the last life ended is looked at again until it is done, or stays. */
async function judged(judge: () => Promise<string[]>, isHopeless: boolean): Promise<string[]> {
  const until = Date.now() + (isHopeless ? 0 : SETTLES_MS);
  let complaints = await judge();
  while (complaints.length > 0 && Date.now() < until) {
    await pause(3_000);
    complaints = await judge();
  }
  return complaints;
}
