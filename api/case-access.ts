import { type CaseRow, caseRowOf } from '../db/cases.ts';
import type { KeyHolder } from '../db/keys.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import { maySee } from './people/holder.ts';

/** A request about a case, and whose it is. */
interface OfCase {
  readonly params: { readonly caseId: string };
  readonly holder: KeyHolder;
}

/** The case of a request. Another creditor's is not there: its existence is no one's business. */
export async function caseIn({ db }: Pick<ApiDeps, 'db'>, { params: { caseId }, holder }: OfCase): Promise<CaseRow> {
  const row = await caseRowOf(db, caseId);
  if (!row || !maySee(holder, row.creditorId)) throw new HttpProblem(404, `No case ${caseId}.`);
  return row;
}
