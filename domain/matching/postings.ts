/** Places of invoices by key; one place costs no array. */
export interface Postings {
  add(key: string, place: number): void;
  get(key: string): readonly number[];
}

const NOWHERE: readonly number[] = [];

/** An empty index. */
export function createPostings(): Postings {
  const places = new Map<string, number | number[]>();
  return {
    add(key, place) {
      const found = places.get(key);
      if (found === undefined) places.set(key, place);
      else if (typeof found === 'number') places.set(key, [found, place]);
      else found.push(place);
    },
    get(key) {
      const found = places.get(key);
      if (found === undefined) return NOWHERE;
      return typeof found === 'number' ? [found] : found;
    },
  };
}
