import { eq } from 'drizzle-orm';
import { record } from '../activities/record.ts';
import { openDossier } from '../cases/open.ts';
import { moveFeed } from '../db/bank.ts';
import { putCreditor } from '../db/creditors.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { putDebtor } from '../db/debtors.ts';
import { enqueue } from '../db/inbox.ts';
import { cases } from '../db/schema.ts';
import { addDays } from '../domain/calendar/civil-date.ts';
import { creditorSchema, debtorSchema } from '../domain/party/party-schema.ts';
import { creditor, debtor } from '../test/support/parties.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { ENTERED_MS, mailErrand, NOW_MS, TODAY } from '../test/support/sender/acts.ts';
import { type BenchOptions, type BenchResult, middleOf, peakMemoryMb, rounded } from './result.ts';

const FACTS = 20;
const GOAL_MS = 100;
const ROWS_AT_ONCE = 500;
const DAYS = 300;

/** One payment written down, case read and answered, for a debtor with `size` open invoices, beside the same for one who has a single other. Medians. */
export async function bench({ size = 20_000 }: BenchOptions): Promise<BenchResult> {
  const postgres = await startPostgres();
  const db = await openDatabase({ url: postgres.url });
  try {
    await putCreditor(db, creditorSchema.parse(creditor));
    await moveFeed(db, creditor.id, creditor.iban, TODAY);
    const baseline = await medianFact(db, await debtorWith(db, 'small', 1));
    const ours = await medianFact(db, await debtorWith(db, 'large', size));
    return {
      name: 'debtor',
      ours: rounded(ours),
      baseline: rounded(baseline),
      ratio: rounded(ours / baseline),
      unit: 'ms per fact',
      peakMemoryMb: peakMemoryMb(),
      details: { invoices: size, facts: FACTS, goal: GOAL_MS },
    };
  } finally {
    await db.close();
    await postgres.stop();
  }
}

/** A debtor with one case as the drainer opens it, and as many others that differ by their numbers and days. Answers with the id of the one. */
async function debtorWith(db: Database, name: string, others: number): Promise<string> {
  const { opening } = mailErrand(name);
  await putDebtor(db, creditor.id, debtorSchema.parse({ ...debtor, id: opening.opening.debtor.id }));
  const { caseId } = await openDossier(db, opening, ENTERED_MS);
  const [row] = await db.select().from(cases).where(eq(cases.id, caseId));
  if (!row) throw new Error(`${caseId} was not opened`);
  const copies = Array.from({ length: others }, (_, index) => copyOf(row, `${name}-${index}`, index));
  for (let from = 0; from < others; from += ROWS_AT_ONCE) await db.insert(cases).values(copies.slice(from, from + ROWS_AT_ONCE));
  return caseId;
}

type Row = typeof cases.$inferSelect;

function copyOf(row: Row, invoiceId: string, index: number): Row {
  const [id, dueOn] = [`invoice:${creditor.id}:${invoiceId}`, addDays(row.dueOn, -(index % DAYS))];
  const state = row.state as { readonly invoice: object };
  const invoice = { ...state.invoice, id: invoiceId, number: `F-${invoiceId}`, dueOn };
  return { ...row, id, invoiceId, invoiceNumber: `F-${invoiceId}`, dueOn, state: { ...state, id, invoice } };
}

async function medianFact(db: Database, caseId: string): Promise<number> {
  const took: number[] = [];
  for (let nth = 0; nth < FACTS; nth += 1) {
    const payload = { id: `p${nth}`, amountCents: 100, at: new Date(NOW_MS).toISOString(), actor: 'bank' };
    const body = { signal: 'paymentReceived', payload };
    const lane = { creditorId: creditor.id, caseId, lane: caseId, kind: 'signal' };
    await enqueue(db, [{ ...lane, eventId: `${caseId}-${nth}`, body }]);
    const began = performance.now();
    const asked = { caseId, run: 1, nowMs: NOW_MS, isLong: false, bells: [] };
    const answer = await record({ db, clock: () => NOW_MS, typed: 'refused' }, asked);
    took.push(performance.now() - began);
    if (answer.over || answer.standing.revision !== nth + 2) throw new Error(`${caseId} did not hear its payment`);
  }
  return middleOf(took);
}
