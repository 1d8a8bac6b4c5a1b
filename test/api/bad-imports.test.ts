import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { importActivities } from '../../activities/import/index.ts';
import { importUnderWay } from '../../db/statement-imports.ts';
import { readStatements } from '../../domain/statement/reader.ts';
import { ReaderEnded } from '../../run/reader/reading.ts';
import { camtText } from '../domain/statement/write-camt.ts';
import { bytesOf, type WrittenBooking, type WrittenStatement } from '../domain/statement/write-statement.ts';
import { forgetMoney, type Handing, handOver, importDeps, OURS, runImport } from './importing.ts';
import { openWorld, type World } from './world.ts';

const BOOKINGS = 1600;

let world: World;
let operator: string;
let admin: string;

beforeAll(async () => {
  world = await openWorld();
  await world.creditor('c1');
  await world.creditor('c2');
  operator = await world.key('c1', 'operator');
  admin = await world.key('c1', 'admin');
});
afterAll(() => world.close());
beforeEach(async () => {
  await forgetMoney(world);
});

function file(id: string): Uint8Array {
  const booking = (index: number): WrittenBooking => ({
    on: '2026-11-12',
    payments: [{ amountCents: 1000 + index, payer: 'Aubert', text: `F2026-${index}` }],
  });
  const bookings = Array.from({ length: BOOKINGS }, (_, index) => booking(index));
  const statement: WrittenStatement = { ...OURS, id, openingOn: '2026-11-10', openingCents: 0, bookings };
  return bytesOf(camtText({ message: '053', version: 8 }, [statement]));
}

async function handed(id = 'S1'): Promise<string> {
  const { body } = await handOver(world, operator, file(id));
  await world.drain();
  return (body as unknown as { importId: string }).importId;
}

/** Reads like the real one until it has given so many parts, then fails as a file does that its reader cannot bear. */
function failingAfter(parts: number, error: Error = new ReaderEnded('La lecture du fichier demande plus de 512 Mo de mémoire.')) {
  return async function* (chunks: AsyncIterable<Uint8Array>) {
    let given = 0;
    for await (const part of readStatements(chunks)) {
      given += 1;
      if (given > parts) throw error;
      yield part;
    }
  };
}

/** Tries as the engine does: again after each failure, as often as it is told. */
async function tried(importId: string, read: NonNullable<Handing['read']>, times: number): Promise<readonly string[]> {
  const activities = importActivities(importDeps(world, { read }));
  const outcomes: string[] = [];
  for (let time = 0; time < times; time++) {
    const { state } = await seen(importId);
    const step: typeof activities.readStatement = (...asked) =>
      state === 'settling' ? activities.settleStatement(...asked) : activities.readStatement(...asked);
    outcomes.push(
      await step({ importId }).then(
        (progress) => progress.state,
        () => 'failed',
      ),
    );
  }
  return outcomes;
}

interface Seen {
  readonly state: string;
  readonly problem: { readonly kind: string; readonly detail: string } | null;
  readonly progress: { readonly settled: number; readonly bookings: number };
  readonly statements: readonly { readonly fresh: number; readonly known: number }[];
}
const path = (importId: string) => `/statements/${encodeURIComponent(importId)}`;
const seen = async (importId: string) => (await world.call('GET', path(importId), operator)).body as unknown as Seen;
const aside = async () => {
  const { body } = await world.call('GET', '/set-aside', admin);
  return (body as unknown as { setAside: { sequence: number; why: string }[] }).setAside;
};
const givenBack = async () => {
  const [row] = await aside();
  await world.call('POST', `/set-aside/${row?.sequence}`, admin, { do: 'retry' });
  await world.drain();
};

describe('a file whose reader ends', () => {
  test('three times is set aside with its reason, and holds nobody', async () => {
    const importId = await handed();
    expect(await tried(importId, failingAfter(0), 3)).toEqual(['failed', 'failed', 'refused']);
    expect(await seen(importId)).toMatchObject({
      state: 'refused',
      problem: { kind: 'set-aside', detail: expect.stringMatching(/mémoire/) },
    });
    expect(await aside()).toMatchObject([{ why: expect.stringMatching(/512 Mo de mémoire.*mis de côté/) }]);
    expect(await importUnderWay(world.db, 'c1')).toBe(false);
    expect(await importUnderWay(world.db, 'c2')).toBe(false);
  });

  test('and is given back is read from its beginning', async () => {
    const importId = await handed();
    await tried(importId, failingAfter(0), 3);
    await givenBack();
    expect(await seen(importId)).toMatchObject({ state: 'waiting', problem: null });
    expect(await runImport(world, importId)).toMatchObject({ state: 'done', settled: BOOKINGS });
    expect(await aside()).toEqual([]);
  });

  test('while the world is out is tried for ever', async () => {
    const importId = await handed();
    const outage = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect(await tried(importId, failingAfter(0, outage), 5)).toEqual(Array.from({ length: 5 }, () => 'failed'));
    expect(await seen(importId)).toMatchObject({ state: 'waiting' });
  });

  test('halfway goes on from there when it is given back, or handed over again: no booking counts twice', async () => {
    for (const again of [givenBack, () => handed()]) {
      await forgetMoney(world);
      const importId = await handed();
      await tried(importId, readStatements, 1);
      await tried(importId, failingAfter(1300), 4);
      expect(await seen(importId)).toMatchObject({ state: 'refused', progress: { settled: 1000, bookings: BOOKINGS } });
      await again();
      expect(await runImport(world, importId)).toMatchObject({ state: 'done', settled: BOOKINGS });
      expect(await seen(importId)).toMatchObject({ statements: [{ fresh: BOOKINGS, known: 0 }] });
    }
  });
});

describe('an import that is cancelled', () => {
  const cancel = (importId: string, key = operator) => world.call('POST', `${path(importId)}/cancel`, key);

  test('is not read, waits for nobody, and can be handed over again', async () => {
    const importId = await handed();
    expect(await cancel(importId)).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    expect(await runImport(world, importId)).toMatchObject({ state: 'cancelled', settled: 0 });
    expect(await importUnderWay(world.db, 'c1')).toBe(false);
    expect((await cancel(importId)).status).toBe(409);
    await handed();
    expect(await runImport(world, importId)).toMatchObject({ state: 'done', settled: BOOKINGS });
    expect((await cancel(importId)).status).toBe(409);
  });

  test.each([
    ['cancelled', (importId: string) => cancel(importId)],
    ['set aside', (importId: string) => tried(importId, failingAfter(0), 3)],
  ] as const)('%s and handed over again, is begun again, and waits for nobody to give it back', async (_, end) => {
    world.engine.imports.length = 0;
    const importId = await handed();
    await end(importId);
    await handed();
    expect(world.engine.imports).toEqual([importId, importId]);
    expect(await aside()).toEqual([]);
  });

  test('halfway keeps what is settled', async () => {
    const importId = await handed();
    await tried(importId, readStatements, 1);
    await tried(importId, failingAfter(1300), 1);
    expect(await cancel(importId)).toMatchObject({ status: 200, body: { state: 'cancelled', progress: { settled: 1000 } } });
    expect(await tried(importId, readStatements, 1)).toEqual(['cancelled']);
  });

  test('when it was set aside leaves the list', async () => {
    const importId = await handed();
    await tried(importId, failingAfter(0), 3);
    expect(await cancel(importId)).toMatchObject({ status: 200, body: { state: 'cancelled', problem: null } });
    expect(await aside()).toEqual([]);
  });

  test('is its creditor’s: another’s key and a viewer’s do nothing', async () => {
    const importId = await handed();
    expect((await cancel(importId, await world.key('c2', 'operator'))).status).toBe(404);
    expect((await cancel(importId, await world.key('c1', 'viewer'))).status).toBe(403);
    expect(await seen(importId)).toMatchObject({ state: 'waiting' });
  });
});

test('an attempt that was frozen while it read does not open again an import that another one ended', async () => {
  const importId = await handed();
  const frozen = async function* (chunks: AsyncIterable<Uint8Array>) {
    await runImport(world, importId);
    yield* readStatements(chunks);
  };
  expect(await tried(importId, frozen, 1)).toEqual(['done']);
  expect(await importUnderWay(world.db, 'c1')).toBe(false);
  expect(await seen(importId)).toMatchObject({ state: 'done', progress: { settled: BOOKINGS } });
});

test('what the engine is told of a file names no account and quotes nothing', async () => {
  const importId = await handed();
  const activities = importActivities(importDeps(world));
  const foreign = { ...OURS, iban: 'FR7630004001230000123456705' };
  const told = JSON.stringify(await activities.readStatement({ importId }));
  expect(told).not.toContain(OURS.iban);
  expect(told).toContain('…0189');
  const statement: WrittenStatement = { ...foreign, id: 'S9', openingOn: '2026-11-10', openingCents: 0, bookings: [] };
  const { body } = await handOver(world, operator, bytesOf(camtText({ message: '053', version: 8 }, [statement])));
  await world.drain();
  const refused = await activities.readStatement({ importId: (body as unknown as { importId: string }).importId });
  expect(refused).toMatchObject({ state: 'refused', problem: { kind: 'refused' } });
  expect(JSON.stringify(refused)).not.toContain(foreign.iban);
});
