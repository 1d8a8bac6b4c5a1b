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

/** Two significant decimals, for people. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
