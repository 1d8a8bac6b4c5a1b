/**
 * How many rows are under way at once, learnt from how long they take: more as long as none waits for the others, fewer once they do (the
 * rule of TCP Vegas). Against an engine that is far away that is many; where the machine itself is busy, few do the same work in the same
 * time, and who comes next does not wait for them.
 */
export interface Pace {
  readonly places: number;
  /** A row of that kind took so long, beside so many others. */
  took(kind: string, ms: number, beside: number): void;
}

const FEWEST = 3;
/** Rows that wait for others instead of being worked at: with fewer there is room for more, with more there are too many. */
const [FEW_WAIT, MANY_WAIT] = [1, 2];
/** The shortest time of a kind is forgotten little by little: the machine, or the engine, may be another one by now. */
const FORGOTTEN = 0.002;

export function createPace(most: number): Pace {
  const shortest = new Map<string, number>();
  const fewest = Math.min(FEWEST, most);
  let places = fewest;
  return {
    get places() {
      return Math.floor(places);
    },
    took(kind, ms, beside) {
      const known = shortest.get(kind) ?? ms;
      const best = Math.min(ms, known + (ms - known) * FORGOTTEN);
      shortest.set(kind, best);
      const waiting = places * (1 - best / Math.max(ms, 1));
      if (waiting > MANY_WAIT) places = Math.max(fewest, places - 1 / places);
      else if (waiting < FEW_WAIT && beside + 1 >= Math.floor(places / 2)) places = Math.min(most, places + 1 / places);
    },
  };
}
