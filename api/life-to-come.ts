import { creditorOf } from '../db/creditors.ts';
import { debtorWorld, liveCasesOf } from '../db/debtor-world.ts';
import { debtorOf } from '../db/debtors.ts';
import { lifeToCome } from '../domain/simulate/what-if.ts';
import { caseIn } from './case-access.ts';
import type { Contract } from './contract/index.ts';
import type { Answered } from './contract/route.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';

/** What `simulate --case` plays from: every open case of the debtor as it stands, and who writes to whom. */
export type LifeToCome = Answered<Contract['GET /cases/{caseId}/life-to-come']>;

/** `GET /cases/{id}/life-to-come`: the story to simulate from now on. Nothing changes. */
export function lifeToComeHandlers(deps: ApiDeps) {
  return {
    'GET /cases/{caseId}/life-to-come': async (given) => {
      const { state, plan } = await caseIn(deps, given);
      const creditor = await creditorOf(deps.db, state.creditorId);
      const debtor = await debtorOf(deps.db, state.creditorId, state.debtor.id);
      if (!creditor || !debtor) throw new Error(`${state.id}: its parties were never told`);
      const { contacts } = await debtorWorld(deps.db, state, deps.clock());
      const cases = [{ case: state, plan }, ...(await liveCasesOf(deps.db, state))];
      const before = { cases, contacts: contacts.toSorted((a, b) => a.atMs - b.atMs) };
      return { 200: { story: lifeToCome(creditor, plan, before, deps.clock()), creditor, debtor } };
    },
  } satisfies Partial<Handlers>;
}
