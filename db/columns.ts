import { bigint, customType, timestamp } from 'drizzle-orm/pg-core';

/** An instant, ISO 8601 when it is written. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

/** Integer cents. */
export const cents = (name: string) => bigint(name, { mode: 'number' });

/** A row holds a value that this release does not know: a later one wrote it. Nothing is decided on it; another worker may know it. */
class UnknownValue extends Error {
  constructor(column: string, stored: string, values: readonly string[]) {
    super(`${column}: a later release wrote ${JSON.stringify(stored)}, this one knows ${values.join(', ')}`);
    this.name = 'UnknownValue';
  }
}

/** A text that is one of a few values. Reading any other throws `UnknownValue`. */
export function oneOf<const T extends string>(column: string, values: readonly T[]) {
  return customType<{ data: T; driverData: string }>({
    dataType: () => 'text',
    fromDriver: (stored) => known(column, stored, values),
  })(column);
}

function known<T extends string>(column: string, stored: string, values: readonly T[]): T {
  const value = values.find((each) => each === stored);
  if (value === undefined) throw new UnknownValue(column, stored, values);
  return value;
}
