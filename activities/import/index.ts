import { accountBook, putAccountName } from '../../db/bank-accounts.ts';
import type { Database } from '../../db/database.ts';
import { isOutage } from '../../db/outage.ts';
import {
  countFailure,
  endImport,
  type ImportProblem,
  importOf,
  keepSurvey,
  noteRead,
  type StatementImport,
  setImportAside,
} from '../../db/statement-imports.ts';
import { withoutValues } from '../../db/told-error.ts';
import { BadInput } from '../../domain/fault.ts';
import type { StatementPart } from '../../domain/statement/bank-entry.ts';
import type { ImportActivities, ImportProgress } from './import.ts';
import { Overtaken, settleFile } from './settle-file.ts';
import { refusalOf, survey, unreadable } from './survey.ts';
import type { Uploads } from './uploads.ts';

const BEAT_EVERY_MS = 5_000;

export interface ImportDeps {
  readonly db: Database;
  readonly uploads: Pick<Uploads, 'read'>;
  /** The parts of a file, in order. */
  readonly read: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<StatementPart>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Says that the work goes on. */
  readonly beat: () => void;
  /** Hears of a file that is set aside. */
  readonly tell: (event: { readonly importId: string; readonly why: string }) => void;
  /** How long one settling activity goes on before it answers, in milliseconds. */
  readonly turnMs: number;
}

/** The activities of `importStatement`. */
export function importActivities(deps: ImportDeps): ImportActivities {
  return {
    readStatement: ({ importId }) => beating(deps, readStatement(deps, importId)),
    settleStatement: ({ importId }) => beating(deps, settleStatement(deps, importId)),
  };
}

/** A worker that dies falls silent: its import goes on after 20 seconds (`heartbeatTimeout`). */
async function beating<T>({ beat }: ImportDeps, work: Promise<T>): Promise<T> {
  const timer = setInterval(beat, BEAT_EVERY_MS);
  return await work.catch(toldWithoutValues).finally(() => clearInterval(timer));
}

/** What the engine keeps of a failure quotes no value. */
function toldWithoutValues(error: unknown): never {
  throw withoutValues(error);
}

async function readStatement(deps: ImportDeps, importId: string): Promise<ImportProgress> {
  const { db, uploads } = deps;
  const given = await knownImport(deps, importId);
  if (given.state !== 'waiting') return progressOf(given);
  try {
    const read = await survey(deps.read(uploads.read(given.sha256)), (read) => noteRead(db, importId, read));
    const problem = refusalOf(read, await accountBook(db, given.creditorId), given.accounts);
    if (problem === null) await knowAccounts(db, given);
    await db.transaction((tx) => keepSurvey(tx, importId, read, problem));
  } catch (error) {
    await failed(deps, importId, error);
  }
  return progressOf(await knownImport(deps, importId));
}

/** The sender says that they are the creditor's: from now on they are known, each by its own name. */
async function knowAccounts(db: Database, { id, creditorId, accounts }: StatementImport): Promise<void> {
  const book = await accountBook(db, creditorId);
  for (const name of accounts) if (book(name) === null) await putAccountName(db, creditorId, { name, account: name }, id);
}

async function settleStatement(deps: ImportDeps, importId: string): Promise<ImportProgress> {
  const { uploads, clock, turnMs } = deps;
  const given = await knownImport(deps, importId);
  try {
    if (given.state === 'settling') await settleFile(deps, importId, deps.read(uploads.read(given.sha256)), clock() + turnMs);
  } catch (error) {
    await failed(deps, importId, error);
  }
  return progressOf(await knownImport(deps, importId));
}

/** So many failures set a file aside: it is not the machine that had a bad day. */
const MOST_FAILURES = 3;

/** What is wrong with the file ends its import. What is wrong with the world is thrown, and tried again; anything else three times. */
async function failed({ db, tell }: ImportDeps, importId: string, error: unknown): Promise<void> {
  if (error instanceof BadInput) {
    const problem = unreadable(error);
    await db.transaction((tx) => endImport(tx, importId, { state: 'refused', problem }));
    return;
  }
  if (isOutage(error) || error instanceof Overtaken) throw error;
  if ((await countFailure(db, importId)) < MOST_FAILURES) throw error;
  const why = reasonOf(error);
  tell({ importId, why });
  await db.transaction((tx) => setImportAside(tx, importId, `${why} Après trois essais, le fichier est mis de côté.`));
}

/** Sentences of ours are shown; another message may quote the file. */
function reasonOf(error: unknown): string {
  const isOurs = error instanceof Error && error.name === 'ReaderEnded';
  return isOurs
    ? error.message
    : `Le fichier n’a pas pu être pris en compte (${error instanceof Error ? error.name : 'erreur'}).`;
}

async function knownImport({ db }: ImportDeps, importId: string): Promise<StatementImport> {
  const row = await importOf(db, importId);
  if (!row) throw new Error(`${importId} was never received`);
  return row;
}

/** What crosses the engine: figures, the ends of account numbers, and no word of the file. */
function progressOf({ state, settled, statements, problem }: StatementImport): ImportProgress {
  const bookings = statements.reduce((sum, statement) => sum + statement.bookings, 0);
  const shown = statements.map((statement) => ({ ...statement, account: `…${statement.account.slice(-4)}` }));
  return {
    state,
    settled,
    bookings,
    statements: shown,
    problem: problem && { kind: problem.kind, detail: details[problem.kind], errors: [] },
  };
}

const details: Readonly<Record<ImportProblem['kind'], string>> = {
  'bad-input': 'Le fichier ne se lit pas\u00a0: l’import dit où.',
  refused: 'Une règle le refuse\u00a0: l’import dit laquelle.',
  'set-aside': 'Il a échoué trois fois\u00a0: l’import dit pourquoi.',
};
