import { type Response, Router } from 'express';
import { creditorOf } from '../db/creditors.ts';
import { debtorWorld, liveCasesOf } from '../db/debtor-world.ts';
import { debtorOf } from '../db/debtors.ts';
import type { Creditor, Debtor } from '../db/party-schema.ts';
import type { Story } from '../domain/simulate/story.ts';
import { lifeToCome } from '../domain/simulate/what-if.ts';
import { caseIn } from './case-access.ts';
import type { ApiDeps } from './deps.ts';

/** What `simulate --case` plays from: every open case of the debtor as it stands, and who writes to whom. */
export interface LifeToCome {
  readonly story: Story;
  readonly creditor: Creditor;
  readonly debtor: Debtor;
}

/** `GET /cases/{id}/life-to-come`: the story to simulate from now on. Nothing changes. */
export function lifeToComeRoutes(deps: ApiDeps): Router {
  return Router().get('/cases/:caseId/life-to-come', async (req, res: Response<LifeToCome>) => {
    const { state, plan } = await caseIn(deps, req, res);
    const creditor = await creditorOf(deps.db, state.creditorId);
    const debtor = await debtorOf(deps.db, state.creditorId, state.debtor.id);
    if (!creditor || !debtor) throw new Error(`${state.id}: its parties were never told`);
    const { contacts } = await debtorWorld(deps.db, state, deps.clock());
    const cases = [{ case: state, plan }, ...(await liveCasesOf(deps.db, state))];
    const before = { cases, contacts: contacts.toSorted((a, b) => a.atMs - b.atMs) };
    res.json({ story: lifeToCome(creditor, plan, before, deps.clock()), creditor, debtor });
  });
}
