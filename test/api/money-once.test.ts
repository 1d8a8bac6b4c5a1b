import { fc, test } from '@fast-check/vitest';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { settleEntry } from '../../bank/entry.ts';
import { settle } from '../../bank/settle.ts';
import { moveFeed } from '../../db/bank.ts';
import type { Database } from '../../db/database.ts';
import { debtors, invoices } from '../../db/schema.ts';
import { createWorld, type World } from '../domain/matching/world.ts';
import { entriesOf, tracedEntriesOf } from '../domain/statement/read.ts';
import { camtText } from '../domain/statement/write-camt.ts';
import { cfonbText } from '../domain/statement/write-cfonb.ts';
import { ACCOUNT, bytesOf } from '../domain/statement/write-statement.ts';
import { openEmpty } from '../support/databases.ts';
import { MONEY } from './importing.ts';

let db: Database;
beforeAll(async () => {
  db = await openEmpty();
});
afterAll(() => db.close());

const at = '2026-12-01T09:00:00+01:00';
type Way = (world: World, message: string) => Promise<unknown>;

/** The same money as each source tells it. */
const WAYS = {
  '053': (world, message) => file(tracedEntriesOf(bytesOf(camtText({ message: '053', version: 8 }, [world.statement]))), message),
  '054': (world, message) => file(tracedEntriesOf(bytesOf(camtText({ message: '054', version: 2 }, [world.statement]))), message),
  cfonb: (world, message) => file(tracedEntriesOf(Buffer.from(cfonbText(world.statement), 'latin1')), message),
  webhooks: (world) => webhooks(world),
} as const satisfies Record<string, Way>;
const names = Object.keys(WAYS) as (keyof typeof WAYS)[];

function file(entries: ReturnType<typeof tracedEntriesOf>, message: string) {
  return db.transaction((tx) => settle(tx, 'c1', entries, message, { at, actor: 'bank', cause: message }));
}

async function webhooks({ statement }: World): Promise<void> {
  for (const entry of entriesOf(Buffer.from(cfonbText(statement), 'latin1'))) {
    const heard = { at, cause: entry.key, account: ACCOUNT.iban, throughOn: '2026-12-01', change: 'booked', entry } as const;
    await db.transaction((tx) => settleEntry(tx, 'c1', { ...heard, entry: { ...entry, key: `w-${entry.key}` } }));
  }
}

/** Empties the database and opens the world's invoices. */
async function opened(world: World): Promise<void> {
  for (const table of [...MONEY, debtors]) await db.delete(table);
  const known = new Map(world.invoices.map(({ debtor }) => [debtor.id, debtor.name]));
  await db.insert(debtors).values([...known].map(([id, name]) => ({ creditorId: 'c1', id, document: { name }, version: 1 })));
  const rows = world.invoices.map(({ id, number, debtor, balanceCents, currency, dueOn }) => {
    const document = { number, currency, totalCents: balanceCents, dueOn };
    return { creditorId: 'c1', id, debtorId: debtor.id, document, version: 1 };
  });
  await db.insert(invoices).values(rows);
  await moveFeed(db, 'c1', ACCOUNT.iban, '2026-10-31');
}

/** What each case was given and kept. */
async function ledger(): Promise<Readonly<Record<string, number>>> {
  const { rows } = (await db.execute(
    sql`select case_id as id, sum(amount_cents)::float8 as cents from allocations where not reversed group by 1 order by 1`,
  )) as { rows: { id: string; cents: number }[] };
  return Object.fromEntries(rows.map(({ id, cents }) => [id, cents]));
}

/** Cents of all entries that count, and where they are. */
async function whereMoneyIs() {
  const { rows } = (await db.execute(sql`select
    (select coalesce(sum(amount_cents), 0)::float8 from bank_entries where verdict <> 'repeated') as counted,
    (select coalesce(sum(amount_cents), 0)::float8 from allocations where not reversed) as given,
    (select coalesce(sum(open_cents), 0)::float8 from bank_entries where verdict = 'unmatched') as waiting,
    (select coalesce(sum(amount_cents), 0)::float8 from bank_entries where verdict in ('reversed', 'not-a-payment')) as explained`)) as {
    rows: { counted: number; given: number; waiting: number; explained: number }[];
  };
  return rows[0] ?? expect.fail('figures');
}

const order = fc.shuffledSubarray([...names, ...names, ...names], { minLength: 12, maxLength: 12 });

describe('the same money told by files and webhooks, three times each, in any order', () => {
  test.prop([fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 4, max: 24 }), order], { numRuns: 12 })(
    'counts once: no euro twice, none vanishes, and each case has what one telling gives it',
    async (seed, size, told) => {
      const world = createWorld(seed, size);
      const truth = world.statement.bookings.reduce((sum, { payments: [only] }) => sum + (only?.amountCents ?? 0), 0);
      await opened(world);
      await WAYS['053'](world, 'alone');
      const once = await ledger();
      await opened(world);
      for (const [index, name] of told.entries()) await WAYS[name](world, `M${index}`);
      const money = await whereMoneyIs();
      expect(money.counted).toBe(truth);
      expect(money.given + money.waiting + money.explained).toBe(truth);
      // Webhooks decide one entry at a time, without seeing those that follow: a file that comes first sees them all.
      if (told[0] !== 'webhooks') expect(await ledger()).toEqual(once);
    },
  );
});
