import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The files of our code that lie in folders or are named themselves, in order, by their paths from the root of the project. */
export function sourcesIn(parts) {
  return parts.flatMap((part) => (part.includes('.') ? [part] : filesOf(part)));
}

/** What would be made of these files today, in one word; `besides`: what it depends on more. */
export function digestOf(files, besides = []) {
  const hash = createHash('sha256');
  for (const text of besides) hash.update(`${text}\n`);
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex').slice(0, 32);
}

function filesOf(folder) {
  const names = readdirSync(join(ROOT, folder), { recursive: true });
  return names
    .filter((name) => /\.(ts|mjs|json)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}
