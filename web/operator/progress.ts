/** How far long work is, as every page says it: « 1 240 écritures lues sur 8 000 », and what comes next. */
export interface Progress {
  readonly done: number;
  /** Null while nobody knows how many there are: then no bar is drawn. */
  readonly total: number | null;
  readonly text: string;
  readonly next: string;
}

/** One and many of what is counted: `['écriture lue', 'écritures lues']`. */
export type Counted = readonly [one: string, many: string];

/** Says how far work is that the server told. */
export function progressOf(done: number, total: number | null, things: Counted, next: string): Progress {
  const rest = total === null ? '' : ` sur ${frenchNumber(total)}`;
  return { done, total, text: `${countedBy(done, things)}${rest}`, next };
}

/** `1 240 factures reprises`. */
export function countedBy(count: number, [one, many]: Counted): string {
  return `${frenchNumber(count)} ${count > 1 ? many : one}`;
}

/** `1 240`. */
export function frenchNumber(count: number): string {
  return count.toLocaleString('fr-FR');
}
