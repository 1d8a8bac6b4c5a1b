import { inArray } from 'drizzle-orm';
import { type RequestHandler, Router } from 'express';
import * as z from 'zod';
import { type EntryRow, entryOf, listUnmatched } from '../db/bank.ts';
import type { Queries } from '../db/database.ts';
import { cases } from '../db/schema.ts';
import { toInstant } from '../domain/calendar/paris.ts';
import { centsSchema, readDocument, strict } from '../domain/document-schema.ts';
import { BadInput, type Fault, Refusal } from '../domain/fault.ts';
import { formatCents, sumCents } from '../domain/money/cents.ts';
import { allocate, type Share } from './bank/allocation.ts';
import type { ApiDeps } from './deps.ts';
import { atLeast, creditorIn, holderIn } from './http/auth.ts';
import { HttpProblem } from './http/problem.ts';
import { pageQuerySchema } from './query-schema.ts';

/** What a person decides for an entry. */
export const allocationSchema = strict({
  allocations: z
    .array(strict({ caseId: z.string().max(300), amountCents: centsSchema }))
    .min(1)
    .max(500),
});

/** Bank entries that no rule could place, and the hand that places them. */
export function unmatchedRoutes(deps: ApiDeps): Router {
  return Router()
    .get('/unmatched', async (req, res) => {
      const { limit, cursor } = readDocument(pageQuerySchema, req.query);
      const page = await listUnmatched(deps.db, creditorIn(res, req.query.creditor), limit, cursor);
      const entries = page.rows.map(({ document, account, reasons }) => ({ ...document, account, reasons }));
      res.json({ entries, next: page.next });
    })
    .post('/unmatched/:entryKey/allocate', atLeast('operator'), allocating(deps));
}

function allocating(deps: ApiDeps): RequestHandler<{ entryKey: string }> {
  return async (req, res) => {
    const { allocations: shares } = readDocument(allocationSchema, req.body);
    const creditorId = creditorIn(res, req.query.creditor);
    const { name } = holderIn(res);
    const decision = {
      at: toInstant(deps.clock()),
      actor: name,
      cause: `allocate:${req.params.entryKey}`,
      reasons: [`affectée par ${name}`],
    };
    await deps.db.transaction(async (tx) => {
      const entry = await unmatchedEntry(tx, creditorId, req.params.entryKey);
      await checkShares(tx, creditorId, entry, shares);
      await allocate(tx, creditorId, entry, shares, decision);
    });
    deps.wake();
    res.json({ entryKey: req.params.entryKey, allocations: shares });
  };
}

async function unmatchedEntry(tx: Queries, creditorId: string, key: string): Promise<EntryRow> {
  const entry = await entryOf(tx, creditorId, key);
  if (!entry) throw new HttpProblem(404, `No bank entry ${key}.`);
  if (entry.verdict !== 'unmatched') throw new Refusal('Cette écriture n’attend pas d’affectation.');
  if (entry.document.amountCents <= 0) throw new Refusal('Cette écriture est un débit\u00a0: elle ne paie aucune facture.');
  return entry;
}

async function checkShares(tx: Queries, creditorId: string, { document }: EntryRow, shares: readonly Share[]): Promise<void> {
  const known = await tx
    .select({ id: cases.id, creditorId: cases.creditorId, currency: cases.currency })
    .from(cases)
    .where(
      inArray(
        cases.id,
        shares.map((share) => share.caseId),
      ),
    );
  const fits = new Set(
    known.filter((row) => row.creditorId === creditorId && row.currency === document.currency).map((row) => row.id),
  );
  const faults = shares.flatMap((share, index): Fault[] => {
    const path = `$.allocations[${index}].caseId`;
    return fits.has(share.caseId)
      ? []
      : [{ path, message: `got ${JSON.stringify(share.caseId)}, expected a case of this creditor in ${document.currency}` }];
  });
  if (faults.length > 0) throw new BadInput(faults);
  const total = sumCents(shares.map((share) => share.amountCents));
  if (total <= document.amountCents) return;
  const [asked, there] = [total, document.amountCents].map((amountCents) => formatCents(amountCents, document.currency));
  throw new Refusal(`Les affectations font ${asked}, l’écriture ${there}.`);
}
