import { readdirSync, rmSync } from 'node:fs';
import { createLogFolder } from './logs.ts';
import { seed } from './seed.ts';

/** Around all tests: the folder of the logs before them, and where it lies after them. */
export function setup(): () => void {
  const folder = createLogFolder();
  return () => {
    const isEmpty = readdirSync(folder).length === 0;
    if (isEmpty) rmSync(folder, { recursive: true });
    else process.stdout.write(`\nLogs of workers, servers and processes: ${folder}\n`);
    process.stdout.write(`Examples and kills were drawn with EXIGIBLE_SEED=${seed}.\n`);
  };
}
