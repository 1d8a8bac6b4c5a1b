import { setTimeout as pause } from 'node:timers/promises';
import type { Part } from './product.ts';

const CALM_MS = 2500;
const AWAY_MS = 2000;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Kills every part so many times, in an order, at moments and for absences that the seed decides; now and then two are away at once. */
export async function killAll(parts: readonly Part[], random: () => number, times: number): Promise<void> {
  const victims = shuffled(Array.from({ length: times }, () => parts).flat(), random);
  while (victims.length > 0) {
    const together = new Set(victims.splice(0, random() < 0.3 ? 2 : 1));
    await pause(random() * CALM_MS);
    for (const part of together) await part.kill9();
    await pause(random() * AWAY_MS);
    await Promise.all([...together].map((part) => part.start()));
  }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
