import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const program = join(import.meta.dirname, '..', '..', 'exigible.mjs');
const NOBODY = '127.0.0.1:1';

test('doctor is red, and names the variable, when a database, an engine or any other server that is configured is away', async () => {
  const env = {
    ...process.env,
    DATABASE_URL: `postgres://x@${NOBODY}/y`,
    TEMPORAL_ADDRESS: NOBODY,
    EXIGIBLE_URL: `http://${NOBODY}`,
    SMTP_URL: `smtp://${NOBODY}`,
    SMTP_FROM: 'compta@lemoine.example',
  };
  const run = promisify(execFile)(process.execPath, [program, 'doctor', '--json'], { env });
  const { code, stdout } = await run.then(
    () => ({ code: 0, stdout: '' }),
    (error: { code: number; stdout: string }) => error,
  );
  const { parts } = JSON.parse(stdout) as { parts: { part: string; well: boolean; sentence: string }[] };
  expect([code, parts.map(({ part, well }) => [part, well])]).toEqual([
    3,
    [
      ['system', false],
      ['database', false],
      ['engine', false],
      ['address', false],
    ],
  ]);
  expect(parts.map(({ sentence }) => /DATABASE_URL|TEMPORAL_ADDRESS|SMTP_URL|http:\S+/.exec(sentence)?.[0])).toEqual([
    `http://${NOBODY}`,
    'DATABASE_URL',
    'TEMPORAL_ADDRESS',
    'SMTP_URL',
  ]);
});
