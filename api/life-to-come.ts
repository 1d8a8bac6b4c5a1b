import type { CaseRow } from '../db/cases.ts';
import { creditorOf } from '../db/creditors.ts';
import { contactsSince, debtorOfCase, liveCasesOf } from '../db/debtor-world.ts';
import { debtorOf } from '../db/debtors.ts';
import { contactsOf } from '../db/messages.ts';
import type { Creditor } from '../domain/party/party-schema.ts';
import type { Story } from '../domain/simulate/story.ts';
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
      const row = await caseIn(deps, given);
      const { state } = row;
      const debtor = await debtorOf(deps.db, state.creditorId, state.debtor.id);
      if (!debtor) throw new Error(`${state.id}: its debtor was never told`);
      return { 200: { ...(await lifeOf(deps, row)), debtor } };
    },
  } satisfies Partial<Handlers>;
}

/** The life that the debtor of a case has before him, on all his open cases, and his creditor. */
export async function lifeOf({ db, clock }: ApiDeps, { state, plan }: CaseRow): Promise<{ story: Story; creditor: Creditor }> {
  const nowMs = clock();
  const creditor = await creditorOf(db, state.creditorId);
  if (!creditor) throw new Error(`${state.id}: its creditor was never told`);
  const contacts = await contactsOf(db, debtorOfCase(state), contactsSince(nowMs));
  const cases = [{ case: state, plan }, ...(await liveCasesOf(db, state))];
  const before = { cases, contacts: contacts.toSorted((a, b) => a.atMs - b.atMs) };
  return { story: lifeToCome(creditor, plan, before, nowMs), creditor };
}
