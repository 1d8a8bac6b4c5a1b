/** What was looked up a moment ago. Only what was found is kept: what is new is seen at once. */
export interface Cache<T> {
  get(key: string): Promise<T | undefined>;
  forget(): void;
}

/** Keeps what `load` found for `ttlMs`; `clock` in milliseconds. */
export function createCache<T>(load: (key: string) => Promise<T | undefined>, ttlMs: number, clock: () => number): Cache<T> {
  const known = new Map<string, { readonly value: T; readonly untilMs: number }>();
  return {
    async get(key) {
      const hit = known.get(key);
      if (hit && hit.untilMs > clock()) return hit.value;
      const value = await load(key);
      if (value === undefined) known.delete(key);
      else known.set(key, { value, untilMs: clock() + ttlMs });
      return value;
    },
    forget: () => known.clear(),
  };
}
