import express, { type Express } from 'express';
import helmet from 'helmet';
import { actRoutes } from './acts.ts';
import { bankAccountRoutes } from './bank-accounts.ts';
import { caseRouteRoutes } from './case-routes.ts';
import { caseRoutes } from './cases.ts';
import type { ApiDeps } from './deps.ts';
import { docRoutes } from './docs.ts';
import { enrolmentRoutes } from './enrolments.ts';
import { exportRoutes } from './export/routes.ts';
import { healthRoutes } from './health.ts';
import { authenticate } from './http/auth.ts';
import { failedTries } from './http/failed-tries.ts';
import { HttpProblem, problemHandler } from './http/problem.ts';
import { keyRoutes } from './keys.ts';
import { lifeToComeRoutes } from './life-to-come.ts';
import { operationRoutes } from './operations/routes.ts';
import { signInDoors } from './people/doors.ts';
import { peopleRoutes } from './people/routes.ts';
import { planChangeRoutes } from './plan-change.ts';
import { previewRoutes } from './preview.ts';
import { rateRoutes } from './rates.ts';
import { referenceRoutes } from './reference.ts';
import { statementRoutes } from './statements.ts';
import { taskRoutes } from './tasks.ts';
import { unmatchedRoutes } from './unmatched.ts';
import { bankWebhooks } from './webhooks/bank.ts';
import { billingWebhooks } from './webhooks/billing.ts';
import { qontoWebhooks } from './webhooks/qonto.ts';
import { webhookSecrets } from './webhooks/secrets.ts';

const BODY_LIMIT = '1mb';

/** The HTTP door of the product. Built without listening: `createServer(createApi(deps))` or `createApi(deps).listen(port)`. */
export function createApi(deps: ApiDeps): Express {
  const app = express();
  const secrets = webhookSecrets(deps);
  app.disable('x-powered-by');
  app.use(helmet());
  app.use(healthRoutes(deps), docRoutes());
  app.use(billingWebhooks(deps, secrets), bankWebhooks(deps, secrets), qontoWebhooks(deps), ...(deps.doors ?? []));
  app.use(signInDoors(deps), authenticate(deps), statementRoutes(deps), express.json({ limit: BODY_LIMIT }));
  app.use(
    caseRoutes(deps),
    caseRouteRoutes(deps),
    exportRoutes(deps),
    previewRoutes(deps),
    planChangeRoutes(deps),
    lifeToComeRoutes(deps),
    actRoutes(deps),
    taskRoutes(deps),
    enrolmentRoutes(deps),
    rateRoutes(deps),
    unmatchedRoutes(deps),
    bankAccountRoutes(deps),
    referenceRoutes(deps),
    keyRoutes(deps, secrets),
    peopleRoutes(deps),
    operationRoutes(deps),
  );
  app.use((req) => {
    throw new HttpProblem(404, `Nothing answers ${req.method} ${req.path}.`);
  });
  app.use(problemHandler(deps.log, failedTries(deps)));
  return app;
}
