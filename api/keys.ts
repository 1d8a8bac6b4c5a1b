import { type RequestHandler, Router } from 'express';
import * as z from 'zod';
import { addSecret, creditorOf, webhookPurposes } from '../db/creditors.ts';
import { createKey, listKeys, revokeKey } from '../db/keys.ts';
import { moneySourcesOf, putMoneySource } from '../db/money-sources.ts';
import { epochMs } from '../domain/calendar/paris.ts';
import { idSchema, instantSchema, readDocument, strict, textSchema } from '../domain/document-schema.ts';
import { refuse } from '../domain/fault.ts';
import type { ApiDeps } from './deps.ts';
import { atLeast } from './http/auth.ts';
import { HttpProblem } from './http/problem.ts';
import { newSecret } from './reference.ts';
import type { WebhookSecrets } from './webhooks/secrets.ts';

/** For how long the secret before stays valid, at most and unless told otherwise. */
const ROTATION_HOURS = 24;

export const newKeySchema = strict({
  creditor: idSchema,
  role: z.enum(['viewer', 'operator', 'approver']),
  name: textSchema.exactOptional(),
  expiresAt: instantSchema.exactOptional().meta({ description: 'Instant à partir duquel la clé n’ouvre plus rien' }),
});

const moneySourceSchema = z.enum(webhookPurposes).exclude(['billing']);

/** The accounts that a source of money may speak of; an empty list: none. */
export const sourceAccountsSchema = strict({ accounts: z.array(textSchema).max(200) });

export const rotationSchema = strict({
  purpose: z.enum(webhookPurposes),
  graceHours: z.int().min(0).max(ROTATION_HOURS).default(ROTATION_HOURS).meta({
    description: 'Heures pendant lesquelles le secret d’avant vaut encore ; 0 : plus une requête',
  }),
});

/** API keys and webhook secrets: the admin's business. What is made is shown once. */
export function keyRoutes(deps: ApiDeps, secrets: WebhookSecrets): Router {
  return Router()
    .get('/keys', atLeast('admin'), async (_req, res) => {
      res.json({ keys: await listKeys(deps.db) });
    })
    .post('/keys', atLeast('admin'), creatingKey(deps))
    .delete('/keys/:id', atLeast('admin'), revokingKey(deps))
    .post('/creditors/:id/secrets', atLeast('admin'), rotating(deps, secrets))
    .get('/creditors/:id/sources', atLeast('admin'), listingSources(deps))
    .put('/creditors/:id/sources/:source', atLeast('admin'), puttingSource(deps));
}

function creatingKey({ db, clock }: ApiDeps): RequestHandler {
  return async (req, res) => {
    const { creditor, role, ...label } = readDocument(newKeySchema, req.body);
    if (!(await creditorOf(db, creditor))) refuse('$.creditor', `got ${JSON.stringify(creditor)}, expected a known creditor`);
    if (label.expiresAt !== undefined && epochMs(label.expiresAt) <= clock())
      refuse('$.expiresAt', `got ${label.expiresAt}, expected an instant to come`);
    res.status(201).json({ ...(await createKey(db, creditor, role, label)), creditor, role, ...label });
  };
}

function revokingKey({ db }: ApiDeps): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const { id } = req.params;
    if (!/^\d{1,9}$/.test(id) || !(await revokeKey(db, Number(id)))) throw new HttpProblem(404, `No valid key ${id}.`);
    res.json({ id: Number(id), revoked: true });
  };
}

function rotating({ db, envelope }: ApiDeps, secrets: WebhookSecrets): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const { id } = req.params;
    const { purpose, graceHours } = readDocument(rotationSchema, req.body);
    if (!(await creditorOf(db, id))) throw new HttpProblem(404, `No creditor ${id}.`);
    const secret = newSecret();
    await db.transaction((tx) => addSecret(tx, envelope, { creditorId: id, purpose, secret, graceHours }));
    secrets.forget();
    res.status(201).json({ purpose, secret, previousValidForHours: graceHours });
  };
}

function listingSources({ db }: ApiDeps): RequestHandler<{ id: string }> {
  return async (req, res) => {
    res.json({ sources: await moneySourcesOf(db, req.params.id) });
  };
}

function puttingSource({ db }: ApiDeps): RequestHandler<{ id: string; source: string }> {
  return async (req, res) => {
    const { id } = req.params;
    const source = readDocument(moneySourceSchema, req.params.source);
    const { accounts } = readDocument(sourceAccountsSchema, req.body);
    if (!(await creditorOf(db, id))) throw new HttpProblem(404, `No creditor ${id}.`);
    await putMoneySource(db, id, { source, accounts });
    res.json({ source, accounts });
  };
}
