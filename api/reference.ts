import { randomBytes } from 'node:crypto';
import { type RequestHandler, Router } from 'express';
import { addSecret, creditorOf, putCreditor, secretsOf, type WebhookPurpose, webhookPurposes } from '../db/creditors.ts';
import type { Queries } from '../db/database.ts';
import { putDebtor } from '../db/debtors.ts';
import type { KeyRing } from '../db/key-ring.ts';
import { type Creditor, creditorSchema, debtorSchema } from '../db/party-schema.ts';
import { planOf, putPlan } from '../db/plans.ts';
import { readDocument } from '../domain/document-schema.ts';
import { refuse } from '../domain/fault.ts';
import { parsePlan } from '../domain/plan/plan-document.ts';
import { planWarnings } from '../domain/plan/plan-warnings.ts';
import type { ApiDeps } from './deps.ts';
import { atLeast, creditorIn } from './http/auth.ts';
import { HttpProblem } from './http/problem.ts';

/** Creditors, debtors and plans: validated, versioned. */
export function referenceRoutes(deps: ApiDeps): Router {
  return Router()
    .put('/creditors/:id', atLeast('admin'), puttingCreditor(deps))
    .get('/creditors/:id', showingCreditor(deps))
    .put('/debtors/:id', atLeast('operator'), puttingDebtor(deps))
    .put('/plans/:id', atLeast('approver'), puttingPlan(deps))
    .get('/plans/:id', showingPlan(deps));
}

function showingCreditor({ db }: ApiDeps): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const { id } = req.params;
    const creditor = creditorIn(res, id) === id ? await creditorOf(db, id) : undefined;
    if (!creditor) throw new HttpProblem(404, `No creditor ${id}.`);
    res.json(creditor);
  };
}

function puttingDebtor({ db }: ApiDeps): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const debtor = readDocument(debtorSchema, withId(req.body, req.params.id));
    res.json({ id: debtor.id, version: await putDebtor(db, creditorIn(res, req.query.creditor), debtor) });
  };
}

/** The answer shows the webhook secrets when they are made: the one time they can be read. */
function puttingCreditor({ db, envelope }: ApiDeps): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const creditor = readDocument(creditorSchema, withId(req.body, req.params.id));
    await requirePlans(db, creditor);
    const answer = await db.transaction(async (tx) => {
      const version = await putCreditor(tx, creditor);
      return { id: creditor.id, version, webhookSecrets: await missingSecrets(tx, envelope, creditor.id) };
    });
    res.json(answer);
  };
}

async function requirePlans(db: Queries, { id, defaultPlan, planChoices = [] }: Creditor): Promise<void> {
  const wanted = planChoices.map(({ plan }, index) => ({ plan, path: `$.planChoices[${index}].plan` }));
  for (const { plan, path } of [{ plan: defaultPlan, path: '$.defaultPlan' }, ...wanted]) {
    if (await planOf(db, id, plan)) continue;
    refuse(path, `got ${JSON.stringify(plan)}, expected a plan of this creditor or a shipped one`);
  }
}

/** The latest version of a plan, the creditor's own before a shipped one. */
function showingPlan({ db }: ApiDeps): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const plan = await planOf(db, creditorIn(res, req.query.creditor), req.params.id);
    if (!plan) throw new HttpProblem(404, `No plan ${req.params.id}.`);
    res.json(plan);
  };
}

type Secrets = Partial<Record<WebhookPurpose, string>>;

async function missingSecrets(tx: Queries, envelope: KeyRing, creditorId: string): Promise<Secrets> {
  const made: Secrets = {};
  for (const purpose of webhookPurposes) {
    if ((await secretsOf(tx, envelope, creditorId, purpose)).length > 0) continue;
    const secret = newSecret();
    await addSecret(tx, envelope, { creditorId, purpose, secret, graceHours: 0 });
    made[purpose] = secret;
  }
  return made;
}

/** A secret of Standard Webhooks: 32 random bytes. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

function puttingPlan(deps: ApiDeps): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const plan = parsePlan(withId(req.body, req.params.id));
    await putPlan(deps.db, creditorIn(res, req.query.creditor), plan);
    res.json({ id: plan.id, version: plan.version, warnings: planWarnings(plan) });
  };
}

/** The id in the URL is the document's: given twice, it must be the same. */
function withId(body: unknown, id: string): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const given = 'id' in body ? body.id : id;
  if (given !== id) refuse('$.id', `got ${JSON.stringify(given)}, expected the id of the URL, ${JSON.stringify(id)}`);
  return { ...body, id };
}
