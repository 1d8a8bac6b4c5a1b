import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseEnv } from 'node:util';
import { refuse } from '../domain/fault.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';

const SUFFIX = '.env';
/** What a profile may set: where the API is, and who asks. */
const variables = ['EXIGIBLE_URL', 'EXIGIBLE_API_KEY'] as const;

/** Takes address and key of a profile in the place of those of the environment. Throws `BadInput` for one that nobody made. */
export function useProfile(name: string): void {
  const file = fileOf(name);
  if (!existsSync(file)) {
    const known = names();
    refuse(
      '--profile',
      `le profil « ${name} » n’existe pas\u00a0: ${known.length > 0 ? known.join(', ') : 'aucun n’est gardé'} (exigible profile set ${name})`,
    );
  }
  const kept = parseEnv(readFileSync(file, 'utf8'));
  for (const variable of variables) process.env[variable] = kept[variable] ?? '';
}

/** `profile set NAME`: keeps an address and a key under a name, for the user of this machine alone. The key is read from standard input, so that no history of a shell has it. */
export async function set({ name, url, json }: { name: string; url: string; json: boolean }): Promise<number> {
  try {
    const file = fileOf(name);
    if (!URL.canParse(url)) refuse('--url', `reçu « ${url} »\u00a0; attendu\u00a0: l’adresse de l’API, http://127.0.0.1:3000`);
    const key = await askedKey();
    mkdirSync(folder(), { recursive: true, mode: 0o700 });
    writeFileSync(file, `EXIGIBLE_URL=${url}\nEXIGIBLE_API_KEY=${key}\n`, { mode: 0o600 });
    if (json) printJson({ name, url });
    else print(`Profil ${name} gardé\u00a0: exigible tasks --profile ${name}`);
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

/** `profile list`: the names and addresses, never a key. */
export function list({ json }: { json: boolean }): Promise<number> {
  const profiles = names().map((name) => ({ name, url: parseEnv(readFileSync(fileOf(name), 'utf8')).EXIGIBLE_URL ?? '' }));
  if (json) printJson({ profiles });
  else print(profiles.map(({ name, url }) => `${name}  ${url}`).join('\n') || 'Aucun profil.');
  return Promise.resolve(EXIT.done);
}

async function askedKey(): Promise<string> {
  process.stderr.write('Clé de l’API\u00a0: ');
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false })[Symbol.asyncIterator]();
  const { value = '' } = await lines.next();
  const key = String(value).trim();
  return /^\S{16,}$/.test(key) ? key : refuse('', 'attendu\u00a0: la clé de l’API, sur une ligne de l’entrée standard');
}

function names(): string[] {
  if (!existsSync(folder())) return [];
  return readdirSync(folder())
    .flatMap((file) => (file.endsWith(SUFFIX) ? [file.slice(0, -SUFFIX.length)] : []))
    .toSorted();
}

function fileOf(name: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/i.test(name))
    refuse('--profile', `reçu « ${name} »\u00a0; attendu\u00a0: des lettres, des chiffres et des tirets`);
  return join(folder(), `${name}${SUFFIX}`);
}

function folder(): string {
  return join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'exigible');
}
