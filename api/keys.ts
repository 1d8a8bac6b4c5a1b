import { addSecret, creditorOf } from '../db/creditors.ts';
import { createKey, type ListedKey, listKeys, revokeKey } from '../db/keys.ts';
import { moneySourcesOf, putMoneySource } from '../db/money-sources.ts';
import { epochMs } from '../domain/calendar/paris.ts';
import { readDocument } from '../domain/document-schema.ts';
import { refuse } from '../domain/fault.ts';
import { sourceSchema } from './contract/access.ts';
import { requireCreditor } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import type { Given, Handlers } from './http/serve.ts';
import { newSecret } from './reference.ts';
import { instantOf, instantOrNull } from './stored-instant.ts';
import type { WebhookSecrets } from './webhooks/secrets.ts';

/** API keys and webhook secrets: the admin's business. What is made is shown once. */
export function keyHandlers(deps: ApiDeps, secrets: WebhookSecrets) {
  const { db } = deps;
  return {
    'GET /keys': async () => ({ 200: { keys: (await listKeys(db)).map(keyLine) } }),
    'POST /keys': (given) => creatingKey(deps, given),
    'DELETE /keys/{id}': async ({ params: { id } }) => {
      if (!/^\d{1,9}$/.test(id) || !(await revokeKey(db, Number(id)))) throw new HttpProblem(404, `No valid key ${id}.`);
      return { 200: { id: Number(id), revoked: true } };
    },
    'POST /creditors/{id}/secrets': (given) => rotating(deps, secrets, given),
    'GET /creditors/{id}/sources': async ({ params: { id } }) => {
      await requireCreditor(deps, id);
      return { 200: { sources: await moneySourcesOf(db, id) } };
    },
    'PUT /creditors/{id}/sources/{source}': async ({ params, body: { accounts } }) => {
      const source = readDocument(sourceSchema, params.source);
      await requireCreditor(deps, params.id);
      await putMoneySource(db, params.id, { source, accounts });
      return { 200: { source, accounts } };
    },
  } satisfies Partial<Handlers>;
}

function keyLine({ createdAt, expiresAt, revokedAt, ...row }: ListedKey) {
  const instants = { createdAt: instantOf(createdAt), expiresAt: instantOrNull(expiresAt), revokedAt: instantOrNull(revokedAt) };
  return { ...row, ...instants };
}

async function creatingKey({ db, clock }: ApiDeps, { body }: Given<'POST /keys'>) {
  const { creditor, role, ...label } = body;
  if (!(await creditorOf(db, creditor))) refuse('$.creditor', `got ${JSON.stringify(creditor)}, expected a known creditor`);
  if (label.expiresAt !== undefined && epochMs(label.expiresAt) <= clock())
    refuse('$.expiresAt', `got ${label.expiresAt}, expected an instant to come`);
  return { 201: { ...(await createKey(db, creditor, role, label)), creditor, role, ...label } };
}

async function rotating(deps: ApiDeps, secrets: WebhookSecrets, given: Given<'POST /creditors/{id}/secrets'>) {
  const { db, envelope } = deps;
  const { purpose, graceHours } = given.body;
  const { id } = await requireCreditor(deps, given.params.id);
  const secret = newSecret();
  await db.transaction((tx) => addSecret(tx, envelope, { creditorId: id, purpose, secret, graceHours }));
  secrets.forget();
  return { 201: { purpose, secret, previousValidForHours: graceHours } };
}
