import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { EXIT } from '../cli/io.ts';
import type { Failure } from '../test/support/contract-server/contract-server.ts';
import { layNextRelease } from '../test/support/next-release.ts';
import type { Part, ProcessPart } from '../test/support/product.ts';
import type { World } from './world.ts';

type Strike = (world: World, random: () => number) => Promise<unknown>;

const AWAY_MS = 3_000;
/** Longer than an attempt may last: its retry is at work when it goes on. */
const OUTLIVED_MS = 75_000;
const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..');

const away = (random: () => number, mostMs = AWAY_MS) => pause(random() * mostMs);

function kill(partOf: (world: World, random: () => number) => Part): Strike {
  return async (world, random) => {
    const part = partOf(world, random);
    await part.kill9();
    await away(random);
    await part.start();
  };
}

function freeze(partOf: (world: World, random: () => number) => ProcessPart, ms = AWAY_MS * 2): Strike {
  return async (world, random) => {
    const part = partOf(world, random);
    part.freeze();
    await away(random, ms);
    part.thaw();
  };
}

/** Frozen for long: other faults leave it alone. */
const outlived = new WeakSet<ProcessPart>();

function worker({ product }: World, random: () => number): ProcessPart {
  const workers = product.workers.filter((one) => !outlived.has(one));
  const part = workers[Math.floor(random() * workers.length)];
  if (!part) throw new Error('no worker was started');
  return part;
}

function providersFail(...failures: Failure[]): Strike {
  return async ({ providers }, random) => {
    for (let count = 1 + Math.floor(random() * 3); count > 0; count -= 1)
      providers.fail(failures[Math.floor(random() * failures.length)] as Failure);
  };
}

const answer = (status: number): Failure => ({ kind: 'answer', status, body: { errors: [{ message: 'storm' }] } });

/** Everything that can go wrong, by name. Each puts right what it broke before it ends. */
export const faults = {
  'worker killed': kill(worker),
  'API killed': kill(({ product }) => product.parts.api),
  'engine killed': kill(({ product }) => product.parts.engine),
  'database killed': kill(({ product }) => product.parts.database),
  'worker frozen': freeze(worker),
  'API frozen': freeze(({ product }) => product.parts.api),
  'engine frozen': freeze(({ product }) => product.parts.engine),
  'database connections cut': async ({ wires }) => wires.database.cut(),
  'engine connections cut': async ({ wires }) => wires.engine.cut(),
  'database silent': async ({ wires }, random) => {
    wires.database.stall();
    await away(random, AWAY_MS * 2);
    wires.database.flow();
  },
  'engine silent': async ({ wires }, random) => {
    wires.engine.stall();
    await away(random, AWAY_MS * 2);
    wires.engine.flow();
  },
  'providers late': providersFail({ kind: 'late', ms: 3_000 }, { kind: 'late', ms: 8_000 }),
  'providers refuse': providersFail(answer(429), answer(500), answer(503)),
  'providers unclear': providersFail(
    answer(502),
    answer(504),
    { kind: 'cut-after-acceptance' },
    { kind: 'cut-before-acceptance' },
  ),
  'clock ahead': clock(15_000),
  'clock behind': clock(-15_000),
  'disk of the evidence full': async ({ sql }, random) => {
    await sql.query(DISK_FULL);
    await away(random);
    await untilDone(() => sql.query('drop trigger if exists storm_disk_full on evidence'));
  },
  'engine wiped': async ({ product }, random) => {
    await product.wipeEngine();
    await away(random);
    await untilDone(() => exigible(product.databaseUrl, 'restart', '--all'));
  },
  'a case terminated': async ({ product, sql }, random) => {
    const { rows } = await sql.query<{ id: string }>('select id from cases where closed_at is null order by id');
    const one = rows[Math.floor(random() * rows.length)];
    const isGone =
      one &&
      (await terminate(product.engineAddress, one.id).then(
        () => true,
        () => false,
      ));
    if (isGone) await untilDone(() => exigible(product.databaseUrl, 'restart', one.id).catch(unlessRefused));
  },
} satisfies Record<string, Strike>;

/** Faults that take longer than a short storm has. */
export const longFaults = {
  'the next release comes, and goes': async ({ product }: World, random: () => number) => {
    const next = layNextRelease();
    await product.release(next.root);
    await away(random, AWAY_MS * 2);
    await product.release();
    next.remove();
  },
  'worker frozen beyond its attempt': async (world: World, random: () => number) => {
    await away(random, OUTLIVED_MS / 4);
    const part = worker(world, random);
    outlived.add(part);
    part.freeze();
    await pause(OUTLIVED_MS);
    part.thaw();
    outlived.delete(part);
  },
} satisfies Record<string, Strike>;

const DISK_FULL = `create or replace function storm_disk_full() returns trigger language plpgsql as
  $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
  drop trigger if exists storm_disk_full on evidence;
  create trigger storm_disk_full before insert on evidence for each row execute function storm_disk_full()`;

function clock(mostMs: number): Strike {
  return async (world, random) => {
    world.shiftClock(Math.round(random() * mostMs));
    await away(random, AWAY_MS * 2);
    world.shiftClock(0);
  };
}

/** A command of the product, as an operator gives it. */
async function exigible(databaseUrl: string, ...args: string[]): Promise<void> {
  await run(process.execPath, [join(ROOT, 'exigible.mjs'), ...args], { env: { ...process.env, DATABASE_URL: databaseUrl } });
}

async function terminate(address: string, caseId: string): Promise<void> {
  const { connectClient } = await import('../run/temporal.ts');
  const client = await connectClient({ address, namespace: 'default' });
  try {
    await client.workflow.getHandle(caseId).terminate('storm');
  } finally {
    await client.connection.close();
  }
}

/** A case that closed meanwhile is not restarted: there is nothing to repeat. */
function unlessRefused(error: unknown): void {
  if ((error as { code?: unknown }).code !== EXIT.badInput) throw error;
}

/** What an operator repeats until it is done: another fault may be at work. */
async function untilDone(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch {
      await pause(500);
    }
  }
}
