type Environment = Readonly<Record<string, string | undefined>>;

/** One thing that the product needs: where it was found, or what was tried and the one command that fixes it. */
export interface Finding {
  readonly name: string;
  readonly forTestsOnly: boolean;
  readonly found: boolean;
  readonly where: string | null;
  readonly tried: readonly string[];
  readonly fix: string | null;
}

export declare function findings(options?: { env?: Environment; purpose?: 'demo' | 'start' | 'test' }): Finding[];
export declare function sentenceOf(finding: Finding): string;
