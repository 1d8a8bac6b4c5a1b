import express, { type Express } from 'express';
import helmet from 'helmet';
import { actHandlers } from './acts.ts';
import { agendaHandlers } from './agenda.ts';
import { amendmentHandlers } from './amendments.ts';
import { answerHandlers } from './answers/by-hand.ts';
import { waitingAnswerHandlers } from './answers/waiting.ts';
import { bankAccountHandlers } from './bank-accounts.ts';
import { caseAheadHandlers } from './case-ahead.ts';
import { caseMessageHandlers } from './case-messages.ts';
import { legalRouteHandlers } from './case-routes.ts';
import { caseSearchHandlers } from './case-search.ts';
import { caseHandlers } from './cases.ts';
import { changeHandlers } from './changes.ts';
import { contract } from './contract/index.ts';
import { webhookRoutes } from './contract/webhooks.ts';
import { creditorLogoHandlers } from './creditor-logo.ts';
import { creditorHandlers } from './creditors.ts';
import { debtorLinkHandlers } from './debtor/links.ts';
import { debtorHandlers } from './debtors.ts';
import type { ApiDeps } from './deps.ts';
import { docRoutes } from './docs.ts';
import { enrolmentHandlers } from './enrolments.ts';
import { entryHandlers } from './entries.ts';
import { candidateHandlers } from './entry-candidates.ts';
import { exportHandlers } from './export/routes.ts';
import { figureHandlers } from './figures.ts';
import { healthRoutes } from './health.ts';
import { authenticate } from './http/auth.ts';
import { failedTries } from './http/failed-tries.ts';
import { knownMethods } from './http/methods.ts';
import { HttpProblem, problemHandler } from './http/problem.ts';
import { type Handlers, serve } from './http/serve.ts';
import { jobHandlers } from './jobs/routes.ts';
import { keyHandlers } from './keys.ts';
import { lifeToComeHandlers } from './life-to-come.ts';
import { likelyMoneyHandlers } from './likely-money.ts';
import { operationHandlers } from './operations/routes.ts';
import { signInDoors } from './people/doors.ts';
import { peopleHandlers } from './people/routes.ts';
import { savedViewHandlers } from './people/saved-views.ts';
import { personHandlers } from './person.ts';
import { planChangeHandlers } from './plan-change.ts';
import { planHandlers } from './plans.ts';
import { rateHandlers } from './rates.ts';
import { receivedHandlers } from './received-webhooks.ts';
import { referenceHandlers } from './reference.ts';
import { statementHandlers } from './statements.ts';
import { taskHandlers } from './tasks.ts';
import { templateHandlers } from './templates.ts';
import { unmatchedHandlers } from './unmatched.ts';
import { outwardHandlers } from './webhook-endpoints.ts';
import { bankWebhooks } from './webhooks/bank.ts';
import { billingWebhooks } from './webhooks/billing.ts';
import { receivedWatch } from './webhooks/received.ts';
import { type WebhookSecrets, webhookSecrets } from './webhooks/secrets.ts';

/** The HTTP door of the product. Built without listening: `createServer(createApi(deps))` or `createApi(deps).listen(port)`. */
export function createApi(deps: ApiDeps): Express {
  const app = express();
  const secrets = webhookSecrets(deps);
  app.disable('x-powered-by');
  app.use(helmet(), knownMethods({ ...contract, ...deps.doorRoutes }));
  app.use(healthRoutes(deps), docRoutes(deps.doorRoutes));
  const received = receivedWatch(deps, { ...webhookRoutes, ...deps.doorRoutes });
  app.use(received.watch, billingWebhooks(deps, secrets), bankWebhooks(deps, secrets), ...(deps.doors ?? []));
  app.use(signInDoors(deps), authenticate(deps), serve(handlersOf(deps, secrets), deps.witness));
  app.use((req) => {
    throw new HttpProblem(404, `Nothing answers ${req.method} ${req.path}.`);
  });
  app.use(received.refusing, ...(deps.errorPages ?? []), problemHandler(deps.log, failedTries(deps)));
  return app;
}

function handlersOf(deps: ApiDeps, secrets: WebhookSecrets): Handlers {
  return { ...ofCases(deps), ...ofParties(deps), ...ofMoney(deps), ...ofTheHouse(deps, secrets) };
}

/** One case, and what waits over all of them. */
function ofCases(deps: ApiDeps) {
  return {
    ...caseHandlers(deps),
    ...caseSearchHandlers(deps),
    ...caseAheadHandlers(deps),
    ...caseMessageHandlers(deps),
    ...legalRouteHandlers(deps),
    ...exportHandlers(deps),
    ...actHandlers(deps),
    ...taskHandlers(deps),
    ...agendaHandlers(deps),
    ...answerHandlers(deps),
    ...waitingAnswerHandlers(deps),
    ...changeHandlers(deps),
  };
}

/** Creditors, debtors and the plans between them. */
function ofParties(deps: ApiDeps) {
  return {
    ...referenceHandlers(deps),
    ...creditorHandlers(deps),
    ...creditorLogoHandlers(deps),
    ...debtorHandlers(deps),
    ...debtorLinkHandlers(deps),
    ...personHandlers(deps),
    ...amendmentHandlers(deps),
    ...planHandlers(deps),
    ...planChangeHandlers(deps),
    ...lifeToComeHandlers(deps),
    ...templateHandlers(deps),
    ...rateHandlers(deps),
  };
}

/** What came in, where it goes, and what it comes to. */
function ofMoney(deps: ApiDeps) {
  return {
    ...enrolmentHandlers(deps),
    ...jobHandlers(deps),
    ...statementHandlers(deps),
    ...unmatchedHandlers(deps),
    ...entryHandlers(deps),
    ...candidateHandlers(deps),
    ...likelyMoneyHandlers(deps),
    ...bankAccountHandlers(deps),
    ...figureHandlers(deps),
  };
}

/** Who may come in, what goes in and out, and what keeps an installation going. */
function ofTheHouse(deps: ApiDeps, secrets: WebhookSecrets) {
  return {
    ...keyHandlers(deps, secrets),
    ...peopleHandlers(deps),
    ...savedViewHandlers(deps),
    ...operationHandlers(deps),
    ...receivedHandlers(deps),
    ...outwardHandlers(deps),
  };
}
