import { setTimeout as pause } from 'node:timers/promises';
import type { World } from './world.ts';

/** A case as its row and its evidence have it now. */
export interface SeenCase {
  readonly phase: string;
  readonly reason: string | null;
  readonly balanceCents: number;
  readonly run: number;
  /** Kinds of the tasks that wait for a person, and `kind key` of each. */
  readonly tasks: readonly string[];
  readonly keys: readonly string[];
  /** Steps that left, or were found to have left. */
  readonly left: readonly string[];
  /** Types of its facts. */
  readonly types: readonly string[];
}

/** Looks at every case of a storm at once, past the product, and tells who waits for something. */
export interface Watch {
  /** Waits until a case is seen so. Rejects when nothing moves any more, saying where it stands. */
  until(caseId: string, shows: (seen: SeenCase) => boolean): Promise<void>;
  readonly seen: ReadonlyMap<string, SeenCase>;
  stop(): void;
}

const GLANCE_MS = 400;
/** After so long without a change anywhere, what is waited for does not come: the longest wait of the product's is shorter. */
const STILL_MS = 6 * 60_000;

interface Waiter {
  readonly caseId: string;
  readonly shows: (seen: SeenCase) => boolean;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Starts looking at the cases whose ids begin with `prefix`. */
export function watchCases(sql: World['sql'], prefix: string): Watch {
  let seen: ReadonlyMap<string, SeenCase> = new Map();
  let waiters: Waiter[] = [];
  let [stopped, last, movedMs] = [false, '', Date.now()];
  const look = async (): Promise<void> => {
    const rows = await casesOf(sql, prefix);
    const now = JSON.stringify(rows);
    if (now !== last) [last, movedMs] = [now, Date.now()];
    seen = new Map(rows.map(({ id, ...row }) => [id, row]));
  };
  const answer = (): void => {
    const still = Date.now() - movedMs > STILL_MS;
    waiters = waiters.filter(({ caseId, shows, resolve, reject }) => {
      const now = seen.get(caseId);
      if (now && shows(now)) return resolve();
      if (still) return reject(new Error(`${caseId} stays ${JSON.stringify(now ?? 'unknown')}`));
      return true;
    });
  };
  const watching = async (): Promise<void> => {
    while (!stopped) {
      await look().catch(() => undefined);
      answer();
      await pause(GLANCE_MS);
    }
  };
  watching().catch(() => undefined);
  return {
    until: (caseId, shows) => new Promise((resolve, reject) => waiters.push({ caseId, shows, resolve, reject })),
    get seen() {
      return seen;
    },
    stop() {
      stopped = true;
    },
  };
}

const LOOK = `select c.id, c.phase, c.state #>> '{closed,reason}' as reason, c.balance_cents::float8 as "balanceCents", c.run,
  coalesce((select jsonb_agg(t->>'kind') from jsonb_array_elements(c.state->'tasks') t), '[]') as tasks,
  coalesce((select jsonb_agg(t->>'kind' || ' ' || (t->>'key')) from jsonb_array_elements(c.state->'tasks') t), '[]') as keys,
  coalesce(jsonb_agg(e.fact->>'step') filter (where e.type = 'sent' or (e.type = 'settle-unknown-send' and e.fact->>'outcome' = 'sent')), '[]') as left,
  coalesce(jsonb_agg(e.type order by e.sequence), '[]') as types
  from cases c join evidence e on e.case_id = c.id where c.id like $1 || '%' group by c.id order by c.id`;

async function casesOf(sql: World['sql'], prefix: string): Promise<(SeenCase & { readonly id: string })[]> {
  return (await sql.query<SeenCase & { readonly id: string }>(LOOK, [prefix])).rows;
}
