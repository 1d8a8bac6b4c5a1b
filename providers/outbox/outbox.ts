import { createHash, randomUUID } from 'node:crypto';
import { appendFile, mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { SendOutcome } from '../../activities/ports/outcome.ts';

/** What the outbox remembers of a message it took. */
export interface OutboxEntry {
  readonly key: string;
  readonly providerId: string;
  readonly channel: string;
  readonly at: string;
  readonly file: string;
  readonly title: string;
}

/** A folder in the place of a provider: every message is a file that a person can open, and its entry a line of the index. */
export interface Outbox {
  readonly folder: string;
  /** Keeps a message once, whatever happens between: the same key is the same file and the same id. */
  take(message: {
    readonly key: string;
    /** Under which others will speak of it; absent: made from its key. */
    readonly providerId?: string;
    readonly channel: string;
    readonly extension: string;
    readonly title: string;
    readonly bytes: Uint8Array;
    /** Files that go with it, of the same kind. */
    readonly enclosures?: readonly Uint8Array[];
  }): Promise<SendOutcome>;
  /** Null: it is not there; should it come yet, it comes once all the same. */
  find(key: string): Promise<SendOutcome | null>;
}

const PROVIDER = 'outbox';
const INDEX = 'index.txt';
const TAKEN = 'entries';
const README = `Ce dossier tient lieu de prestataires : rien n'en sort.
.eml : e-mails (s'ouvrent dans un logiciel de messagerie) · .txt : SMS · .pdf : lettres, recommandées ou simples.
index.txt : une ligne par envoi, dans l'ordre.
`;

export function createOutbox(folder: string, clock: () => number): Outbox {
  let ready: Promise<void> | null = null;
  return {
    folder,
    async take({ key, providerId = idOf(key), channel, extension, title, bytes, enclosures = [] }) {
      ready ??= prepare(folder);
      await ready;
      const known = await entryOf(folder, key);
      if (known) return accepted(known);
      const file = `${nameOf(key)}.${extension}`;
      await writeWhole(join(folder, file), bytes);
      for (const [index, enclosure] of enclosures.entries())
        await writeWhole(join(folder, `${nameOf(key)}_piece-${index + 1}.${extension}`), enclosure);
      const entry = { key, providerId, channel, at: new Date(clock()).toISOString(), file, title };
      await writeWhole(placeOf(folder, key), Buffer.from(JSON.stringify(entry)));
      await appendFile(join(folder, INDEX), lineOf(entry));
      return accepted(entry);
    },
    async find(key) {
      const known = await entryOf(folder, key);
      return known ? accepted(known) : null;
    },
  };
}

/** Every entry of an outbox, oldest first. */
export async function outboxEntries(folder: string): Promise<OutboxEntry[]> {
  const names = await readdir(join(folder, TAKEN)).catch(() => []);
  const texts = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readFile(join(folder, TAKEN, name), 'utf8')),
  );
  return texts.map((text) => JSON.parse(text) as OutboxEntry).sort((a, b) => a.at.localeCompare(b.at));
}

/** The entry is what says that a message was taken: it is written last, in one stroke. */
async function entryOf(folder: string, key: string): Promise<OutboxEntry | undefined> {
  const text = await readFile(placeOf(folder, key), 'utf8').catch(() => null);
  return text === null ? undefined : (JSON.parse(text) as OutboxEntry);
}

function placeOf(folder: string, key: string): string {
  return join(folder, TAKEN, `${idOf(key)}.json`);
}

function lineOf(entry: OutboxEntry): string {
  return `${entry.at}  ${entry.channel.padEnd(18)}  ${entry.file}  ${entry.title}\n`;
}

function accepted({ providerId, at }: OutboxEntry): SendOutcome {
  return { outcome: 'accepted', provider: PROVIDER, providerId, at };
}

function idOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 24);
}

/** `invoice:c1:i1/reminder-5/email/1` → `c1_i1_reminder-5_email_1`. */
function nameOf(key: string): string {
  return key.replace(/^invoice:/, '').replaceAll(/[^A-Za-z0-9._-]+/g, '_');
}

/** Once per process: the folders, and the index written anew from the entries, should a crash have cost it a line. */
async function prepare(folder: string): Promise<void> {
  await mkdir(join(folder, TAKEN), { recursive: true });
  await writeWhole(join(folder, 'LISEZMOI.txt'), Buffer.from(README));
  await writeWhole(join(folder, INDEX), Buffer.from((await outboxEntries(folder)).map(lineOf).join('')));
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const aside = `${path}.${randomUUID()}.part`;
  const file = await open(aside, 'w');
  await file.writeFile(bytes);
  await file.sync();
  await file.close();
  await rename(aside, path);
}
