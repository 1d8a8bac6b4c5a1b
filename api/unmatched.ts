import { type RequestHandler, Router } from 'express';
import * as z from 'zod';
import { placeByHand, takeBackByHand } from '../bank/by-hand.ts';
import { type EntryRow, listUnmatched } from '../db/bank.ts';
import { creditsOf } from '../db/credits.ts';
import type { Queries } from '../db/database.ts';
import { toInstant } from '../domain/calendar/paris.ts';
import { centsSchema, readDocument, strict } from '../domain/document-schema.ts';
import type { ApiDeps } from './deps.ts';
import { atLeast, creditorIn, holderIn } from './http/auth.ts';
import { HttpProblem } from './http/problem.ts';
import { pageQuerySchema } from './query-schema.ts';

const shareSchema = strict({ caseId: z.string().max(300), amountCents: centsSchema });

/** What a person decides for an entry: the cases that it pays, or, for a returned payment, the entry that it undoes. */
export const allocationSchema = strict({
  allocations: z.array(shareSchema).min(1).max(500).exactOptional(),
  undoes: z.string().min(1).max(200).exactOptional().meta({ description: 'Clé de l’écriture que ce rejet annule' }),
}).refine(({ allocations, undoes }) => (allocations === undefined) !== (undoes === undefined), 'either allocations or undoes');

/** Bank entries that no rule could place, what debtors paid too much, and the hand that places the entries. */
export function unmatchedRoutes(deps: ApiDeps): Router {
  return Router()
    .get('/unmatched', async (req, res) => {
      const { limit, cursor } = readDocument(pageQuerySchema, req.query);
      const creditorId = creditorIn(res, req.query.creditor);
      const page = await listUnmatched(deps.db, creditorId, limit, cursor);
      res.json({ entries: page.rows.map(shown), credits: await creditsOf(deps.db, creditorId), next: page.next });
    })
    .post('/unmatched/:entryKey/allocate', atLeast('operator'), allocating(deps));
}

function shown({ document, account, reasons, openCents }: EntryRow) {
  return { ...document, account, reasons, openCents };
}

function allocating(deps: ApiDeps): RequestHandler<{ entryKey: string }> {
  return async (req, res) => {
    const { allocations = [], undoes } = readDocument(allocationSchema, req.body);
    const entryKey = req.params.entryKey;
    const by = {
      creditorId: creditorIn(res, req.query.creditor),
      source: { at: toInstant(deps.clock()), actor: holderIn(res).name, cause: `allocate:${entryKey}` },
    };
    const decide = (tx: Queries) =>
      undoes === undefined ? placeByHand(tx, by, entryKey, allocations) : takeBackByHand(tx, by, entryKey, undoes);
    if ((await deps.db.transaction(decide)) === 'unknown') throw new HttpProblem(404, `No bank entry ${entryKey}.`);
    deps.wake();
    res.json(undoes === undefined ? { entryKey, allocations } : { entryKey, undoes });
  };
}
