import { creditorOf } from '../db/creditors.ts';
import type { KeyHolder } from '../db/keys.ts';
import type { Creditor } from '../domain/party/party-schema.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import { maySee } from './people/holder.ts';

/** A request about a creditor: the one that it names, else the one for whom its holder acts now. */
interface ForCreditor {
  readonly query?: { readonly creditor?: string; readonly all?: boolean };
  readonly holder: KeyHolder;
}

/** The creditor that a request names, else the one of its key or session. Throws 404 for one who is not the holder's, 400 where none is told. */
export async function creditorIn(deps: Pick<ApiDeps, 'db'>, given: ForCreditor): Promise<string> {
  const id = await toldIn(deps, given);
  if (id === null) throw new HttpProblem(400, 'No creditor is told: name one with ?creditor=.');
  return id;
}

/** Of whom a list tells: of the creditor that is named or chosen, else, or where `all` are asked, of all of the holder's; null: of every one there is. */
export async function creditorsIn(deps: Pick<ApiDeps, 'db'>, given: ForCreditor): Promise<readonly string[] | null> {
  const id = given.query?.all ? null : await toldIn(deps, given);
  return id === null ? given.holder.creditors : [id];
}

async function toldIn(deps: Pick<ApiDeps, 'db'>, { query, holder }: ForCreditor): Promise<string | null> {
  const named = query?.creditor;
  if (named === undefined) return holder.creditorId;
  if (!maySee(holder, named)) throw unknown(named);
  if (holder.creditors === null) await requireCreditor(deps, named);
  return named;
}

/** A creditor that was told. Throws 404 when there is none. */
export async function requireCreditor({ db }: Pick<ApiDeps, 'db'>, id: string): Promise<Creditor> {
  const creditor = await creditorOf(db, id);
  if (!creditor) throw unknown(id);
  return creditor;
}

/** The same for one who is not the holder's: whether he is there is no one's business. */
function unknown(id: string): HttpProblem {
  return new HttpProblem(404, `No creditor ${id}.`);
}
