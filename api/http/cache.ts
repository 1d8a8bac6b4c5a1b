/** What was looked up a moment ago. Only what was found is kept: what is new is seen at once. */
export interface Cache<K extends readonly string[], T> {
  get(...key: K): Promise<T | undefined>;
  forget(): void;
}

/** Keeps what `load` found for `ttlMs`; `clock` in milliseconds. */
export function createCache<K extends readonly string[], T>(
  load: (...key: K) => Promise<T | undefined>,
  ttlMs: number,
  clock: () => number,
): Cache<K, T> {
  const known = new Map<string, { readonly value: T; readonly untilMs: number }>();
  return {
    async get(...key) {
      const name = JSON.stringify(key);
      const hit = known.get(name);
      if (hit && hit.untilMs > clock()) return hit.value;
      const value = await load(...key);
      if (value === undefined) known.delete(name);
      else known.set(name, { value, untilMs: clock() + ttlMs });
      return value;
    },
    forget: () => known.clear(),
  };
}
