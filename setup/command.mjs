import { spawn } from 'node:child_process';

const KEPT_CHARACTERS = 4000;
const children = new Set();

/**
 * Runs one command without a keyboard, its words kept for the sentence of a failure; `onWords` is told them as they come.
 * Rejects when it cannot start, fails, or takes longer than `timeoutMs`.
 */
export function run(command, args, { env = process.env, cwd, timeoutMs, onWords = () => {} } = {}) {
  return new Promise((resolve, reject) => {
    let words = '';
    const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const tooLong = timeoutMs === undefined ? undefined : setTimeout(() => child.kill(), timeoutMs);
    const keep = (chunk) => {
      words = (words + chunk).slice(-KEPT_CHARACTERS);
      onWords(String(chunk));
    };
    children.add(child);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const leave = () => {
      clearTimeout(tooLong);
      children.delete(child);
    };
    child.on('error', (error) => {
      leave();
      reject(new Error(error.code === 'ENOENT' ? `${command} absent` : error.message));
    });
    child.on('close', (code, signal) => {
      leave();
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
