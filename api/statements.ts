import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { type RequestHandler, type Response, Router } from 'express';
import * as z from 'zod';
import { importOf, type NewImport, receiveImport, type StatementImport } from '../db/statement-imports.ts';
import { idSchema, readDocument, strict, textSchema } from '../domain/document-schema.ts';
import { createStatementReader } from '../domain/statement/reader.ts';
import type { ApiDeps } from './deps.ts';
import { atLeast, creditorIn, holderIn } from './http/auth.ts';
import { HttpProblem } from './http/problem.ts';
import { maySee } from './people/holder.ts';

/** The largest file that is taken, and how much of it is read before it is answered. */
const MOST_BYTES = 512_000_000;
const LOOKED_AT_BYTES = 1_000_000;

/** What `POST /statements` may be told besides the file. */
export const importQuerySchema = strict({
  account: z
    .union([textSchema, z.array(textSchema).max(50)])
    .exactOptional()
    .meta({ description: 'Un compte du créancier que nous ne connaissons pas encore (IBAN)' }),
  filename: z.string().max(200).exactOptional(),
  creditor: idSchema.exactOptional().meta({ description: 'Clé d’administration seulement' }),
});

/** Bank files in, and what became of them. The body is read as it comes: these routes stand before the JSON parser. */
export function statementRoutes(deps: ApiDeps): Router {
  return Router()
    .post('/statements', atLeast('operator'), receiving(deps))
    .get('/statements/:importId', async (req, res) => {
      res.json(shown(await importIn(deps, res, req.params.importId)));
    });
}

/** Durable when it is answered; what is wrong with the first megabyte is said at once. */
function receiving(deps: ApiDeps): RequestHandler {
  return async (req, res) => {
    const { account = [], filename = null } = readDocument(importQuerySchema, req.query);
    const creditorId = creditorIn(res, req.query.creditor);
    if (Number(req.get('content-length') ?? 0) > MOST_BYTES) throw tooLarge();
    const { sha256, bytes } = await deps.uploads.keep(glanced(req)).finally(() => req.resume());
    const accounts = [account].flat();
    const given = { id: importId(creditorId, sha256), creditorId, sha256, bytes, filename, accounts };
    const { id, state } = await received(deps, given);
    res
      .status(202)
      .location(`/statements/${encodeURIComponent(id)}`)
      .json({ importId: id, state });
  };
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
    if (seen > MOST_BYTES) throw tooLarge();
    yield chunk;
  }
  if (seen < LOOKED_AT_BYTES) reader.end();
}

function tooLarge(): HttpProblem {
  return new HttpProblem(413, `A bank file of at most ${MOST_BYTES} bytes is expected.`);
}

async function importIn({ db }: ApiDeps, res: Response, id: string): Promise<StatementImport> {
  const row = await importOf(db, id);
  if (!row || !maySee(holderIn(res), row.creditorId)) throw new HttpProblem(404, `No import ${id}.`);
  return row;
}

function shown({ id, statements, settled, accounts: _, creditorId: __, ...row }: StatementImport) {
  const bookings = statements.reduce((sum, statement) => sum + statement.bookings, 0);
  const lines = statements.map(({ counts, ...statement }) => ({ ...statement, ...counts }));
  return { importId: id, ...row, progress: { settled, bookings }, statements: lines };
}
