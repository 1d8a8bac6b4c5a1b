import type { CivilDate } from '../../calendar/civil-date.ts';
import { type Case, endedByResuming, holdOf } from '../case.ts';
import { taskNames } from '../show/french.ts';
import { factOf } from './index.ts';

/* What the pause and the resumption of a whole debtor spare in one of his cases. */

/** The last quiet day that a pause takes, as its act is told; undefined: none, or another act. */
export function untilIn(body: Readonly<Record<string, unknown>>): CivilDate | undefined {
  const fact = factOf('pause', body);
  return fact.type === 'pause' ? fact.until : undefined;
}

/** True when the pause of his debtor until that day (absent: until somebody resumes) would give a case no day of silence more, and may take some. */
export function restsAsLong({ closed, holds }: Case, until: CivilDate | undefined): boolean {
  if (closed !== null) return true;
  return holds.some(
    (hold) =>
      hold.type === 'pause' && hold.awaits === undefined && (hold.until === null || (until !== undefined && hold.until >= until)),
  );
}

/** True when no pause holds a case. */
export function goesOn(theCase: Case): boolean {
  return theCase.closed !== null || holdOf(theCase, 'pause') === undefined;
}

/** Why a case is not resumed with the others of its debtor: with its pause would go what was told of it, unread. Null: nothing was. */
export function refuseUnread({ tasks }: Case): string | null {
  const unread = tasks.find(({ kind }) => endedByResuming.some((each) => each === kind));
  return unread === undefined
    ? null
    : `«\u00a0${taskNames[unread.kind]}\u00a0» attend dans À faire\u00a0: décider de ce dossier à part.`;
}
