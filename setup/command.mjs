import { spawn } from 'node:child_process';

const KEPT_CHARACTERS = 4000;
const children = new Set();

/**
 * Runs one command without a keyboard, its words kept for the sentence of a failure.
 * Rejects when it cannot start, fails, or takes longer than `timeoutMs`.
 */
export function run(command, args, { env = process.env, cwd, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    let words = '';
    const child = spawn(command, args, { env, cwd, timeout: timeoutMs, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (chunk) => {
      words = (words + chunk).slice(-KEPT_CHARACTERS);
    };
    children.add(child);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => reject(new Error(error.code === 'ENOENT' ? `${command} absent` : error.message)));
    child.on('close', (code, signal) => {
      children.delete(child);
      if (code === 0) resolve(words);
      else reject(new Error(`${command} : ${signal ?? lastLine(words) ?? `code ${code}`}`));
    });
  });
}

/** Ends what is still running, for a set-up that is interrupted. */
export function endCommands() {
  for (const child of children) child.kill('SIGKILL');
}

function lastLine(words) {
  const line = words.trim().split('\n').at(-1)?.trim();
  return line ? line.slice(0, 200) : undefined;
}
