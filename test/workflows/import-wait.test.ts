import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inbox } from '../../db/schema.ts';
import { endImport, receiveImport } from '../../db/statement-imports.ts';
import { createWorld, type Life, type World } from '../support/life.ts';
import { creditor, openingOf } from '../support/parties.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ beginsNow: true });
});
afterAll(() => world.end());

const file = { id: 'import:of-a-minute', creditorId: creditor.id, sha256: 'a', bytes: 1, filename: null, accounts: [] };
const eventsOf = async (life: Life) => (await life.history()).events?.length ?? 0;

test('while a bank file comes in a case waits for its end, not in a circle; the end rings it', async () => {
  await receiveImport(world.db, file);
  await world.db.delete(inbox).where(eq(inbox.lane, file.id));
  const life = await world.begin(openingOf(await world.today(), -40, { id: 'beside-a-file' }), 'demo');
  await life.pass('10 seconds');
  expect((await life.view()).next.why).toBe('relevé bancaire en cours d’import');
  const before = await eventsOf(life);
  await life.pass('50 seconds');
  expect((await eventsOf(life)) - before).toBe(0);
  expect(await life.received()).toEqual([]);
  await endImport(world.db, file.id, { state: 'done', problem: null });
  await world.drain();
  await life.pass('1 second');
  expect((await life.received()).map((line) => line.slice(11))).toEqual(['courtesy email']);
});
