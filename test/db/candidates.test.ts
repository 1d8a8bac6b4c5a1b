import { fc, test } from '@fast-check/vitest';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Database } from '../../db/database.ts';
import { candidatesFor, openInvoices } from '../../db/open-invoices.ts';
import { allocations, cases, debtors, invoices, rememberedPayers } from '../../db/schema.ts';
import { createLedger } from '../../domain/matching/ledger.ts';
import { matchAgainst } from '../../domain/matching/match.ts';
import type { PayingEntry, RememberedPayer } from '../../domain/matching/open-invoice.ts';
import { chanceOf, createWorld, type World } from '../domain/matching/world.ts';
import { entriesOf } from '../domain/statement/read.ts';
import { camtText } from '../domain/statement/write-camt.ts';
import { bytesOf } from '../domain/statement/write-statement.ts';
import { openMemory } from '../support/memory.ts';

let db: Database;
beforeAll(async () => {
  db = await openMemory();
});
afterAll(() => db.close());

/** Names as debtors and payers share them, in full and in part. */
const NAMES = [
  'J Dupont',
  'Jean Dupont',
  'Dupont',
  'Compagnie des Transports Alpins',
  'Garage Martin Lyon',
  'Garage Martin',
  '??',
];
/** What payers and banks write besides. */
const ODD: readonly Partial<PayingEntry>[] = [
  { label: 'F-2026-0000001/0000002' },
  { label: 'F-2026-0000001 A 0000003' },
  { label: 'F-2026-00', alsoRead: 'F-2026-00 00002' },
  { references: ['RF00F20260000001', 'F 2026 0000002'] },
  { counterparty: 'DUPONT JEAN' },
  { counterparty: 'J DUPONT' },
  { counterparty: 'COMPAGNIE DES TRANSPORTS ALP' },
  { counterparty: 'GARAGE MARTIN LYON NORD' },
  { counterparty: 'Inconnu', alsoNamed: ['Garage Martin'] },
  { label: 'VIR RECU DE GARAGE MARTIN 12/11' },
  { counterparty: 'Holding Bois', amountCents: 10_000 },
];

function entriesFor(world: World, seed: number): readonly PayingEntry[] {
  const chance = chanceOf(seed);
  const read = entriesOf(bytesOf(camtText({ message: '053', version: 8 }, [world.statement])));
  const odd = ODD.map((given, index): PayingEntry => {
    const amountCents = world.invoices[Math.floor(chance() * world.invoices.length)]?.balanceCents ?? 100;
    const base = { key: `odd-${index}`, bookedOn: '2026-11-20', currency: 'EUR', status: 'booked', reversal: false } as const;
    return { ...base, amountCents, references: [], ...given };
  });
  return [...read, ...odd];
}

/** Some debtors take a name of the list, one is remembered under another; some invoices are partly paid, some closed. */
async function opened(world: World, seed: number): Promise<readonly RememberedPayer[]> {
  const chance = chanceOf(seed + 1);
  for (const table of [allocations, cases, invoices, debtors, rememberedPayers]) await db.delete(table);
  const known = new Map(world.invoices.map(({ debtor }) => [debtor.id, debtor.name]));
  const named = [...known].map(([id, name]) => ({
    id,
    name: chance() < 0.4 ? (NAMES[Math.floor(chance() * NAMES.length)] ?? name) : name,
  }));
  await db.insert(debtors).values(named.map(({ id, name }) => ({ creditorId: 'c1', id, document: { name }, version: 1 })));
  await db.insert(invoices).values(
    world.invoices.map(({ id, number, debtor, balanceCents, currency, dueOn }) => ({
      creditorId: 'c1',
      id,
      debtorId: debtor.id,
      document: { number, currency: chance() < 0.1 ? 'CHF' : currency, totalCents: balanceCents, dueOn },
      version: 1,
    })),
  );
  const paid = world.invoices.filter(() => chance() < 0.2);
  const given = paid.map(({ id, balanceCents }, index) => ({
    id: `p${index}#1`,
    creditorId: 'c1',
    entryKey: `p${index}`,
    caseId: `invoice:c1:${id}`,
    amountCents: chance() < 0.5 ? balanceCents : 1 + Math.floor(balanceCents / 3),
    on: '2026-11-10',
  }));
  if (given.length > 0) await db.insert(allocations).values(given);
  const remembered = { payer: 'Holding Bois', creditor: 'c1', debtor: world.invoices[0]?.debtor.id ?? '' };
  await db
    .insert(rememberedPayers)
    .values({ creditorId: 'c1', payer: remembered.payer, debtorId: remembered.debtor, decidedBy: 'key:1' });
  return [remembered];
}

describe('candidates of the database', () => {
  test.prop([fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 3, max: 60 })], { numRuns: 8 })(
    'decide as all open invoices do, entry by entry and all at once, words and candidates included',
    async (seed, size) => {
      const world = createWorld(seed, size);
      const remembered = await opened(world, seed);
      const entries = entriesFor(world, seed);
      const all = await openInvoices(db, 'c1', ['EUR']);
      const [some, ...ones] = [entries, ...entries.slice(-ODD.length).map((entry) => [entry])];
      for (const asked of [some ?? [], ...ones]) {
        const found = await candidatesFor(db, 'c1', asked);
        expect(matchAgainst(createLedger(found.invoices, found.remembered), asked)).toEqual(
          matchAgainst(createLedger(all, remembered), asked),
        );
      }
    },
    120_000,
  );
});

describe('the balances that matching sees', () => {
  const balances = async () =>
    Object.fromEntries((await openInvoices(db, 'c1', ['EUR'])).map(({ id, balanceCents }) => [id, balanceCents]));

  test('follow every change of invoices, allocations and debtors at once', async () => {
    await opened(createWorld(7, 3), 7);
    for (const table of [allocations, cases, invoices]) await db.delete(table);
    expect(await balances()).toEqual({});
    const document = { number: 'F-1', currency: 'EUR', totalCents: 1000, dueOn: '2026-11-01' };
    await db.insert(invoices).values({ creditorId: 'c1', id: 'x', debtorId: 'd0', document, version: 1 });
    expect(await balances()).toEqual({ x: 1000 });
    const row = { creditorId: 'c1', entryKey: 'e', caseId: 'invoice:c1:x', on: '2026-11-10' };
    await db.insert(allocations).values([
      { ...row, id: 'e#1', amountCents: 300 },
      { ...row, id: 'e#2', amountCents: 200 },
    ]);
    expect(await balances()).toEqual({ x: 500 });
    await db.delete(allocations).where(sql`id = 'e#2'`);
    await db.update(invoices).set({ document: { ...document, totalCents: 2000 } });
    expect(await balances()).toEqual({ x: 1700 });
    await db.delete(invoices);
    expect(await balances()).toEqual({});
  });
});
