import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** True when `path` is a file that may be run. */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The first of `names` that the PATH of `env` holds, or null. */
export function onPath(names, env) {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return firstExecutable(names.flatMap((name) => folders.map((folder) => join(folder, name))));
}

/** The first of `paths` that may be run, or null. */
export function firstExecutable(paths) {
  return paths.find(isExecutable) ?? null;
}
