import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const OTHERS = 0o077;

/** Takes from everybody but its owner what lies in a folder: the embedded database asks no umask for the files that it is made of. */
export function ownerAlone(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const { mode } = lstatSync(path);
    if (!entry.isSymbolicLink() && (mode & OTHERS) !== 0) chmodSync(path, mode & ~OTHERS & 0o7777);
  }
}
