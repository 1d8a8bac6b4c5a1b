import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { type Database, openDatabase } from '../../db/database.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CACHE = join(ROOT, 'node_modules', '.cache', 'exigible-tests');
const MIGRATIONS = join(ROOT, 'db', 'migrations');

/** A database in memory, its schema of today: a copy of one that was made once, five times faster than a new one. */
export async function openMemory(): Promise<Database> {
  const file = join(CACHE, `${fingerprint()}.tar`);
  if (!existsSync(file)) await prepare(file);
  pglite ??= loadPglite();
  return openDatabase({ memory: { ...(await pglite), loadDataDir: new Blob([readFileSync(file)]) } });
}

/** Its code is compiled once for all databases of a process: that was half of what each took. */
let pglite: ReturnType<typeof loadPglite> | undefined;

/** Node has it, its types do not. */
const wasm: { compile(bytes: Uint8Array): Promise<WebAssembly.Module> } = Reflect.get(globalThis, 'WebAssembly');

async function loadPglite() {
  const fileOf = (name: string) => readFileSync(new URL(name, import.meta.resolve('@electric-sql/pglite')));
  return { pgliteWasmModule: await wasm.compile(fileOf('pglite.wasm')), fsBundle: new Blob([fileOf('pglite.data')]) };
}

/** Whoever needs it first makes it; two at once make the same. */
async function prepare(file: string): Promise<void> {
  const made = new PGlite();
  await migrate(drizzle(made), { migrationsFolder: MIGRATIONS });
  const bytes = Buffer.from(await (await made.dumpDataDir('none')).arrayBuffer());
  await made.close();
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, bytes);
  renameSync(`${file}.${process.pid}`, file);
}

/** Other migrations, or another PGlite, make another one. */
function fingerprint(): string {
  const names = readdirSync(MIGRATIONS, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(sql|json)$/.test(name));
  const files = [
    ...names.toSorted().map((name) => join(MIGRATIONS, name)),
    join(ROOT, 'node_modules/@electric-sql/pglite/package.json'),
  ];
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
