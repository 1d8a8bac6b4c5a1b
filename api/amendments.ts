import {
  type Amendment,
  type AmendmentQuery,
  amendmentForUpdate,
  decideAmendment,
  listAmendments,
  putAmended,
} from '../db/amendments.ts';
import { creditorOf } from '../db/creditors.ts';
import type { Queries } from '../db/database.ts';
import { debtorOf } from '../db/debtors.ts';
import type { KeyHolder } from '../db/keys.ts';
import { readDocument } from '../domain/document-schema.ts';
import { Refusal } from '../domain/fault.ts';
import { creditorSchema, debtorSchema } from '../domain/party/party-schema.ts';
import { creditorIn } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import type { Handlers } from './http/serve.ts';
import { maySee, personIn } from './people/holder.ts';
import { instantOf, instantOrNull } from './stored-instant.ts';

/** Who changed what, and what a second person confirms or refuses. */
export function amendmentHandlers(deps: ApiDeps) {
  const { db } = deps;
  return {
    'GET /amendments': async (given) => {
      const { kind, subject, state, limit } = given.query;
      const query = { creditorId: await creditorIn(deps, given), kind, subject, state, limit };
      return { 200: { amendments: (await listAmendments(db, query)).map(shown) } };
    },
    'POST /amendments/{id}/confirmation': ({ params: { id }, holder }) =>
      db.transaction(async (tx) => {
        const amendment = await waiting(tx, id, holder);
        refuseOwn(amendment, holder);
        const version = await putAmended(tx, amendment, await amended(tx, amendment));
        await decideAmendment(tx, amendment.id, { state: 'confirmed', decidedBy: holder.name, version });
        return { 200: { id: amendment.id, version } };
      }),
    'POST /amendments/{id}/refusal': ({ params: { id }, holder }) =>
      db.transaction(async (tx) => {
        const amendment = await waiting(tx, id, holder);
        if (holder.role === 'operator' && amendment.actor !== holder.name)
          throw new HttpProblem(403, 'Refuser ce qu’un autre a proposé demande le droit d’approuver.');
        await decideAmendment(tx, amendment.id, { state: 'refused', decidedBy: holder.name, version: null });
        return { 200: { id: amendment.id, version: null } };
      }),
  } satisfies Partial<Handlers>;
}

/** What waits for a second person of that subject; nothing at all when nothing does. */
export async function waitingFor(db: Queries, about: Omit<AmendmentQuery, 'state' | 'limit'>) {
  const amendments = await listAmendments(db, { ...about, state: 'waiting', limit: 20 });
  return amendments.length === 0 ? {} : { waiting: amendments.map(shown) };
}

async function waiting(tx: Queries, id: string, holder: KeyHolder): Promise<Amendment> {
  const amendment = /^\d{1,9}$/.test(id) ? await amendmentForUpdate(tx, Number(id)) : undefined;
  if (!amendment || !maySee(holder, amendment.creditorId)) throw new HttpProblem(404, `No amendment ${id}.`);
  if (amendment.state !== 'waiting') throw new Refusal(`Ce changement n’attend plus personne\u00a0: ${ENDED[amendment.state]}.`);
  return amendment;
}

const ENDED = {
  made: 'il fut fait aussitôt',
  confirmed: 'il est confirmé',
  refused: 'il est refusé',
  replaced: 'un autre l’a remplacé',
  expired: 'sept jours ont passé, il est à proposer de nouveau',
} as const;

/** Two people, and each by name: a key may be in the hands of whoever proposed. */
function refuseOwn({ actor }: Amendment, holder: KeyHolder): void {
  if (actor === holder.name) throw new HttpProblem(403, 'Vous l’avez proposé\u00a0: une autre personne le confirme.');
  if (personIn(holder) === null)
    throw new HttpProblem(403, 'Une clé ne confirme rien\u00a0: une personne le fait, sous son nom.');
}

/** The document as it will be. Refused when what was to change has changed since, or when the whole would make no sense. */
async function amended(tx: Queries, { kind, creditorId, subject, fields }: Amendment): Promise<object> {
  const isCreditor = kind === 'creditor';
  const now = isCreditor ? await creditorOf(tx, subject) : await debtorOf(tx, creditorId, subject);
  const document: Record<string, unknown> = { ...now };
  for (const [field, [before, after]] of Object.entries(fields)) {
    if (!isSame(document[field] ?? null, before))
      throw new Refusal('Ces données ont changé depuis la proposition\u00a0: elle est à refaire.');
    if (after === null) delete document[field];
    else document[field] = after;
  }
  return isCreditor ? readDocument(creditorSchema, document) : readDocument(debtorSchema, document);
}

/** Both come from the database, which orders the fields of what it keeps. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function shown({ fields, at, expiresAt, decidedAt, ...amendment }: Amendment) {
  return {
    ...amendment,
    fields: Object.entries(fields).map(([field, [before, after]]) => ({ field, before: textOf(before), after: textOf(after) })),
    at: instantOf(at),
    expiresAt: instantOrNull(expiresAt),
    decidedAt: instantOrNull(decidedAt),
  };
}

function textOf(value: unknown): string | null {
  return value === null || typeof value === 'string' ? value : JSON.stringify(value);
}
