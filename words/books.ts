import type { Queries } from '../db/database.ts';
import { messagesOfCase } from '../db/messages.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { epochMs, toInstant } from '../domain/calendar/paris.ts';
import type { Case } from '../domain/case/case.ts';
import type { ClaimCreditor } from '../domain/case/claim-of-case.ts';
import type { Left } from '../domain/case/reached.ts';
import { type Claimable, type Forbidden, reckonToAsk } from './claim.ts';

/** A reminder that left to the debtor; `message`: the same for every case that it spoke for. */
export interface ReminderSent extends Left {
  readonly on: CivilDate;
  readonly template: string;
}

/** Where a message looks up what the case alone does not say. */
export interface Books {
  /** The statement to ask for on a day, or why nothing may be asked. */
  reckonToAsk(theCase: Case, creditor: ClaimCreditor, on: CivilDate): Promise<Claimable | Forbidden>;
  /** What the debtor of a case was sent before, oldest first, whether it arrived or not. */
  remindersSent(caseId: string): Promise<readonly ReminderSent[]>;
}

/** The books of the living: rates and messages as they are recorded. */
export function booksOf(db: Queries): Books {
  return {
    reckonToAsk: (theCase, creditor, on) => reckonToAsk(db, theCase, creditor, on),
    async remindersSent(caseId) {
      const sent = (await messagesOfCase(db, caseId)).filter(({ state }) => state === 'sent');
      return sent.flatMap(({ id, contactOn, channel, step, template, reservedAt }) =>
        contactOn === null ? [] : [{ message: id, on: contactOn, channel, step, template, at: toInstant(epochMs(reservedAt)) }],
      );
    },
  };
}
