import type { ImportedStatement, ImportProblem, ImportState } from '../../db/statement-imports.ts';

/** How far an import is. */
export interface ImportProgress {
  readonly state: ImportState;
  readonly settled: number;
  readonly bookings: number;
  readonly statements: readonly ImportedStatement[];
  readonly problem: ImportProblem | null;
}

/** Queue `imports`. Each may be run again at any time: what is settled stays settled, once. */
export interface ImportActivities {
  /** Reads the whole file and settles nothing: what is wrong with it ends the import. */
  readStatement(input: { importId: string }): Promise<ImportProgress>;
  /** Settles what is left, for about a minute. */
  settleStatement(input: { importId: string }): Promise<ImportProgress>;
}
