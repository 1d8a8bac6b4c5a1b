import { contactsOf, paymentHabit } from '../db/debtor-history.ts';
import { debtorOf } from '../db/debtors.ts';
import { creditorAmong } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import type { Handlers } from './http/serve.ts';
import { instantOf } from './stored-instant.ts';

const MOST_CONTACTS = 100;

/** A debtor as he was last told, when he was written to, and how he has paid. */
export function debtorHandlers(deps: ApiDeps) {
  const { db } = deps;
  return {
    'GET /debtors/{id}': async (given) => {
      const debtor = await debtorOf(db, await creditorAmong(deps, given), given.params.id);
      if (!debtor) throw new HttpProblem(404, `No debtor ${given.params.id}.`);
      return { 200: debtor };
    },
    'GET /debtors/{id}/contacts': async (given) => {
      const contacts = await contactsOf(db, await creditorAmong(deps, given), given.params.id, MOST_CONTACTS);
      return { 200: { contacts: contacts.map((row) => ({ ...row, at: instantOf(row.at) })) } };
    },
    'GET /debtors/{id}/payments': async (given) => ({
      200: await paymentHabit(db, await creditorAmong(deps, given), given.params.id),
    }),
  } satisfies Partial<Handlers>;
}
