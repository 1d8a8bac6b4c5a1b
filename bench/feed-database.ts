import { sql } from 'drizzle-orm';
import { settleEntry } from '../bank/entry.ts';
import { settle } from '../bank/settle.ts';
import { moveFeed } from '../db/bank.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { indexNew } from '../db/matching-index.ts';
import type { BankEntry, TracedEntry } from '../domain/statement/bank-entry.ts';
import { chanceOf, openInvoices } from '../test/domain/matching/world.ts';
import { ACCOUNT } from '../test/domain/statement/write-statement.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { rounded } from './result.ts';

const CREDITOR = 'c1';
const TODAY = '2026-11-20';
const SOURCE = { at: `${TODAY}T09:00:00+01:00`, actor: 'bank', cause: 'bench' };
const [INSERTED_AT_ONCE, SETTLED_AT_ONCE, WEBHOOKS, OF_FILE] = [20_000, 1000, 200, 10_000];

/** What one webhook and one file cost beside that many open invoices, on a real PostgreSQL. */
export interface BesideInvoices {
  readonly invoices: number;
  readonly secondsToIndex: number;
  readonly webhookMedianMs: number;
  readonly webhookWorstMs: number;
  readonly fileEntries: number;
  readonly fileSeconds: number;
  readonly allocated: number;
  readonly memoryMb: number;
}

/** Measures the same webhooks and the same file beside each of these numbers of open invoices. */
export async function besideInvoices(sizes: readonly number[]): Promise<readonly BesideInvoices[]> {
  const measured: BesideInvoices[] = [];
  for (const invoices of sizes) measured.push(await beside(invoices));
  return measured;
}

async function beside(invoices: number): Promise<BesideInvoices> {
  const postgres = await startPostgres();
  try {
    const db = await openDatabase({ url: postgres.url });
    await openAll(db, invoices);
    const index = await seconds(() => db.transaction((tx) => indexNew(tx, CREDITOR)));
    await db.execute(sql`analyze`);
    const told = openInvoices(chanceOf(1), Math.min(invoices, WEBHOOKS + OF_FILE)).map(entryOf);
    const webhooks = await webhookTimes(db, told.slice(0, WEBHOOKS));
    const file = told.slice(WEBHOOKS);
    const fileSeconds = await seconds(() => settleFile(db, file));
    const { rows } = (await db.execute(sql`select count(*)::int as count from allocations`)) as { rows: { count: number }[] };
    await db.close();
    return {
      invoices,
      secondsToIndex: index,
      webhookMedianMs: rounded(webhooks[Math.floor(webhooks.length / 2)] ?? 0),
      webhookWorstMs: rounded(webhooks.at(-1) ?? 0),
      fileEntries: file.length,
      fileSeconds,
      allocated: rows[0]?.count ?? 0,
      memoryMb: Math.round(process.memoryUsage.rss() / 1_000_000),
    };
  } finally {
    await postgres.stop();
  }
}

async function openAll(db: Database, count: number): Promise<void> {
  await moveFeed(db, CREDITOR, ACCOUNT.iban, '2026-11-01');
  const chance = chanceOf(1);
  for (let from = 0; from < count; from += INSERTED_AT_ONCE) {
    const rows = openInvoices(chance, Math.min(count, from + INSERTED_AT_ONCE), from).map((invoice) => ({
      ...invoice,
      debtorId: invoice.debtor.id,
      name: invoice.debtor.name,
    }));
    const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (id text, number text, "debtorId" text, name text, "balanceCents" bigint, "dueOn" text)`;
    await db.execute(sql`insert into debtors (creditor_id, id, document, version)
      select distinct ${CREDITOR}, "debtorId", jsonb_build_object('name', name), 1 from ${given} on conflict do nothing`);
    await db.execute(sql`insert into invoices (creditor_id, id, debtor_id, document, version)
      select ${CREDITOR}, id, "debtorId", jsonb_build_object('number', number, 'currency', 'EUR', 'totalCents', "balanceCents", 'dueOn', "dueOn"), 1 from ${given}`);
  }
}

async function webhookTimes(db: Database, entries: readonly BankEntry[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const entry of entries) {
    const heard = { at: SOURCE.at, cause: entry.key, account: ACCOUNT.iban, throughOn: TODAY, change: 'booked', entry } as const;
    times.push((await seconds(() => db.transaction((tx) => settleEntry(tx, CREDITOR, heard)))) * 1000);
  }
  return times.sort((a, b) => a - b);
}

async function settleFile(db: Database, entries: readonly BankEntry[]): Promise<void> {
  for (let from = 0; from < entries.length; from += SETTLED_AT_ONCE) {
    const batch = entries.slice(from, from + SETTLED_AT_ONCE).map((entry, index) => traced(entry, from + index + 1));
    await db.transaction((tx) => settle(tx, CREDITOR, batch, 'import:bench#1', SOURCE));
  }
}

/** Four ways in turn: a number, a name with the balance, an unknown payer, a part with a number and a name. */
function entryOf({ number, debtor, balanceCents }: ReturnType<typeof openInvoices>[number], index: number): BankEntry {
  const way = index % 4;
  return {
    key: `bench-${String(index).padStart(6, '0')}`,
    bookedOn: TODAY,
    valueOn: TODAY,
    amountCents: way === 3 ? Math.ceil(balanceCents / 2) : balanceCents,
    currency: 'EUR',
    status: 'booked',
    reversal: false,
    endToEndId: `E2E-${index}`,
    references: [],
    counterparty: way === 2 ? `Inconnu ${index} et Compagnie` : debtor.name.toUpperCase(),
    label: way === 1 || way === 2 ? 'VIREMENT SEPA' : `REGLEMENT FACTURE ${number} DU 12/10/2026`,
  };
}

function traced(entry: BankEntry, booking: number): TracedEntry {
  const nothing = { servicerReference: null, returnReason: null };
  return { ...entry, trace: { account: ACCOUNT.iban, booking, bookingCents: entry.amountCents, ...nothing } };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
