import { DrizzleQueryError } from 'drizzle-orm/errors';

/** What PostgreSQL tells of a failure besides the values that it met: `detail`, `where` and their like quote rows. */
const harmless = ['code', 'severity', 'table', 'column', 'constraint', 'routine'] as const;
/** Class 22 (data exception): its message quotes the value. */
const QUOTES = /^22/;

/**
 * An error as it may be told to a log or to the engine: a query that failed says which it was and never its values, for they name people.
 * Anything else is the same error.
 */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof DrizzleQueryError)) return error;
  const told = new Error(`Failed query: ${error.query}`, { cause: causeOf(error.cause) });
  return Object.assign(told, {
    name: 'DrizzleQueryError',
    ...(error.stack === undefined ? {} : { stack: framesOf(error.stack) }),
  });
}

function causeOf(cause: unknown): Error | undefined {
  if (!(cause instanceof Error)) return undefined;
  const known: Readonly<Record<string, unknown>> = { ...cause };
  const said = Object.fromEntries(harmless.flatMap((name) => (known[name] === undefined ? [] : [[name, known[name]]])));
  const message = QUOTES.test(String(known.code)) ? 'a value is not one of its type' : cause.message;
  return Object.assign(new Error(message), said, { name: cause.name });
}

/** Where it happened, without what was said there. */
function framesOf(stack: string): string {
  return ['DrizzleQueryError', ...stack.split('\n').filter((line) => /^\s+at /.test(line))].join('\n');
}
