import { afterAll, beforeAll, expect, test } from 'vitest';
import { storm } from '../../storm/storm.ts';
import { startWorld, type World } from '../../storm/world.ts';

/** Every kind of fault, the slow ones too; `npm run storm` plays any seed and any number of lives. */
const [SEED, LIVES] = [4, 60];

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

test(`${LIVES} lives while everything that can break breaks (seed ${SEED}): nothing to explain`, async () => {
  const { complaints, struck } = await storm(world, { seed: SEED, lives: LIVES, long: true });
  expect(complaints).toEqual([]);
  expect(struck.length).toBe(21);
});
