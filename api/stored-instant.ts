import { toInstant } from '../domain/calendar/paris.ts';

/** An instant as the database writes it, in ISO 8601 with its offset. */
export function instantOf(stored: string): string {
  return toInstant(Date.parse(stored));
}

/** The same for one that may not have come. */
export function instantOrNull(stored: string | null): string | null {
  return stored === null ? null : instantOf(stored);
}
