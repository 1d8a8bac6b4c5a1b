import { type RequestHandler, Router } from 'express';
import { writeAccess } from '../db/accesses.ts';
import { caseRowOf, listCases } from '../db/cases.ts';
import { documentOf, documentsOf } from '../db/documents.ts';
import { evidenceOf } from '../db/evidence.ts';
import type { EvidenceRow } from '../db/evidence-chain.ts';
import { epochMs, toInstant } from '../domain/calendar/paris.ts';
import type { Fact } from '../domain/case/fact.ts';
import { sentenceOf } from '../domain/case/sentences.ts';
import { readDocument } from '../domain/document-schema.ts';
import { type CaseParams, caseIn } from './case-access.ts';
import type { ApiDeps } from './deps.ts';
import { holderIn } from './http/auth.ts';
import { HttpProblem } from './http/problem.ts';
import { caseQuerySchema, freshQuerySchema } from './query-schema.ts';
import { storedView } from './stored-view.ts';

/** Reads of cases. */
export function caseRoutes(deps: ApiDeps): Router {
  return Router()
    .get('/cases', listing(deps))
    .get('/cases/:caseId', showing(deps))
    .get('/cases/:caseId/timeline', async (req, res) => {
      const { id, state } = await caseIn(deps, req, res);
      const rows = await evidenceOf(deps.db, id);
      res.json({ caseId: id, timeline: rows.map((row) => timelineRow(row, state.invoice.currency)) });
    })
    .get('/cases/:caseId/evidence', async (req, res) => {
      const { id } = await caseIn(deps, req, res);
      res.json(await chainOf(deps, id));
    })
    .get('/cases/:caseId/claim', async (req, res) => {
      const { id } = await caseIn(deps, req, res);
      res.json(await deps.claimOf(id));
    })
    .get('/cases/:caseId/documents', async (req, res) => {
      const { id } = await caseIn(deps, req, res);
      res.json({ caseId: id, documents: await documentsOf(deps.db, id) });
    })
    .get('/cases/:caseId/documents/:documentId', download(deps));
}

function listing({ db }: ApiDeps): RequestHandler {
  return async (req, res) => {
    const { limit, cursor, creditor, debtor, ...filter } = readDocument(caseQuerySchema, req.query);
    const creditorId = holderIn(res).creditorId ?? creditor;
    const asked = {
      ...filter,
      ...(creditorId === undefined ? {} : { creditorId }),
      ...(debtor === undefined ? {} : { debtorId: debtor }),
    };
    const page = await listCases(db, asked, limit, cursor);
    res.json({ cases: page.rows.map(({ id, ...row }) => ({ caseId: id, ...row })), next: page.next });
  };
}

/** The case as last recorded; with `?fresh=true` as its workflow sees it this second. */
function showing(deps: ApiDeps): RequestHandler<CaseParams> {
  return async (req, res) => {
    const row = await caseIn(deps, req, res);
    const { fresh } = readDocument(freshQuerySchema, req.query);
    const view = fresh ? await deps.engine.view(row.id).catch((error: unknown) => unanswered(deps, error)) : null;
    res.json(view ?? storedView(row, deps.clock()));
  };
}

/** What was asked fresh is never answered stale. */
function unanswered({ log }: ApiDeps, error: unknown): never {
  log.warn({ err: error }, 'no worker answered a query');
  throw new HttpProblem(503, 'No worker answered: ask without fresh=true for the case as last recorded.');
}

/** Rows and the number there must be, read at one moment. */
function chainOf({ db }: ApiDeps, caseId: string) {
  return db.transaction(
    async (tx) => {
      const row = await caseRowOf(tx, caseId);
      return { caseId, revision: row?.revision ?? 0, rows: await evidenceOf(tx, caseId) };
    },
    { isolationLevel: 'repeatable read' },
  );
}

function timelineRow({ sequence, at, actor, cause, type, fact }: EvidenceRow, currency: string) {
  const told = { ...fact, type, at, actor } as Fact;
  return { sequence, at: toInstant(epochMs(at)), type, actor, cause, sentence: sentenceOf(told, currency), fact };
}

function download(deps: ApiDeps): RequestHandler<CaseParams & { readonly documentId: string }> {
  return async (req, res) => {
    const { id, creditorId } = await caseIn(deps, req, res);
    const row = await documentOf(deps.db, id, req.params.documentId);
    if (!row) throw new HttpProblem(404, `No document ${req.params.documentId} in case ${id}.`);
    await writeAccess(deps.db, { kind: 'document-read', actor: holderIn(res).name, creditorId, subject: `${id}/${row.id}` });
    res
      .attachment(row.filename)
      .type(row.contentType)
      .set('ETag', `"${row.sha256}"`)
      .send(Buffer.from(await deps.documents.get(row.sha256)));
  };
}
