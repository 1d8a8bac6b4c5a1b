import { makeDebtorLink, revokeDebtorLinks } from '../../db/debtor-links.ts';
import { debtorOf } from '../../db/debtors.ts';
import { creditorIn } from '../creditor-access.ts';
import type { ApiDeps } from '../deps.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Handlers } from '../http/serve.ts';

/** Links to the page of a debtor, made and ended by a person. */
export function debtorLinkHandlers(deps: ApiDeps) {
  const { db, config } = deps;
  return {
    'POST /debtors/{id}/links': async (given) => {
      const [creditorId, { id }] = [await creditorIn(deps, given), given.params];
      if (!(await debtorOf(db, creditorId, id))) throw new HttpProblem(404, `No debtor ${id} of ${creditorId}.`);
      const token = await makeDebtorLink(db, creditorId, id);
      return { 201: { url: `${config.publicUrl.replace(/\/$/, '')}/d/${token}` } };
    },
    'DELETE /debtors/{id}/links': async (given) => {
      const { id } = given.params;
      return { 200: { id, revoked: await revokeDebtorLinks(db, await creditorIn(deps, given), id) } };
    },
  } satisfies Partial<Handlers>;
}
