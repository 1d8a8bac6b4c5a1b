import { writeAccess } from '../db/accesses.ts';
import { type CaseSummary, caseRowOf, listCases } from '../db/cases.ts';
import { type DocumentRow, documentOf, documentsOf } from '../db/documents.ts';
import { evidenceOf } from '../db/evidence.ts';
import { type EvidenceRow, factOfRow } from '../db/evidence-chain.ts';
import { plansLived } from '../db/plans.ts';
import { epochMs, toInstant } from '../domain/calendar/paris.ts';
import { type Lived, sentenceOf } from '../domain/case/show/sentences.ts';
import { refuse } from '../domain/fault.ts';
import { type TemplateId, templateIds } from '../domain/plan/template-ids.ts';
import { caseIn } from './case-access.ts';
import { creditorsIn } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import type { Given, Handlers } from './http/serve.ts';
import { instantOf, instantOrNull } from './stored-instant.ts';
import { storedView } from './stored-view.ts';

/** Reads of cases. */
export function caseHandlers(deps: ApiDeps) {
  const { db } = deps;
  return {
    'GET /cases': (given) => listing(deps, given),
    /** The case as last recorded; with `?fresh=true` as its workflow sees it this second. */
    'GET /cases/{caseId}': async (given) => {
      const row = await caseIn(deps, given);
      const view = given.query.fresh ? await deps.engine.view(row.id).catch((error: unknown) => unanswered(deps, error)) : null;
      return { 200: view ?? (await storedView(db, row, deps.clock())) };
    },
    'GET /cases/{caseId}/timeline': (given) => timelineRead(deps, given),
    'GET /cases/{caseId}/evidence': (given) => chainRead(deps, given),
    'GET /cases/{caseId}/claim': async (given) => {
      const { id } = await caseIn(deps, given);
      const claim = await deps.claimOf(id);
      if (!claim) throw new HttpProblem(404, `No case ${id}.`);
      return { 200: claim };
    },
    'GET /cases/{caseId}/preview/{template}': async (given) => {
      const { id } = await caseIn(deps, given);
      return { 200: await deps.previewOf(id, { template: templateNamed(given.params.template), ...given.query }) };
    },
    'GET /cases/{caseId}/documents': async (given) => {
      const { id } = await caseIn(deps, given);
      return { 200: { caseId: id, documents: (await documentsOf(db, id)).map(documentLine) } };
    },
    'GET /cases/{caseId}/documents/{documentId}': async (given) => {
      const { id, creditorId } = await caseIn(deps, given);
      const row = await documentOf(db, id, given.params.documentId);
      if (!row) throw new HttpProblem(404, `No document ${given.params.documentId} in case ${id}.`);
      await writeAccess(db, { kind: 'document-read', actor: given.holder.name, creditorId, subject: `${id}/${row.id}` });
      const { filename, contentType: type, sha256 } = row;
      return { 200: { filename, type, sha256, bytes: await deps.documents.get(sha256) } };
    },
  } satisfies Partial<Handlers>;
}

async function listing(deps: ApiDeps, given: Given<'GET /cases'>) {
  const { limit, cursor, creditor: _, debtor, ...filter } = given.query;
  const asked = {
    ...filter,
    creditors: await creditorsIn(deps, given),
    ...(debtor === undefined ? {} : { debtorId: debtor }),
  };
  const page = await listCases(deps.db, asked, limit, cursor);
  return { 200: { cases: page.rows.map(summaryLine), next: page.next } };
}

function summaryLine({ id, nextActAt, closedAt, updatedAt, ...row }: CaseSummary) {
  const instants = { nextActAt: instantOrNull(nextActAt), closedAt: instantOrNull(closedAt), updatedAt: instantOf(updatedAt) };
  return { caseId: id, ...row, ...instants };
}

function documentLine({ createdAt, ...row }: DocumentRow) {
  return { ...row, createdAt: instantOf(createdAt) };
}

function templateNamed(name: string): TemplateId {
  const known = templateIds.find((id) => id === name);
  return known ?? refuse('template', `got « ${name} », expected one of ${templateIds.join(', ')}`);
}

/** What was asked fresh is never answered stale. */
function unanswered({ log }: ApiDeps, error: unknown): never {
  log.warn({ err: error }, 'no worker answered a query');
  throw new HttpProblem(503, 'No worker answered: ask without fresh=true for the case as last recorded.');
}

async function chainRead(deps: ApiDeps, given: Given<'GET /cases/{caseId}/evidence'>) {
  const { id, creditorId } = await caseIn(deps, given);
  await writeAccess(deps.db, { kind: 'evidence-read', actor: given.holder.name, creditorId, subject: id });
  return { 200: await chainOf(deps, id) };
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

async function timelineRead(deps: ApiDeps, given: Given<'GET /cases/{caseId}/timeline'>) {
  const found = await caseIn(deps, given);
  const { id, state } = found;
  const rows = await evidenceOf(deps.db, id);
  const lived = { plans: await plansLived(deps.db, found, rows.map(factOfRow)), steps: state.steps };
  return { 200: { caseId: id, timeline: rows.map((row) => timelineRow(row, state.invoice.currency, lived)) } };
}

function timelineRow(row: EvidenceRow, currency: string, lived: Lived) {
  const { sequence, at, actor, cause, type, fact } = row;
  return {
    sequence,
    at: toInstant(epochMs(at)),
    type,
    actor,
    cause,
    sentence: sentenceOf(factOfRow(row), currency, lived),
    fact,
  };
}
