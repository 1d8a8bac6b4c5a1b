import { contactsOf } from '../db/debtor-history.ts';
import { decideSegment } from '../db/debtor-segments.ts';
import { debtorOf } from '../db/debtors.ts';
import type { Debtor } from '../domain/party/party-schema.ts';
import { creditorIn } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import type { Handlers } from './http/serve.ts';
import { knownBehaviour } from './segments.ts';
import { instantOf } from './stored-instant.ts';

const MOST_CONTACTS = 100;

/** A debtor as he was last told, when he was written to, and how he has paid. */
export function debtorHandlers(deps: ApiDeps) {
  const { db } = deps;
  return {
    'GET /debtors/{id}': async (given) => ({
      200: await knownDebtor(deps, await creditorIn(deps, given), given.params.id),
    }),
    'GET /debtors/{id}/contacts': async (given) => {
      const contacts = await contactsOf(db, await creditorIn(deps, given), given.params.id, MOST_CONTACTS);
      return { 200: { contacts: contacts.map((row) => ({ ...row, at: instantOf(row.at) })) } };
    },
    'GET /debtors/{id}/payments': async (given) => {
      const creditorId = await creditorIn(deps, given);
      return { 200: await knownBehaviour(db, creditorId, await knownDebtor(deps, creditorId, given.params.id), deps.clock()) };
    },
    'PUT /debtors/{id}/segment': async (given) => {
      const creditorId = await creditorIn(deps, given);
      const { id } = await knownDebtor(deps, creditorId, given.params.id);
      const { segment } = given.body;
      await decideSegment(db, { creditorId, debtorId: id, segment, decidedBy: given.holder.name });
      return { 200: { id, segment } };
    },
  } satisfies Partial<Handlers>;
}

async function knownDebtor({ db }: ApiDeps, creditorId: string, id: string): Promise<Debtor> {
  const debtor = await debtorOf(db, creditorId, id);
  if (!debtor) throw new HttpProblem(404, `No debtor ${id}.`);
  return debtor;
}
