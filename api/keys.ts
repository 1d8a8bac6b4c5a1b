import { type RequestHandler, Router } from 'express';
import * as z from 'zod';
import { addSecret, creditorOf } from '../db/creditors.ts';
import { createKey, revokeKey } from '../db/keys.ts';
import { idSchema, readDocument, strict } from '../domain/document-schema.ts';
import { refuse } from '../domain/fault.ts';
import type { ApiDeps } from './deps.ts';
import { atLeast } from './http/auth.ts';
import { HttpProblem } from './http/problem.ts';
import { newSecret, signedPurposes } from './reference.ts';

/** For how long the secret before stays valid. */
const ROTATION_HOURS = 24;

export const newKeySchema = strict({ creditor: idSchema, role: z.enum(['viewer', 'operator', 'approver']) });
export const rotationSchema = strict({ purpose: z.enum(signedPurposes) });

/** API keys and webhook secrets: the admin's business. What is made is shown once. */
export function keyRoutes(deps: ApiDeps): Router {
  return Router()
    .post('/keys', atLeast('admin'), creatingKey(deps))
    .delete('/keys/:id', atLeast('admin'), revokingKey(deps))
    .post('/creditors/:id/secrets', atLeast('admin'), rotating(deps));
}

function creatingKey({ db }: ApiDeps): RequestHandler {
  return async (req, res) => {
    const { creditor, role } = readDocument(newKeySchema, req.body);
    if (!(await creditorOf(db, creditor))) refuse('$.creditor', `got ${JSON.stringify(creditor)}, expected a known creditor`);
    res.status(201).json({ ...(await createKey(db, creditor, role)), creditor, role });
  };
}

function revokingKey({ db }: ApiDeps): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const { id } = req.params;
    if (!/^\d{1,9}$/.test(id) || !(await revokeKey(db, Number(id)))) throw new HttpProblem(404, `No valid key ${id}.`);
    res.json({ id: Number(id), revoked: true });
  };
}

function rotating({ db }: ApiDeps): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const { id } = req.params;
    const { purpose } = readDocument(rotationSchema, req.body);
    if (!(await creditorOf(db, id))) throw new HttpProblem(404, `No creditor ${id}.`);
    const secret = newSecret();
    await db.transaction((tx) => addSecret(tx, id, purpose, secret, ROTATION_HOURS));
    res.status(201).json({ purpose, secret, previousValidForHours: ROTATION_HOURS });
  };
}
