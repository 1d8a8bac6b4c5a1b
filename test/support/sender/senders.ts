import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { logFile } from '../runner/logs.ts';
import type { SenderSettings } from './sender.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const BUNDLE = join(ROOT, 'node_modules', '.cache', 'exigible-sender.mjs');

/** Processes that run the sending activity and nothing else. */
export interface Senders {
  /** One process works on these errands; it is killed when the moment comes, or ends by itself. Answers with what came of which. */
  work(errands: readonly string[], moment?: () => Promise<unknown>): Promise<Map<string, string>>;
  stop(): Promise<void>;
}

/** Makes the code one file, so that a process starts in half a second, and keeps the next process ready. */
export async function createSenders(settings: Omit<SenderSettings, 'templates' | 'migrations'>): Promise<Senders> {
  await build({
    entryPoints: [join(import.meta.dirname, 'sender.ts')],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    outfile: BUNDLE,
  });
  const places = { templates: join(ROOT, 'templates'), migrations: join(ROOT, 'db', 'migrations') };
  const start = () => startSender(JSON.stringify({ ...settings, ...places }));
  const waiting = [start(), start()];
  return {
    async work(errands, moment) {
      waiting.push(start());
      const sender = await waiting.shift();
      if (!sender) throw new Error('no sender waits');
      return sender.work(errands, moment);
    },
    async stop() {
      for (const sender of await Promise.all(waiting)) await sender.end();
    },
  };
}

interface Sender {
  work: Senders['work'];
  end(): Promise<void>;
}

async function startSender(argument: string): Promise<Sender> {
  const child = spawn(process.execPath, [BUNDLE, argument], { cwd: ROOT, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stderr.pipe(createWriteStream(logFile('senders'), { flags: 'a' }));
  const gone = once(child, 'exit');
  const said: string[] = [];
  const lines = createInterface(child.stdout);
  const ready = once(lines, 'line');
  await Promise.race([ready, gone.then(() => Promise.reject(new Error('a sender did not start')))]);
  lines.on('line', (line) => said.push(line));
  const heard = once(lines, 'close');
  return {
    async work(errands, moment) {
      child.stdin.write(`${JSON.stringify(errands)}\n`);
      await Promise.race([moment?.() ?? gone, gone]);
      child.kill('SIGKILL');
      await Promise.all([gone, heard]);
      return new Map(
        said.map((line) => JSON.parse(line) as { id: string; outcome: string }).map(({ id, outcome }) => [id, outcome]),
      );
    },
    end: () => endOf(child, gone),
  };
}

async function endOf(child: ChildProcess, gone: Promise<unknown>): Promise<void> {
  child.kill('SIGKILL');
  await gone;
}
