import { type Logger, pino, stdSerializers } from 'pino';
import { withoutValues } from '../db/told-error.ts';

export type Log = Logger;

/** One JSON line per event on standard error or in a file. What names a person or a secret is never written. */
export function createLog(level: string, file?: string): Log {
  const redact = ['email', 'mobile', 'to', 'authorization', '*.email', '*.mobile', '*.to', '*.authorization'];
  const serializers = { err: (error: unknown) => stdSerializers.err(withoutValues(error) as Error) };
  return pino(
    { level, redact, serializers, base: { pid: process.pid } },
    pino.destination({ dest: file ?? 2, sync: true, mkdir: true }),
  );
}
