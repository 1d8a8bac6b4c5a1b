import { randomBytes } from 'node:crypto';
import { isValidIBAN } from 'ibantools';
import { addSecret, creditorOf, putCreditor, secretsOf } from '../db/creditors.ts';
import type { Queries } from '../db/database.ts';
import { putDebtor } from '../db/debtors.ts';
import type { KeyRing } from '../db/key-ring.ts';
import { planOf, putPlan } from '../db/plans.ts';
import { BadInput, refuse } from '../domain/fault.ts';
import { type WebhookPurpose, webhookPurposes } from '../domain/known-providers.ts';
import { mandateFaults } from '../domain/party/mandate.ts';
import { bareIban, type Creditor } from '../domain/party/party-schema.ts';
import { parsePlan } from '../domain/plan/plan-document.ts';
import { planWarnings } from '../domain/plan/plan-warnings.ts';
import { waitingFor } from './amendments.ts';
import { creditorIn } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import type { Given, Handlers } from './http/serve.ts';
import { maySee } from './people/holder.ts';

/** Creditors, debtors and plans: validated, versioned. */
export function referenceHandlers(deps: ApiDeps) {
  const { db } = deps;
  return {
    'PUT /creditors/{id}': (given) => putting(deps, given),
    'GET /creditors/{id}': async ({ params: { id }, holder }) => {
      const creditor = maySee(holder, id) ? await creditorOf(db, id) : undefined;
      if (!creditor) throw new HttpProblem(404, `No creditor ${id}.`);
      return { 200: creditor };
    },
    'PUT /debtors/{id}': async (given) => {
      const { id } = given.body;
      const creditorId = await creditorIn(deps, given);
      const version = await putDebtor(db, creditorId, given.body, given.holder.name);
      deps.wake();
      return { 200: { id, version, ...(await waitingFor(db, { creditorId, kind: 'debtor', subject: id })) } };
    },
    'PUT /plans/{id}': async (given) => {
      const plan = parsePlan({ ...given.body, id: given.params.id });
      await putPlan(db, await creditorIn(deps, given), plan, given.holder.name);
      return { 200: { id: plan.id, version: plan.version, warnings: planWarnings(plan) } };
    },
    /** The latest version of a plan, the creditor's own before a shipped one. */
    'GET /plans/{id}': async (given) => {
      const plan = await planOf(db, await creditorIn(deps, given), given.params.id);
      if (!plan) throw new HttpProblem(404, `No plan ${given.params.id}.`);
      return { 200: plan };
    },
  } satisfies Partial<Handlers>;
}

/** The answer shows the webhook secrets when they are made: the one time they can be read. */
async function putting({ db, envelope }: ApiDeps, { params: { id }, body, holder }: Given<'PUT /creditors/{id}'>) {
  const creditor: Creditor = { ...body, id };
  requireMandate(creditor);
  await requirePlans(db, creditor);
  const answer = await db.transaction(async (tx) => {
    const version = await putCreditor(tx, creditor, holder.name);
    return { id, version, webhookSecrets: await missingSecrets(tx, envelope, id) };
  });
  return { 200: { ...answer, ...(await waitingFor(db, { creditorId: id, kind: 'creditor', subject: id })) } };
}

/** Who recovers for another tells all that R124-1 to R124-4 of the CPCE ask, and the account that is paid, before anything can be claimed. */
function requireMandate({ mandate }: Creditor): void {
  const account = mandate !== undefined && mandate.as !== 'own-name' ? mandate.dedicatedAccount : undefined;
  const wrong =
    account === undefined || isValidIBAN(bareIban(account)) ? [] : [{ path: '$.mandate.dedicatedAccount', message: NO_IBAN }];
  const faults = [...mandateFaults({ mandate }), ...wrong];
  if (faults.length > 0) throw new BadInput(faults);
}

const NO_IBAN = 'Indiquez l’IBAN du compte réservé aux fonds des créanciers\u00a0: sa clé n’est pas juste (CPCE R124-2).';

async function requirePlans(db: Queries, { id, defaultPlan, planChoices = [] }: Creditor): Promise<void> {
  const wanted = planChoices.map(({ plan }, index) => ({ plan, path: `$.planChoices[${index}].plan` }));
  for (const { plan, path } of [{ plan: defaultPlan, path: '$.defaultPlan' }, ...wanted]) {
    if (await planOf(db, id, plan)) continue;
    refuse(path, `got ${JSON.stringify(plan)}, expected a plan of this creditor or a shipped one`);
  }
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
