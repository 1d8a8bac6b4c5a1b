/** A measured claim: our figure, the baseline's in the same run, and their ratio. */
export interface BenchResult {
  readonly name: string;
  readonly ours: number;
  readonly baseline: number;
  readonly ratio: number;
  readonly unit: string;
  readonly peakMemoryMb: number;
  readonly details: Readonly<Record<string, unknown>>;
}

/** `size` scales the work; each bench says what it counts. */
export interface BenchOptions {
  readonly size?: number;
  /** `simulate`: through the real workflow. */
  readonly engine?: boolean;
}

/** The largest resident memory of this process so far, in MB. */
export function peakMemoryMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1000);
}

/** The value in the middle; of an even number the upper one. */
export function middleOf(figures: readonly number[]): number {
  return atPlace(figures, Math.floor(figures.length / 2));
}

/** Half of the times are no longer than this, and 99 of 100 no longer than that; milliseconds. */
export function percentilesOf(times: readonly number[]): { medianMs: number; p99Ms: number } {
  return { medianMs: rounded(middleOf(times)), p99Ms: rounded(atPlace(times, Math.ceil(times.length * 0.99) - 1)) };
}

function atPlace(figures: readonly number[], place: number): number {
  return figures.toSorted((one, other) => one - other)[place] ?? 0;
}

/** Two significant decimals, for people. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
