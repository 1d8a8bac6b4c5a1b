import { appendFileSync, copyFileSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietRuntime } from '../../../run/worker.ts';

/** The folder of a run, and the test file that this process runs; `report.ts` and `file.ts` set them. */
const FOLDER = 'EXIGIBLE_TEST_LOGS';
export const FILE = 'EXIGIBLE_TEST_FILE';

/** A new folder for all that workers, servers and processes say while tests run: none of it goes to the screen. */
export function createLogFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-tests-'));
  process.env[FOLDER] = folder;
  return folder;
}

/** The folder of this run; made when nobody made it yet. */
export function logFolder(): string {
  return process.env[FOLDER] ?? createLogFolder();
}

/** Where one of them writes: named after the test file that started it. */
export function logFile(name: string): string {
  return join(logFolder(), `${process.env[FILE] ?? 'script'}.${name}.log`);
}

/** Keeps a log that lies in a folder which is about to be removed. */
export function keepLog(file: string, name: string): void {
  if (existsSync(file)) copyFileSync(file, logFile(name));
}

let isQuiet = false;

/** The workers of this process write to a file. Called before the first connection, where no system of the product is started. */
export function quietRuntimeOfTests(): void {
  if (isQuiet) return;
  isQuiet = true;
  quietRuntime('WARN', (line) => appendFileSync(logFile('workers'), `${line}\n`));
}
