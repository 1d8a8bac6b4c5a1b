import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../../run/ports.ts';
import { postgresBinaries, unprivilegedAccount } from './postgres-binaries.ts';
import { logFile } from './runner/logs.ts';
import { until } from './runner/patience.ts';

/** A real PostgreSQL in processes of its own. `kill9` takes it away without a word, `restart` brings it back on the same data. */
export interface Postgres {
  readonly url: string;
  readonly pid: number;
  kill9(): Promise<void>;
  restart(): Promise<void>;
  /** Keeps its data as they are now; what it answers with puts them back, whatever came since. */
  keep(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

interface Cluster {
  readonly folder: string;
  readonly bin: string;
  readonly port: number;
  readonly log: string;
  readonly settings: readonly string[];
}

const USER = 'exigible';

/** Starts an empty PostgreSQL on a free loopback port, its data in a temporary folder that `stop` removes; `settings` as `name=value`. */
export async function startPostgres(settings: readonly string[] = []): Promise<Postgres> {
  const cluster = await createCluster(['unix_socket_directories=', ...settings]);
  let server = await launch(cluster, hasRefused);
  const kill9 = () => end(server, 'SIGKILL');
  const restart = async (): Promise<void> => {
    await kill9();
    server = await launch(cluster, spawnServer);
  };
  return {
    url: urlOf(cluster),
    get pid() {
      return server.pid ?? 0;
    },
    kill9,
    restart,
    async keep() {
      const kept = `${dataOf(cluster.folder)}-kept`;
      await end(server, 'SIGINT');
      copyData(dataOf(cluster.folder), kept);
      await restart();
      return async () => {
        await kill9();
        copyData(kept, dataOf(cluster.folder));
        await restart();
      };
    },
    async stop() {
      await end(server, 'SIGINT');
      rmSync(cluster.folder, { recursive: true, force: true });
    },
  };
}

/** With its owners, which is what PostgreSQL looks at. */
function copyData(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  execFileSync('cp', ['-a', from, to]);
}

async function createCluster(settings: readonly string[]): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-postgres-'));
  const bin = postgresBinaries(folder);
  chmodSync(folder, 0o755);
  mkdirSync(dataOf(folder), { mode: 0o700 });
  const account = unprivilegedAccount();
  if (account !== null) chownSync(dataOf(folder), account.uid, account.gid);
  const args = ['-D', dataOf(folder), '-U', USER, '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(bin, 'initdb'), args, { cwd: folder, stdio: 'pipe', ...account });
  const port = await freePort();
  return { folder, bin, port, log: logFile(`postgres-${port}`), settings };
}

/** Right after a kill the old memory may still be held by dying processes: a server that ends for it is started `again`. */
async function launch(cluster: Cluster, again: (cluster: Cluster) => ChildProcess): Promise<ChildProcess> {
  let server = spawnServer(cluster);
  const isUp = async () => {
    if (hasEnded(server)) server = again(cluster);
    return answers(cluster);
  };
  await until(isUp, () => saidBy(cluster));
  return server;
}

function hasRefused(cluster: Cluster): never {
  throw new Error(saidBy(cluster));
}

function saidBy({ log }: Cluster): string {
  return `PostgreSQL does not start: ${readFileSync(log, 'utf8')}`;
}

function spawnServer(cluster: Cluster): ChildProcess {
  const log = openSync(cluster.log, 'a');
  const settings = cluster.settings.flatMap((setting) => ['-c', setting]);
  const args = ['-D', dataOf(cluster.folder), '-h', '127.0.0.1', '-p', String(cluster.port), ...settings];
  const server = spawn(join(cluster.bin, 'postgres'), args, {
    cwd: cluster.folder,
    stdio: ['ignore', log, log],
    ...unprivilegedAccount(),
  });
  closeSync(log);
  const endWithUs = () => {
    server.kill('SIGKILL');
    rmSync(cluster.folder, { recursive: true, force: true });
  };
  process.once('exit', endWithUs);
  server.once('exit', () => process.off('exit', endWithUs));
  return server;
}

async function answers(cluster: Cluster): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(cluster), connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(server)) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  await gone;
}

function hasEnded(server: ChildProcess): boolean {
  return server.exitCode !== null || server.signalCode !== null;
}

function dataOf(folder: string): string {
  return join(folder, 'data');
}

function urlOf(cluster: Cluster): string {
  return `postgres://${USER}@127.0.0.1:${cluster.port}/postgres`;
}
