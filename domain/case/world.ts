import type { CivilDate } from '../calendar/civil-date.ts';

/** A day on which a message or a letter of a step left to the debtor, or a person of ours spoke with him. */
export interface DebtorContact {
  readonly on: CivilDate;
  readonly atMs: number;
  /** The case and step it left for, so that a step never waits for itself. */
  readonly caseId: string;
  readonly step: string;
}

/** One open invoice of the debtor in the same currency, less what is disputed. */
export interface OpenAmount {
  readonly dueOn: CivilDate;
  readonly cents: number;
  /** One of those due that day is still being reminded of, held by nothing: the others may follow it (plan field `leads`). */
  readonly paces?: boolean;
  /** A formal notice is in preparation for one of them, under the same plan. */
  readonly prepares?: boolean;
}

/** The figures of the statement of claim on the day the world was read; nulls when a rate is missing or too low to choose. */
export interface ClaimFigures {
  readonly asOf: CivilDate;
  readonly status: string;
  readonly principalCents: number | null;
  readonly interestCents: number | null;
  readonly indemnityCents: number | null;
  readonly totalCents: number | null;
}

/** What a case cannot know alone. Read under the debtor's lock before an act leaves, and carried until it is read again. */
export interface World {
  readonly contacts: readonly DebtorContact[];
  readonly openAmounts: readonly OpenAmount[] | null;
  /** Interest and the 40 EUR still owed today; null when no rate is known. */
  readonly lateChargesCents: number | null;
  /** What the debtor's credits cover of this case (`coveredCents`); absent: not looked up. */
  readonly creditCents?: number;
  /** For people who ask; the planner does not look at it. */
  readonly claim?: ClaimFigures;
}

/** A debtor nobody else writes to, who owes nothing besides. */
export const aloneInTheWorld: World = { contacts: [], openAmounts: null, lateChargesCents: 0 };
