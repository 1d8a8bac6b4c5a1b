import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  cancelImport,
  importOf,
  importsOf,
  type NewImport,
  receiveImport,
  type StatementImport,
} from '../db/statement-imports.ts';
import { fileBounds } from '../domain/statement/bounds.ts';
import { createStatementReader } from '../domain/statement/reader.ts';
import { creditorIn } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import type { Given, Handlers } from './http/serve.ts';
import { maySee } from './people/holder.ts';
import { instantOf, instantOrNull } from './stored-instant.ts';

/** How much of a file is read before it is answered. */
const LOOKED_AT_BYTES = 1_000_000;

/** Bank files in, and what became of them. */
export function statementHandlers(deps: ApiDeps) {
  return {
    'POST /statements': (given) => receive(deps, given),
    'GET /statements': async (given) => {
      const imports = await importsOf(deps.db, await creditorIn(deps, given), given.query.limit);
      return { 200: { imports: imports.map(shown) } };
    },
    'GET /statements/{importId}': async (given) => ({ 200: shown(await importIn(deps, given)) }),
    'POST /statements/{importId}/cancel': async (given) => ({ 200: shown(await cancelled(deps, given)) }),
  } satisfies Partial<Handlers>;
}

/** Durable when it is answered; what is wrong with the first megabyte is said at once. */
async function receive(deps: ApiDeps, given: Given<'POST /statements'>) {
  const { account = [], filename = null } = given.query;
  const { req, res } = given;
  const creditorId = await creditorIn(deps, given);
  if (Number(req.get('content-length') ?? 0) > fileBounds.bytes) throw tooLarge();
  const { sha256, bytes } = await deps.uploads.keep(glanced(req)).finally(() => req.resume());
  const accounts = [account].flat();
  const { id, state } = await received(deps, { id: importId(creditorId, sha256), creditorId, sha256, bytes, filename, accounts });
  res.location(`/statements/${encodeURIComponent(id)}`);
  return { 202: { importId: id, state } };
}

async function received(deps: ApiDeps, given: NewImport): Promise<StatementImport> {
  const kept = await deps.db.transaction((tx) => receiveImport(tx, given));
  deps.wake();
  return kept;
}

/** The same content of the same creditor is one import. */
function importId(creditorId: string, sha256: string): string {
  const digest = createHash('sha256').update(`${creditorId}\n${sha256}`).digest('hex');
  return `import:${creditorId}:${digest.slice(0, 32)}`;
}

/**
 * The body as it comes. What is wrong with its first megabyte is thrown with its line; a small file is read whole. The request is not
 * destroyed by it: it must still be answered.
 */
async function* glanced(req: Readable): AsyncGenerator<Uint8Array> {
  const reader = createStatementReader();
  let seen = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    if (seen < LOOKED_AT_BYTES) reader.write(chunk);
    seen += chunk.length;
    if (seen > fileBounds.bytes) throw tooLarge();
    yield chunk;
  }
  if (seen < LOOKED_AT_BYTES) reader.end();
}

function tooLarge(): HttpProblem {
  return new HttpProblem(413, `A bank file of at most ${fileBounds.bytes} bytes is expected.`);
}

/** What is settled stays: it is money that came. */
async function cancelled(deps: ApiDeps, given: Given<'POST /statements/{importId}/cancel'>): Promise<StatementImport> {
  const { id } = await importIn(deps, given);
  const isDone = await deps.db.transaction((tx) => cancelImport(tx, id));
  if (!isDone) throw new HttpProblem(409, 'Cet import est terminé\u00a0: il n’y a plus rien à annuler.');
  deps.wake();
  return importIn(deps, given);
}

async function importIn(
  { db }: ApiDeps,
  given: Given<'GET /statements/{importId}'> | Given<'POST /statements/{importId}/cancel'>,
): Promise<StatementImport> {
  const { importId: id } = given.params;
  const row = await importOf(db, id);
  if (!row || !maySee(given.holder, row.creditorId)) throw new HttpProblem(404, `No import ${id}.`);
  return row;
}

function shown(row: StatementImport) {
  const { id, statements, read, settled, receivedAt, endedAt, state, sha256, bytes, filename, warnings, problem } = row;
  const bookings = statements.reduce((sum, statement) => sum + statement.bookings, 0);
  const lines = statements.map(({ counts, ...statement }) => ({ ...statement, ...counts }));
  const instants = { receivedAt: instantOf(receivedAt), endedAt: instantOrNull(endedAt) };
  const progress = { read, settled, bookings };
  return { importId: id, state, sha256, bytes, filename, ...instants, progress, statements: lines, warnings, problem };
}
