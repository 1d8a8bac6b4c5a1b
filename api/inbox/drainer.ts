import type { InboxRow } from '../../db/inbox.ts';
import { postponeInbox, removeFromInbox, takeInbox } from '../../db/inbox.ts';
import { withoutValues } from '../../db/told-error.ts';
import type { Log } from '../deps.ts';
import { type Delivered, deliver } from './deliver.ts';
import type { Delivery } from './delivery.ts';

export interface DrainerOptions extends Omit<Delivery, 'clock'> {
  /** Milliseconds since 1970: when cases are opened. */
  readonly clock?: () => number;
  readonly log: Log;
  /** How long to wait before looking again when nobody wakes it: rows of another process, retries. */
  readonly pollMs?: number;
  /** First wait after a failure; doubled each time up to `maxBackoffMs`. */
  readonly backoffMs?: number;
  readonly maxBackoffMs?: number;
  /** How long rows are ours; a drainer that dies gives them back after it. */
  readonly leaseMs?: number;
  readonly batch?: number;
}

/** Empties the inbox into the engine and the bank feed, in order within each lane. Any number may run, in any number of processes. */
export interface Drainer {
  start(): void;
  /** There is something new: look at once. */
  readonly wake: () => void;
  /** One look: delivers what is due and answers how many rows were taken. */
  drainOnce(): Promise<number>;
  /** Returns when the look under way has ended. */
  stop(): Promise<void>;
}

const DEFAULTS = { pollMs: 1_000, backoffMs: 500, maxBackoffMs: 10_000, leaseMs: 30_000, batch: 16, clock: Date.now };
/** A case that was told of its mail and has not taken it is told again: after a minute, then after twice as long each time, up to an hour. */
const [RING_AGAIN_MS, RING_AT_LEAST_EVERY_MS] = [60_000, 3_600_000];
/** While one look waits for its slowest row, the others keep the engine busy. */
const LOOKS_AT_ONCE = 8;
/** One look besides is for newcomers: who has mail in another is passed over, so that a flood never has all of them. */
const NEWCOMERS = 1;

/** Nothing is ever dropped: a row leaves the inbox once it is delivered, or is set aside where it can be seen. */
export function createDrainer(given: DrainerOptions): Drainer {
  const options = { ...DEFAULTS, ...given };
  const bells = Array.from({ length: LOOKS_AT_ONCE + NEWCOMERS }, createBell);
  let running = false;
  let loops: readonly Promise<void>[] = [];
  const looks = createLooks(options);
  const look = () => looks.usual();
  const wake = () => {
    for (const bell of bells) bell.ring();
  };
  const run = async (bell: Bell, index: number): Promise<void> => {
    const mine = index < LOOKS_AT_ONCE ? looks.usual : looks.ofNewcomers;
    while (running) {
      const taken = await mine().catch((error: unknown) => failedLook(options.log, error));
      if (taken === 0 && running) await bell.rung(options.pollMs);
    }
  };
  return {
    start() {
      if (running) return;
      running = true;
      loops = bells.map(run);
    },
    wake,
    drainOnce: look,
    async stop() {
      running = false;
      wake();
      await Promise.all(loops);
    },
  };
}

type Options = DrainerOptions & typeof DEFAULTS;

/** Each answers how many rows it took. */
interface Looks {
  readonly usual: () => Promise<number>;
  readonly ofNewcomers: () => Promise<number>;
}

/** Looks that know whose mail is under way in the others. */
function createLooks(options: Options): Looks {
  const held = new Map<object, readonly InboxRow[]>();
  const takings = new Set<Promise<unknown>>();
  const take = async (me: object, passedOver: readonly string[]): Promise<readonly InboxRow[]> => {
    const rows = await takeInbox(options.db, options.batch, options.leaseMs, passedOver);
    held.set(me, rows);
    return rows;
  };
  const drain = async (passedOver: readonly string[]): Promise<number> => {
    const me = {};
    const taking = take(me, passedOver);
    takings.add(taking);
    try {
      return await deliverAll(options, await taking.finally(() => takings.delete(taking)));
    } finally {
      held.delete(me);
    }
  };
  return {
    usual: () => drain([]),
    async ofNewcomers() {
      await Promise.allSettled(takings);
      return drain([...new Set([...held.values()].flat().map(({ creditorId }) => creditorId))]);
    },
  };
}

async function deliverAll(options: Options, rows: readonly InboxRow[]): Promise<number> {
  const outcomes = await Promise.all(rows.map((row) => tryToDeliver(options, row)));
  await ringLater(
    options,
    rows.filter((_, index) => outcomes[index] === 'rung'),
  );
  await removeFromInbox(
    options.db,
    rows.filter((_, index) => outcomes[index] === 'done').map((row) => row.sequence),
  );
  return outcomes.some((outcome) => outcome !== 'failed') ? rows.length : 0;
}

/** What was rung stays until its case takes it. */
async function ringLater({ db }: Options, rung: readonly InboxRow[]): Promise<void> {
  for (const attempts of new Set(rung.map((row) => row.attempts))) {
    const delayMs = Math.min(RING_AGAIN_MS * 2 ** (attempts - 1), RING_AT_LEAST_EVERY_MS);
    const sequences = rung.filter((row) => row.attempts === attempts).map((row) => row.sequence);
    await postponeInbox(db, sequences, delayMs, null);
  }
}

/** A failure concerns its own row, and the rows behind it in its lane. */
async function tryToDeliver(options: Options, row: InboxRow): Promise<Delivered | 'failed'> {
  try {
    return await deliver(options, row);
  } catch (error) {
    const delayMs = Math.min(options.maxBackoffMs, options.backoffMs * 2 ** (row.attempts - 1));
    options.log.warn({ err: error, event: row.eventId, attempts: row.attempts, delayMs }, 'not delivered, kept for later');
    const told = withoutValues(error);
    const why = told instanceof Error ? told.message : String(told);
    await postponeInbox(options.db, [row.sequence], delayMs, why).catch((worse: unknown) => failedLook(options.log, worse));
    return 'failed';
  }
}

function failedLook(log: Log, error: unknown): number {
  log.error({ err: error }, 'the inbox could not be read');
  return 0;
}

/** Rung while nobody listens, it is heard at the next wait. */
interface Bell {
  ring(): void;
  rung(withinMs: number): Promise<void>;
}

function createBell(): Bell {
  let pending = false;
  let awake: (() => void) | null = null;
  return {
    ring() {
      pending = true;
      awake?.();
    },
    async rung(withinMs: number): Promise<void> {
      if (!pending) await new Promise<void>((resolve) => waitFor(resolve, withinMs));
      pending = false;
    },
  };

  function waitFor(resolve: () => void, withinMs: number): void {
    const timer = setTimeout(resolve, withinMs);
    awake = () => {
      clearTimeout(timer);
      resolve();
    };
  }
}
