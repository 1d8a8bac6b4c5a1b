import { creditorOf } from '../db/creditors.ts';
import type { KeyHolder } from '../db/keys.ts';
import type { Creditor } from '../domain/party/party-schema.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import { maySee } from './people/holder.ts';

/** A request in the name of a creditor: the holder's own, or the one that an admin names. */
interface ForCreditor {
  readonly query?: { readonly creditor?: string };
  readonly holder: KeyHolder;
}

/** The creditor that a request speaks for: that of its key; the admin names one with `?creditor=`, and it must be there. */
export async function creditorIn({ db }: Pick<ApiDeps, 'db'>, { query, holder }: ForCreditor): Promise<string> {
  if (holder.creditorId !== null) return holder.creditorId;
  const named = query?.creditor;
  if (named === undefined) throw new HttpProblem(400, 'The admin key belongs to no creditor: name one with ?creditor=.');
  await requireCreditor({ db }, named);
  return named;
}

/** One of the holder's creditors when he names it; else the one that he speaks for. */
export async function creditorAmong(deps: Pick<ApiDeps, 'db'>, given: ForCreditor): Promise<string> {
  const named = given.query?.creditor;
  return named !== undefined && maySee(given.holder, named) ? named : creditorIn(deps, given);
}

/** A creditor that was told. Throws 404 when there is none. */
export async function requireCreditor({ db }: Pick<ApiDeps, 'db'>, id: string): Promise<Creditor> {
  const creditor = await creditorOf(db, id);
  if (!creditor) throw new HttpProblem(404, `No creditor ${id}.`);
  return creditor;
}

/**
 * Whose figures are asked: the creditor that a holder speaks for or that an admin names, or every one of his; null: of everybody.
 */
export function creditorsAsked(
  { creditorId, creditors }: KeyHolder,
  { creditor, all = false }: { readonly creditor?: string; readonly all?: boolean },
): readonly string[] | null {
  const one = all ? undefined : (creditorId ?? creditor);
  return one === undefined ? creditors : [one];
}
