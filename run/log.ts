import { type Logger, pino } from 'pino';

export type Log = Logger;

/** One JSON line per event on standard error or in a file. What names a person or a secret is never written. */
export function createLog(level: string, file?: string): Log {
  const redact = ['email', 'mobile', 'to', 'authorization', '*.email', '*.mobile', '*.to', '*.authorization'];
  return pino({ level, redact, base: { pid: process.pid } }, pino.destination({ dest: file ?? 2, sync: true, mkdir: true }));
}
