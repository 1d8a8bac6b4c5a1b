/** Enough for centuries; past it the memory starts again. */
const MOST_DAYS = 100_000;

/** The same of a day, by its number since 1970-01-01, made once and remembered: a life that is played asks for the same days again and again. */
export function onceADay<T>(make: (day: number) => T): (day: number) => T {
  const made = new Map<number, T>();
  return (day) => {
    const known = made.get(day);
    if (known !== undefined) return known;
    if (made.size >= MOST_DAYS) made.clear();
    const fresh = make(day);
    made.set(day, fresh);
    return fresh;
  };
}
