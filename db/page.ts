/** One page of a list, and where the next one begins; null: it was the last. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** The first `limit` of rows of which one more was asked for: where the page ends is what the next one is given. */
export function pageOf<Row>(rows: readonly Row[], limit: number, endOf: (last: Row) => string): Page<Row> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? endOf(last) : null };
}

/** An end of several values as one text: `api/cursor.ts` reads it. */
export function cursorText(end: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(end)).toString('base64url');
}
