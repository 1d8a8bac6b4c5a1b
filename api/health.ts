import { Router } from 'express';
import { isReadable } from '../db/database.ts';
import type { ApiDeps } from './deps.ts';
import { metricsOf } from './operations/metrics.ts';
import { remembered } from './operations/remembered.ts';
import { deadNow, isDiskFull } from './operations/stuck.ts';

/** Cases and workflows are compared no more often, in milliseconds. */
const DEAD_FOR_MS = 15_000;

/** `/healthz` alive, `/readyz` engine and database reachable, room on the disk, and every open case lived, `/metrics` for Prometheus. */
export function healthRoutes(deps: ApiDeps): Router {
  const registry = metricsOf(deps);
  const dead = remembered(() => deadNow(deps.db, deps.engine).then(({ length }) => length), DEAD_FOR_MS);
  return Router()
    .get('/healthz', (_req, res) => {
      res.json({ status: 'ok' });
    })
    .get('/readyz', async (_req, res) => {
      const [engine, database] = await Promise.all([deps.engine.reachable().catch(() => false), isReadable(deps.db)]);
      const deadCases = engine && database ? await dead().catch(() => null) : null;
      const disk = !(await isDiskFull(deps));
      res.status(engine && database && disk && deadCases === 0 ? 200 : 503).json({ engine, database, disk, deadCases });
    })
    .get('/metrics', async (_req, res) => {
      res.type(registry.contentType).send(await registry.metrics());
    });
}
