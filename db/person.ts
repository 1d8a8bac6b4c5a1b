import { and, eq, sql } from 'drizzle-orm';
import { listAmendments } from './amendments.ts';
import type { Queries } from './database.ts';
import { contactsOf } from './debtor-history.ts';
import { type DebtorNote, notesOf } from './debtor-notes.ts';
import type { OfDebtor } from './debtor-world.ts';
import { type Erasure, erasuresOf } from './erasure.ts';
import { rowsOf } from './rows.ts';
import { debtors, rememberedPayers } from './schema.ts';

/** Everything that is known of a debtor beside his cases' own files. */
export interface PersonKnown {
  readonly debtor: unknown;
  /** What came with his invoices last. */
  readonly billed: unknown;
  /** Names under which he was seen to pay, by whom and when it was decided. */
  readonly payers: readonly { readonly payer: string; readonly decidedBy: string; readonly decidedAt: string }[];
  readonly caseIds: readonly string[];
  readonly invoices: readonly unknown[];
  readonly bankEntries: readonly unknown[];
  readonly contacts: readonly unknown[];
  /** Who read or exported what of his. */
  readonly accesses: readonly unknown[];
  /** What was changed of his data, by whom. */
  readonly amendments: readonly unknown[];
  /** What people of the house noted of him. */
  readonly notes: readonly DebtorNote[];
  readonly erasures: readonly Erasure[];
}

const MOST = 100_000;

/** Reads what is known of a debtor; undefined when nobody told of him. Call it in one transaction. */
export async function personKnown(tx: Queries, name: OfDebtor): Promise<PersonKnown | undefined> {
  const { creditorId, debtorId } = name;
  const [told] = await tx
    .select({ debtor: debtors.document, billed: debtors.billed })
    .from(debtors)
    .where(and(eq(debtors.creditorId, creditorId), eq(debtors.id, debtorId)));
  if (!told) return undefined;
  const own = sql`select id from cases where creditor_id = ${creditorId} and debtor_id = ${debtorId}`;
  const caseIds = await rowsOf<{ id: string }>(tx, sql`${own} order by id`);
  const { payer, decidedBy, decidedAt } = rememberedPayers;
  return {
    ...told,
    payers: await tx
      .select({ payer, decidedBy, decidedAt })
      .from(rememberedPayers)
      .where(and(eq(rememberedPayers.creditorId, creditorId), eq(rememberedPayers.debtorId, debtorId))),
    caseIds: caseIds.map(({ id }) => id),
    invoices: await rowsOf(
      tx,
      sql`select id, version, document from invoices where creditor_id = ${creditorId} and debtor_id = ${debtorId} order by id`,
    ),
    bankEntries: await rowsOf(
      tx,
      sql`select e.key, e.amount_cents as "amountCents", e.currency, e.booked_on as "bookedOn", e.document, a.case_id as "caseId",
        a.amount_cents as "allocatedCents" from allocations a
        join bank_entries e on e.creditor_id = a.creditor_id and e.key = a.entry_key where a.case_id in (${own}) order by e.booked_on, e.key`,
    ),
    contacts: await contactsOf(tx, creditorId, debtorId, MOST),
    accesses: await rowsOf(
      tx,
      sql`select at, kind, actor, subject from accesses where creditor_id = ${creditorId}
        and (subject = ${debtorId} or subject in (${own}) or subject in (select id from documents where case_id in (${own}))) order by id`,
    ),
    amendments: await listAmendments(tx, { creditorId, kind: 'debtor', subject: debtorId, limit: MOST }),
    notes: await notesOf(tx, name, MOST),
    erasures: await erasuresOf(tx, name),
  };
}
