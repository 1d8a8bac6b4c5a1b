import { type CaseRow, caseRowOf } from '../db/cases.ts';
import { opensLater } from '../db/inbox.ts';
import type { KeyHolder } from '../db/keys.ts';
import { idsOfCase } from '../domain/case/case.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import { maySee } from './people/holder.ts';

/** A request about a case, and whose it is. */
interface OfCase {
  readonly params: { readonly caseId: string };
  readonly holder: KeyHolder;
}

/** Seconds after which a case whose invoice is taken is open. */
const OPENS_WITHIN = 1;

/** The case of a request. Another creditor's is not there: its existence is no one's business. */
export async function caseIn(deps: Pick<ApiDeps, 'db'>, given: OfCase): Promise<CaseRow> {
  const row = await openOrOpening(deps, given);
  const why = `${given.params.caseId} is not open yet: its invoice is taken, ask again in a moment.`;
  return row ?? Promise.reject(new HttpProblem(404, why, OPENS_WITHIN));
}

/** The case of a request; null while it opens, its invoice having been taken a moment ago. */
export async function openOrOpening(
  { db }: Pick<ApiDeps, 'db'>,
  { params: { caseId }, holder }: OfCase,
): Promise<CaseRow | null> {
  const there = async () => {
    const row = await caseRowOf(db, caseId);
    return row && maySee(holder, row.creditorId) ? row : null;
  };
  const row = await there();
  if (row) return row;
  if (maySee(holder, idsOfCase(caseId).creditorId) && (await opensLater(db, caseId))) return null;
  // What opened while we looked is there now.
  return (await there()) ?? Promise.reject(new HttpProblem(404, `No case ${caseId}.`));
}
