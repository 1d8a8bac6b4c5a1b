import type { Request, Response } from 'express';
import { type CaseRow, caseRowOf } from '../db/cases.ts';
import type { ApiDeps } from './deps.ts';
import { holderIn } from './http/auth.ts';
import { HttpProblem } from './http/problem.ts';
import { maySee } from './people/holder.ts';

/** Where a case is in a URL. */
export type CaseParams = { readonly caseId: string };

/** The case of a request. Another creditor's is not there: its existence is no one's business. */
export async function caseIn(deps: Pick<ApiDeps, 'db'>, req: Request<CaseParams>, res: Response): Promise<CaseRow> {
  const { caseId } = req.params;
  const row = await caseRowOf(deps.db, caseId);
  if (!row || !maySee(holderIn(res), row.creditorId)) throw new HttpProblem(404, `No case ${caseId}.`);
  return row;
}
