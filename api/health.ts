import { sql } from 'drizzle-orm';
import { Router } from 'express';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { inboxState } from '../db/inbox.ts';
import type { ApiDeps } from './deps.ts';

/** `/healthz` alive, `/readyz` engine and database reachable, `/metrics` for Prometheus. */
export function healthRoutes(deps: ApiDeps): Router {
  const registry = metricsOf(deps);
  return Router()
    .get('/healthz', (_req, res) => {
      res.json({ status: 'ok' });
    })
    .get('/readyz', async (_req, res) => {
      const [engine, database] = await Promise.all([deps.engine.reachable().catch(() => false), isReadable(deps)]);
      res.status(engine && database ? 200 : 503).json({ engine, database });
    })
    .get('/metrics', async (_req, res) => {
      res.type(registry.contentType).send(await registry.metrics());
    });
}

function isReadable({ db }: ApiDeps): Promise<boolean> {
  return db.execute(sql`select 1`).then(
    () => true,
    () => false,
  );
}

function metricsOf({ db }: ApiDeps): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'exigible_inbox_events',
    help: 'Received events that are not delivered: waiting, or set aside for a human',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const { waiting, setAside } = await inboxState(db);
      this.set({ state: 'waiting' }, waiting);
      this.set({ state: 'set-aside' }, setAside);
    },
  });
  return registry;
}
