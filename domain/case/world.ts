import type { CivilDate } from '../calendar/civil-date.ts';

/** A day on which a message or a letter of a step left to the debtor. */
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
}

/** What a case cannot know alone. Read under the debtor's lock before an act leaves, and carried until it is read again. */
export interface World {
  readonly contacts: readonly DebtorContact[];
  readonly openAmounts: readonly OpenAmount[] | null;
  /** Interest and the 40 EUR still owed today; null when no rate is known. */
  readonly lateChargesCents: number | null;
}

/** A debtor nobody else writes to, who owes nothing besides. */
export const aloneInTheWorld: World = { contacts: [], openAmounts: null, lateChargesCents: 0 };
