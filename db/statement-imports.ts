import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import type { Fault } from '../domain/fault.ts';
import type { StatementSummary } from '../domain/statement/bank-entry.ts';
import type { Queries } from './database.ts';
import { enqueue } from './inbox.ts';
import { ringWaiting } from './ring-waiting.ts';
import { rowsOf } from './rows.ts';
import { type importStates, inbox, receivedEvents, statementImports } from './schema.ts';

/** What came of the entries of a message: a statement, a part of one, or what a webhook told. All zero until it is settled. */
export interface StatementCounts {
  readonly entries: number;
  /** Money heard of for the first time; `known` had been counted, by this bank or another message. */
  readonly fresh: number;
  readonly known: number;
  readonly pending: number;
  readonly allocated: number;
  readonly unmatched: number;
  readonly notPayments: number;
  /** Of those, payments that the bank returned or took back; absent of what was settled before they were counted. */
  readonly returned?: number;
}

/** One statement of an imported file. */
export interface ImportedStatement extends StatementSummary {
  readonly throughOn: CivilDate | null;
  readonly bookings: number;
  readonly counts: StatementCounts;
}

/** Why a file was not imported: `bad-input` when it cannot be read, `refused` when a rule says no, `set-aside` when trying failed again and again. */
export interface ImportProblem {
  readonly kind: 'bad-input' | 'refused' | 'set-aside';
  readonly detail: string;
  readonly errors: readonly Fault[];
}

export type ImportState = (typeof importStates)[number];

/** An import as it stands. */
export interface StatementImport {
  readonly id: string;
  readonly creditorId: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly filename: string | null;
  /** Accounts that the sender says are the creditor's. */
  readonly accounts: readonly string[];
  readonly state: ImportState;
  /** Bookings that the reading has come to, told now and then while it goes on. */
  readonly read: number;
  /** Bookings settled so far, over all statements. */
  readonly settled: number;
  /** How often trying to read or settle it failed since it last went on. */
  readonly attempts: number;
  readonly statements: readonly ImportedStatement[];
  readonly warnings: readonly string[];
  readonly problem: ImportProblem | null;
  readonly receivedAt: string;
  readonly endedAt: string | null;
}

export type NewImport = Pick<StatementImport, 'id' | 'creditorId' | 'sha256' | 'bytes' | 'filename' | 'accounts'>;

/** The last imports of a creditor, the newest first. */
export async function importsOf(db: Queries, creditorId: string, limit: number): Promise<StatementImport[]> {
  const rows = await db
    .select()
    .from(statementImports)
    .where(eq(statementImports.creditorId, creditorId))
    .orderBy(desc(statementImports.receivedAt))
    .limit(limit);
  return rows as StatementImport[];
}

/** The import of that id; `forUpdate` for the hand that goes on with it. */
export async function importOf(db: Queries, id: string, forUpdate = false): Promise<StatementImport | undefined> {
  const query = db.select().from(statementImports).where(eq(statementImports.id, id));
  const [row] = forUpdate ? await query.for('update') : await query;
  return row as StatementImport | undefined;
}

/**
 * Keeps a file that was handed over and the row that starts its import, in the caller's transaction. The same file again finds its
 * import; one that was refused or cancelled is tried again.
 */
export async function receiveImport(tx: Queries, given: NewImport): Promise<StatementImport> {
  const fresh = {
    state: 'waiting',
    attempts: 0,
    read: 0,
    settled: 0,
    statements: [],
    warnings: [],
    problem: null,
    endedAt: null,
  } as const;
  const [row] = await tx
    .insert(statementImports)
    .values({ ...given, ...fresh })
    .onConflictDoUpdate({
      target: statementImports.id,
      set: { ...again, accounts: given.accounts, filename: given.filename },
      setWhere: inArray(statementImports.state, ['refused', 'cancelled']),
    })
    .returning();
  if (row) await startAnew(tx, given);
  const known = row ?? (await importOf(tx, given.id));
  if (!known) throw new Error(`import ${given.id} vanished`);
  return known as StatementImport;
}

/** Its event counts once for ever, and the row of a file that was set aside rests: both make place for a new start. */
async function startAnew(tx: Queries, given: NewImport): Promise<void> {
  const start = startOf(given);
  await tx.delete(inbox).where(eq(inbox.eventId, start.eventId));
  await tx.delete(receivedEvents).where(eq(receivedEvents.eventId, start.eventId));
  await enqueue(tx, [start]);
}

/**
 * Keeps what reading a file found, once: false when the import went on or ended meanwhile, for an attempt that outlived its time
 * changes nothing. Without a problem it is settled next.
 */
export async function keepSurvey(
  tx: Queries,
  id: string,
  { statements, warnings }: Pick<StatementImport, 'statements' | 'warnings'>,
  problem: ImportProblem | null,
): Promise<boolean> {
  const isRead = problem === null ? ({ state: 'settling', attempts: 0 } as const) : {};
  const kept = await tx
    .update(statementImports)
    .set({ statements: [...statements], warnings: [...warnings], ...isRead })
    .where(and(eq(statementImports.id, id), eq(statementImports.state, 'waiting')))
    .returning({ id: statementImports.id });
  if (kept.length > 0 && problem !== null) await endImport(tx, id, { state: 'refused', problem });
  return kept.length > 0;
}

/** Says how many bookings the reading of a file has come to: for who waits, nothing goes by it. */
export async function noteRead(db: Queries, id: string, read: number): Promise<void> {
  await db
    .update(statementImports)
    .set({ read })
    .where(and(eq(statementImports.id, id), eq(statementImports.state, 'waiting')));
}

/** Keeps how far the settling of an import is. */
export async function saveImport(
  tx: Queries,
  id: string,
  { statements, ...rest }: Pick<StatementImport, 'settled' | 'attempts' | 'statements'>,
): Promise<void> {
  await tx
    .update(statementImports)
    .set({ ...rest, statements: [...statements] })
    .where(eq(statementImports.id, id));
}

/**
 * Ends an import. Its row leaves the inbox with it: until then the gate holds what would ask this creditor's debtors for money, and rings
 * now whoever it held. One that ended already stays as it is.
 */
export async function endImport(tx: Queries, id: string, end: Pick<StatementImport, 'state' | 'problem'>): Promise<void> {
  if (await close(tx, id, end)) await tx.delete(inbox).where(isStartOf(id));
}

/** Ends an import that fails again and again. Its row stays in the inbox, set aside with the reason: a person gives it back or drops it. */
export async function setImportAside(tx: Queries, id: string, why: string): Promise<void> {
  const problem = { kind: 'set-aside', detail: why, errors: [] } as const;
  if (!(await close(tx, id, { state: 'refused', problem }))) return;
  await tx.update(inbox).set({ notBefore: sql`'infinity'::timestamptz`, lastError: why }).where(isStartOf(id));
}

/** One more failure of an import: how many there were since it last went on. */
export async function countFailure(db: Queries, id: string): Promise<number> {
  const [row] = await db
    .update(statementImports)
    .set({ attempts: sql`${statementImports.attempts} + 1` })
    .where(eq(statementImports.id, id))
    .returning({ attempts: statementImports.attempts });
  return row?.attempts ?? 0;
}

/** An import goes on where it was: read again, unless a part of it is settled, for a booking that its message told already would count twice. */
const again = {
  state: sql`case when ${statementImports.settled} > 0 then 'settling' else 'waiting' end`,
  attempts: 0,
  read: 0,
  problem: null,
  endedAt: null,
  droppedAt: null,
};

/** An import that was set aside goes on. */
export async function reopenImport(tx: Queries, id: string): Promise<void> {
  await tx
    .update(statementImports)
    .set(again)
    .where(and(eq(statementImports.id, id), eq(statementImports.state, 'refused')));
}

/** Cancels an import that is under way or set aside: what is settled stays, the rest is never read. False when it has ended. */
export async function cancelImport(tx: Queries, id: string): Promise<boolean> {
  const cancelled = { state: 'cancelled', problem: null } as const;
  const isAside = sql`${statementImports.state} = 'refused' and ${statementImports.problem}->>'kind' = 'set-aside'`;
  const aside = await tx
    .update(statementImports)
    .set(cancelled)
    .where(and(eq(statementImports.id, id), isAside))
    .returning();
  if (aside.length === 0 && !(await close(tx, id, cancelled))) return false;
  await tx.delete(inbox).where(isStartOf(id));
  return true;
}

/** Ends an import that is under way, and rings whoever waited for it; false when it had ended. */
async function close(tx: Queries, id: string, end: Pick<StatementImport, 'state' | 'problem'>): Promise<boolean> {
  const [ended] = await tx
    .update(statementImports)
    .set({ ...end, endedAt: sql`now()` })
    .where(and(eq(statementImports.id, id), inArray(statementImports.state, ['waiting', 'settling'])))
    .returning({ creditorId: statementImports.creditorId, since: statementImports.receivedAt });
  if (ended) await ringWaiting(tx, { ...ended, cause: `import-ended:${id}` });
  return ended !== undefined;
}

function isStartOf(id: string) {
  return eq(inbox.eventId, startOf({ id, creditorId: '' }).eventId);
}

function startOf({ id, creditorId }: Pick<NewImport, 'id' | 'creditorId'>) {
  return { eventId: `statement:${id}`, creditorId, caseId: null, lane: id, kind: 'statement', body: { importId: id } };
}

/** True while a bank file of a creditor was taken and what it holds is not all known yet. */
export async function importUnderWay(db: Queries, creditorId: string): Promise<boolean> {
  return (await rowsOf(db, importsAsked(creditorId))).length > 0;
}

/** One of the imports of a creditor that are under way, when any is. */
export function importsAsked(creditorId: string): SQL {
  return sql`select ${statementImports.id} from ${statementImports}
    where ${statementImports.creditorId} = ${creditorId} and ${statementImports.state} in ('waiting', 'settling') limit 1`;
}
