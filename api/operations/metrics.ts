import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { inboxState } from '../../db/inbox.ts';
import { casesByPhase, providerPaces, stuckCount, stuckKinds } from '../../db/stuck.ts';
import type { ApiDeps } from '../deps.ts';
import { remembered } from './remembered.ts';
import { deadNow } from './stuck.ts';

const [MINUTE_MS, QUARTER_MS] = [60_000, 900_000];
const SECOND_MS = 1_000;

/** What `/metrics` says. Each figure is asked of the database once a minute at most; money is compared every quarter of an hour. */
export function metricsOf({ db, engine, log }: ApiDeps): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, label: string, look: () => Promise<Figures>) => {
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [registry],
      async collect() {
        const figures = await look().catch((error: unknown) => {
          log.warn({ err: error, metric: name }, 'a figure could not be had');
          return null;
        });
        this.reset();
        for (const [of, figure] of Object.entries(figures ?? {})) this.set({ [label]: of }, figure);
      },
    });
  };
  const counts = Object.fromEntries(
    stuckKinds.map((kind) => [kind, remembered(() => stuckCount(db, kind), kind === 'money-apart' ? QUARTER_MS : MINUTE_MS)]),
  );
  const everyCount = async () => Promise.all(Object.entries(counts).map(async ([kind, look]) => [kind, await look()] as const));
  const dead = remembered(() => deadNow(db, engine), MINUTE_MS);
  gauge(
    'exigible_inbox_events',
    'Received events that are not delivered: waiting, or set aside for a human',
    'state',
    async () => {
      const { waiting, setAside } = await inboxState(db);
      return { waiting, 'set-aside': setAside };
    },
  );
  gauge(
    'exigible_cases',
    'Cases by phase',
    'phase',
    remembered(async () => Object.fromEntries((await casesByPhase(db)).map(({ phase, count }) => [phase, count])), MINUTE_MS),
  );
  gauge('exigible_stuck', 'What does not move, by kind; exigible stuck lists it with what mends it', 'kind', async () =>
    Object.fromEntries((await everyCount()).map(([kind, { count }]) => [kind, count])),
  );
  gauge('exigible_stuck_oldest_seconds', 'Age of the oldest that does not move, by kind', 'kind', async () =>
    Object.fromEntries((await everyCount()).map(([kind, { since }]) => [kind, ageOf(since)])),
  );
  gauge('exigible_dead_cases', 'Open cases that no workflow lives', 'state', async () => ({ dead: (await dead()).length }));
  const paces = remembered(() => providerPaces(db), MINUTE_MS);
  gauge(
    'exigible_provider_seconds',
    'Median time from the gate to the answer of a provider, of the last 15 minutes',
    'provider',
    async () => Object.fromEntries((await paces()).map(({ provider, median }) => [provider, median])),
  );
  gauge('exigible_provider_slowest_seconds', 'The slowest answer of a provider, of the last 15 minutes', 'provider', async () =>
    Object.fromEntries((await paces()).map(({ provider, slowest }) => [provider, slowest])),
  );
  return registry;
}

type Figures = Readonly<Record<string, number>>;

function ageOf(since: string | null): number {
  return since === null ? 0 : Math.max(0, Math.round((Date.now() - Date.parse(since)) / SECOND_MS));
}
