import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { inboxState } from '../../db/inbox.ts';
import { besideKinds, casesByPhase, providerPaces, type StuckCount, stuckCount, stuckKinds } from '../../db/stuck.ts';
import type { ApiDeps, Log } from '../deps.ts';
import { remembered } from './remembered.ts';
import { countBeside, deadNow } from './stuck.ts';

const [SECOND_MS, MINUTE_MS, QUARTER_MS] = [1_000, 60_000, 900_000];

/** One figure for each value of its label. */
type Figures = Readonly<Record<string, number>>;

/** What each figure is, and by what it is told apart. */
const texts = {
  exigible_inbox_events: ['state', 'Received events that are not delivered: waiting, or set aside for a human'],
  exigible_cases: ['phase', 'Cases by phase'],
  exigible_dead_cases: ['state', 'Open cases that no workflow lives'],
  exigible_stuck: ['kind', 'What does not move, by kind; exigible stuck lists it with what mends it'],
  exigible_stuck_oldest_seconds: ['kind', 'Age of the oldest that does not move, by kind'],
  exigible_provider_seconds: ['provider', 'Median time from the gate to the answer of a provider, of the last 15 minutes'],
  exigible_provider_slowest_seconds: ['provider', 'The slowest answer of a provider, of the last 15 minutes'],
} as const;

type Name = keyof typeof texts;

/** What `/metrics` says. Each figure is asked of the database once a minute at most; money is compared every quarter of an hour. */
export function metricsOf(deps: ApiDeps): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const [name, look] of Object.entries(looksOf(deps)) as [Name, () => Promise<Figures>][])
    addGauge(registry, name, look, deps.log);
  return registry;
}

function looksOf(deps: ApiDeps): Readonly<Record<Name, () => Promise<Figures>>> {
  const { db, engine } = deps;
  const [stuck, dead] = [stuckFigures(deps), remembered(() => deadNow(db, engine), MINUTE_MS)];
  const phases = async () => Object.fromEntries((await casesByPhase(db)).map(({ phase, count }) => [phase, count]));
  const paces = remembered(() => providerPaces(db), MINUTE_MS);
  const pace = async (of: 'median' | 'slowest') => Object.fromEntries((await paces()).map((one) => [one.provider, one[of]]));
  return {
    exigible_inbox_events: () => inboxState(db).then(({ waiting, setAside }) => ({ waiting, 'set-aside': setAside })),
    exigible_cases: remembered(phases, MINUTE_MS),
    exigible_dead_cases: async () => ({ dead: (await dead()).length }),
    exigible_stuck: () => stuck(({ count }) => count),
    exigible_stuck_oldest_seconds: () => stuck(({ since }) => ageOf(since)),
    exigible_provider_seconds: () => pace('median'),
    exigible_provider_slowest_seconds: () => pace('slowest'),
  };
}

/** These look at every case, one by one. */
const seldom: readonly string[] = ['money-apart', 'stranger'];

/** Of each kind what can be had: an engine that is away must not hide what the database knows. */
function stuckFigures(deps: ApiDeps): (figure: (count: StuckCount) => number) => Promise<Figures> {
  const { db, log } = deps;
  const looks = [
    ...stuckKinds.map((kind) => ({ kind, look: () => stuckCount(db, kind) })),
    ...besideKinds.filter((kind) => kind !== 'dead-case').map((kind) => ({ kind, look: () => countBeside(deps, kind) })),
  ].map(({ kind, look }) => ({ kind, look: remembered(look, seldom.includes(kind) ? QUARTER_MS : MINUTE_MS) }));
  return async (figure) => {
    const had = await Promise.all(
      looks.map(({ kind, look }) =>
        look().then(
          (count) => ({ [kind]: figure(count) }),
          (error: unknown) => missing(log, 'exigible_stuck', error),
        ),
      ),
    );
    return Object.assign({}, ...had) as Figures;
  };
}

function ageOf(since: string | null): number {
  return since === null ? 0 : Math.max(0, Math.round((Date.now() - Date.parse(since)) / SECOND_MS));
}

/** A figure that cannot be had is missing: a database that is away must not hide that the process lives. */
function addGauge(registry: Registry, name: Name, look: () => Promise<Figures>, log: Log): void {
  const [label, help] = texts[name];
  new Gauge({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    async collect() {
      const figures = await look().catch((error: unknown) => missing(log, name, error));
      this.reset();
      for (const [of, figure] of Object.entries(figures)) this.set({ [label]: of }, figure);
    },
  });
}

function missing(log: Log, metric: Name, error: unknown): Figures {
  log.warn({ err: error, metric }, 'a figure could not be had');
  return {};
}
