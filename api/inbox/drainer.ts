import type { InboxRow } from '../../db/inbox.ts';
import { postponeInbox, removeFromInbox, takeInbox } from '../../db/inbox.ts';
import { withoutValues } from '../../db/told-error.ts';
import type { Log } from '../deps.ts';
import { type Delivered, deliver } from './deliver.ts';
import type { Delivery } from './delivery.ts';
import { createPace } from './pace.ts';

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
  /** So many rows are under way at once, at most. */
  readonly places?: number;
}

/** Empties the inbox into the engine and the bank feed, in order within each lane. Any number may run, in any number of processes. */
export interface Drainer {
  start(): void;
  /** There is something new: look at once. */
  readonly wake: () => void;
  /** One look: delivers what is due and answers how many rows were taken; none when each of them failed. */
  drainOnce(): Promise<number>;
  /** Returns when all that is under way has ended. */
  stop(): Promise<void>;
}

/** More rows at once wait for each other, at the engine and for the connections of the database that others need too, and none is sooner there. */
const PLACES = 16;
const DEFAULTS = { pollMs: 1_000, backoffMs: 500, maxBackoffMs: 10_000, leaseMs: 30_000, places: PLACES, clock: Date.now };
/** A case that was told of its mail and has not taken it is told again: after a minute, then after twice as long each time, up to an hour. */
const [RING_AGAIN_MS, RING_AT_LEAST_EVERY_MS] = [60_000, 3_600_000];

/** Nothing is ever dropped: a row leaves the inbox once it is delivered, or is set aside where it can be seen. */
export function createDrainer(given: DrainerOptions): Drainer {
  const options = { ...DEFAULTS, ...given };
  const bell = createBell();
  const hands = createHands(options, bell.ring);
  let running = false;
  let loop = Promise.resolve();
  const run = async (): Promise<void> => {
    while (running) {
      await hands.fill().catch((error: unknown) => failedLook(options.log, error));
      if (running) await bell.rung(options.pollMs);
    }
    await hands.empty().catch((error: unknown) => failedLook(options.log, error));
  };
  return {
    start() {
      if (running) return;
      running = true;
      loop = run();
    },
    wake: bell.ring,
    async drainOnce() {
      await hands.fill(options.places);
      const ended = await hands.empty();
      return ended.every(({ outcome }) => outcome === 'failed') ? 0 : ended.length;
    },
    async stop() {
      running = false;
      bell.ring();
      await loop;
    },
  };
}

type Options = DrainerOptions & typeof DEFAULTS;
type Outcome = Delivered | 'failed';

/** The rows that are under way. A row that ended leaves its place to the next at once, whoever else is slow. */
interface Hands {
  /** Lets go of what ended, and takes what is due into the places that are free: of those that its pace allows, or of so many. */
  fill(places?: number): Promise<void>;
  /** Waits for all that is under way, lets go of it, and answers what each came to. */
  empty(): Promise<readonly Ended[]>;
}

/** `ended` hears of each row that left its place; not of one that failed, which is tried again no sooner than the next look. */
function createHands(options: Options, ended: () => void): Hands {
  const underWay = new Map<InboxRow, Promise<void>>();
  const pace = createPace(options.places);
  let done: Ended[] = [];
  const deliverOne = async (row: InboxRow): Promise<void> => {
    const began = performance.now();
    const outcome = await tryToDeliver(options, row);
    underWay.delete(row);
    if (outcome !== 'failed') pace.took(row.kind, performance.now() - began, underWay.size);
    done.push({ row, outcome });
    if (outcome !== 'failed') ended();
  };
  const letGo = async (): Promise<readonly Ended[]> => {
    const these = done;
    done = [];
    await settle(options, these);
    return these;
  };
  return {
    async fill(places = pace.places) {
      await letGo();
      const free = places - underWay.size;
      const whose = [...underWay.keys()].map(({ creditorId }) => creditorId);
      const rows = free > 0 ? await takeInbox(options.db, free, options.leaseMs, whose) : [];
      for (const row of rows) underWay.set(row, deliverOne(row));
    },
    async empty() {
      await Promise.all(underWay.values());
      return letGo();
    },
  };
}

interface Ended {
  readonly row: InboxRow;
  readonly outcome: Outcome;
}

/** What was delivered goes; what was rung stays until its case takes it. */
async function settle(options: Options, ended: readonly Ended[]): Promise<void> {
  const those = (outcome: Outcome) => ended.filter((each) => each.outcome === outcome).map(({ row }) => row);
  await ringLater(options, those('rung'));
  await removeFromInbox(
    options.db,
    those('done').map(({ sequence }) => sequence),
  );
}

async function ringLater({ db }: Options, rung: readonly InboxRow[]): Promise<void> {
  for (const attempts of new Set(rung.map((row) => row.attempts))) {
    const delayMs = Math.min(RING_AGAIN_MS * 2 ** (attempts - 1), RING_AT_LEAST_EVERY_MS);
    const sequences = rung.filter((row) => row.attempts === attempts).map((row) => row.sequence);
    await postponeInbox(db, sequences, delayMs, null);
  }
}

/** A failure concerns its own row, and the rows behind it in its lane. */
async function tryToDeliver(options: Options, row: InboxRow): Promise<Outcome> {
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

function failedLook(log: Log, error: unknown): void {
  log.error({ err: error }, 'the inbox could not be read');
}

/** Rung while nobody listens, it is heard at the next wait. */
interface Bell {
  readonly ring: () => void;
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
