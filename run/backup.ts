import { createReadStream, createWriteStream, existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { casesToRestart } from '../cases/open.ts';
import { copyDatabase, fillDatabase, isEmpty } from '../db/copy.ts';
import type { Database } from '../db/database.ts';
import { EVERYBODY, holdSends } from '../db/sending-holds.ts';
import { Refusal } from '../domain/fault.ts';
import { whileStill } from './processes.ts';

/** What a backup holds. The cases are in the database: an engine is not needed to live them again. */
export interface Backup {
  readonly format: 1;
  readonly madeAt: string;
  /** Rows of each table. */
  readonly tables: Readonly<Record<string, number>>;
  /** What was copied beside the database. */
  readonly files: readonly string[];
}

const MANIFEST = 'backup.json';
/** Beside the database: letters and proofs, bank files, what left by the outbox, the keys under which secrets lie. */
const BESIDE = ['documents', 'statements', 'outbox', 'envelope.key', 'outbox-keys.json'];
const ENGINE = ['engine.sqlite', 'engine.sqlite-wal', 'engine.sqlite-shm'];
const HELD = 'base restaurée\u00a0: vérifier ce qui est parti depuis la sauvegarde, puis « exigible release --all »';

/**
 * Writes the database as it is at one moment, then what lies beside it, into an empty folder, while the installation runs. In this order:
 * what the database names is there, and a document that came meanwhile harms nobody. An embedded engine stands still while it is copied.
 */
export async function writeBackup(db: Database, dataDir: string, into: string): Promise<Backup> {
  if (existsSync(into) && readdirSync(into).length > 0)
    throw new Refusal(`Le dossier ${into} n’est pas vide\u00a0: en donner un autre.`);
  await mkdir(join(into, 'tables'), { recursive: true, mode: 0o700 });
  const tables = await writeTables(db, into);
  const copied = (names: readonly string[]) => copyThere(dataDir, into, names);
  const files = [...(await copied(BESIDE)), ...(await whileStill(dataDir, () => copied(ENGINE)))];
  const made: Backup = { format: 1, madeAt: new Date().toISOString(), tables, files };
  await writeFile(join(into, MANIFEST), `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}

/** The same for who cannot open the database himself: in a folder of its own beside the data, which he takes from there. */
export async function backUpBeside(db: Database, dataDir: string): Promise<{ readonly folder: string }> {
  const folder = join(dataDir, 'backups', new Date().toISOString().replaceAll(':', '-'));
  await writeBackup(db, dataDir, folder);
  return { folder };
}

async function writeTables(db: Database, into: string): Promise<Readonly<Record<string, number>>> {
  const tables: Record<string, number> = {};
  await copyDatabase(db, async ({ table, rows }) => {
    tables[table] = 0;
    const lines = async function* () {
      for await (const some of rows) {
        tables[table] = (tables[table] ?? 0) + some.length;
        yield `${some.join('\n')}\n`;
      }
    };
    await pipeline(Readable.from(lines()), createWriteStream(fileOf(into, table), { mode: 0o600 }));
  });
  return tables;
}

async function copyThere(from: string, into: string, names: readonly string[]): Promise<string[]> {
  const there = names.filter((name) => existsSync(join(from, name)));
  for (const name of there) await cp(join(from, name), join(into, name), { recursive: true });
  return there;
}

/**
 * Fills an empty database and folder from a backup. Every open case is begun anew from its row, and nothing leaves before a person has
 * looked at what left since and released it: a database that is older than its providers would write twice.
 */
export async function restoreBackup(db: Database, dataDir: string, from: string): Promise<Backup> {
  const made = await manifestIn(from);
  if (!(await isEmpty(db))) throw new Refusal('La base n’est pas vide\u00a0: restaurer dans une base et un dossier neufs.');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await copyThere(from, dataDir, made.files);
  await fillDatabase(db, tablesIn(from, made));
  await holdSends(db, EVERYBODY, HELD);
  await casesToRestart(db);
  return made;
}

async function manifestIn(from: string): Promise<Backup> {
  const text = await readFile(join(from, MANIFEST), 'utf8').catch(() => null);
  if (text === null) throw new Refusal(`${from} n’est pas une sauvegarde finie\u00a0: ${MANIFEST} y manque.`);
  const made = JSON.parse(text) as Backup;
  if (made.format !== 1) throw new Refusal(`La sauvegarde est d’un format ${String(made.format)} que cette version ne lit pas.`);
  return made;
}

async function* tablesIn(from: string, { tables }: Backup) {
  for (const table of Object.keys(tables)) yield { table, rows: linesOf(fileOf(from, table)) };
}

const LINES_AT_ONCE = 500;

async function* linesOf(file: string): AsyncGenerator<readonly string[]> {
  const some: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    some.push(line);
    if (some.length === LINES_AT_ONCE) yield some.splice(0);
  }
  if (some.length > 0) yield some;
}

function fileOf(folder: string, table: string): string {
  return join(folder, 'tables', `${table}.jsonl`);
}
