import { type Logger, pino, stdSerializers } from 'pino';
import { withoutValues } from '../db/told-error.ts';

export type Log = Logger;

/** One JSON line per event on standard error or in a file. What names a person or a secret is never written. */
export function createLog(level: string, file?: string): Log {
  const redact = ['email', 'mobile', 'phone', 'to', 'authorization', '*.email', '*.mobile', '*.phone', '*.to', '*.authorization'];
  const serializers = { err: (error: unknown) => stdSerializers.err(withoutValues(error) as Error) };
  const destination = pino.destination({ dest: file ?? 2, sync: true, mkdir: true });
  // A disk that is full takes no log; it must not take the process too.
  destination.on('error', ({ message }: Error) => complain(file ?? 'stderr', message));
  return pino({ level, redact, serializers, base: { pid: process.pid } }, destination);
}

/** What was said of a log that cannot be written, said once. */
const complained = new Set<string>();

function complain(where: string, why: string): void {
  if (complained.has(where)) return;
  complained.add(where);
  process.stderr.write(`Le journal ${where} ne peut plus être écrit (${why})\u00a0: faire de la place.\n`);
}
