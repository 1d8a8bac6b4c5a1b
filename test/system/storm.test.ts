import { afterAll, beforeAll, expect, test } from 'vitest';
import { storm } from '../../storm/storm.ts';
import { startWorld, type World } from '../../storm/world.ts';
import { howMany } from '../support/runner/long.ts';

/** Fixed, so that the same lives and faults are played by every run; `npm run storm` plays any. */
const SEED = 11;
const [LIVES, STRIKES] = [howMany({ shortly: 10, long: 100 }), howMany({ shortly: 5, long: 100 })];

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

test(`${LIVES} lives in a storm (seed ${SEED}): every accepted payment once, no act twice, no demand after it, nothing half done`, async () => {
  const { complaints, struck } = await storm(world, { seed: SEED, lives: LIVES, strikes: STRIKES });
  expect(complaints).toEqual([]);
  expect(struck.length).toBeGreaterThanOrEqual(5);
});
