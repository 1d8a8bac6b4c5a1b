import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { AskedOf } from '../api/client.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { shippedPlans } from '../domain/plan/shipped.ts';
import { type ContractServer, startContractServer } from '../test/support/contract-server/contract-server.ts';
import { mailevaAccount } from '../test/support/contract-server/maileva-contract.ts';
import { meetOutside, type Outside } from '../test/support/outside.ts';
import { creditor } from '../test/support/parties.ts';
import { ADMIN_KEY, type Product, startProduct } from '../test/support/product.ts';
import { layWire, type Wire } from './wire.ts';

/** The product in processes of its own, with two workers; the providers, the bank and the operator around it; and the wires between. */
export interface World {
  readonly product: Product;
  readonly outside: Outside;
  readonly providers: ContractServer;
  readonly wires: Readonly<Record<'engine' | 'database', Wire>>;
  /** What the database holds, seen past every wire. */
  readonly sql: pg.Pool;
  /** Sets the clocks of all processes of the product apart from the machine's. */
  shiftClock(ms: number): void;
  stop(): Promise<void>;
}

const WORKERS = 2;
/** A provider takes a message at once and answers a little later: there is time to die in between. */
const ANSWERS_AFTER_MS = 100;
/** Its steps are two seconds apart. */
export const PLAN = 'storm';

/** Starts everything, with a creditor whose bank is heard of today. */
export async function startWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-storm-'));
  const clock = join(folder, 'clock');
  const wires: Record<string, Wire> = {};
  const providers = await startContractServer(ANSWERS_AFTER_MS);
  const product = await startProduct(environment(providers, clock), {
    workers: WORKERS,
    wired: async (port, to) => {
      wires[to] = await layWire(port);
      return wires[to].port;
    },
  });
  const outside = await meetOutside(product.apiUrl, ADMIN_KEY);
  await outside.client.call('PUT /plans/{id}', { params: { id: PLAN }, body: plan() });
  await outside.tell('bank', 'bank.feed.checked', { account: creditor.iban, through: parisDay(Date.now()) });
  const sql = new pg.Pool({ connectionString: product.databaseUrl, max: 3 });
  sql.on('error', () => undefined);
  return {
    product,
    outside,
    providers,
    wires: wires as World['wires'],
    sql,
    shiftClock: (ms) => writeFileSync(clock, String(ms)),
    async stop() {
      await sql.end();
      await product.stop();
      for (const wire of Object.values(wires)) await wire.stop();
      await providers.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function environment({ url }: ContractServer, clock: string): NodeJS.ProcessEnv {
  const { clientId, clientSecret, username, password } = mailevaAccount;
  return {
    NODE_OPTIONS: `--import=${new URL('./shifted-clock.mjs', import.meta.url).href}`,
    STORM_CLOCK: clock,
    SENDGRID_API_KEY: 'SG.storm',
    SENDGRID_FROM: creditor.email,
    SENDGRID_BASE_URL: `${url}/`,
    SENDGRID_PER_SECOND: '200',
    MAILEVA_CLIENT_ID: clientId,
    MAILEVA_CLIENT_SECRET: clientSecret,
    MAILEVA_USERNAME: username,
    MAILEVA_PASSWORD: password,
    MAILEVA_BASE_URL: url,
    MAILEVA_AUTH_URL: url,
    MAILEVA_PER_SECOND: '50',
    EXIGIBLE_SENDS_PER_SECOND: '200',
  };
}

function plan(): AskedOf<'PUT /plans/{id}'>['body'] {
  const demo = shippedPlans.find(({ id }) => id === 'demo');
  const steps = (demo?.steps ?? []).map((step) => ({ ...step, delay: 'PT2S' }));
  return {
    ...demo,
    id: PLAN,
    name: 'Tempête',
    steps,
    promise: { grace: 'PT2S', broken: 'reminder-30' },
  } as AskedOf<'PUT /plans/{id}'>['body'];
}
