/**
 * The members of a union whose tag is one of `T`, written so that TypeScript follows a tag from a value into a table of functions:
 * `table[value.kind](value)` needs no cast where the table is `{ [T in Kind]: (value: Tagged<U, 'kind', T>) => … }` and the value is
 * `Tagged<U, 'kind', T>` of one `T`.
 */
export type Tagged<U, K extends keyof U, T extends U[K] & string> = {
  readonly [P in T]: { readonly [Q in K]: P } & Extract<U, { readonly [Q in K]: P }>;
}[T];

/** What a table calls a value; a value that has no name there is its own. */
export function nameIn(names: Readonly<Record<string, string>>, value: string): string {
  return names[value] ?? value;
}

/** The names of a table, as its type knows them: only for a table that is written in full, which has no other. */
export function namesOf<K extends string>(table: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(table) as K[];
}
