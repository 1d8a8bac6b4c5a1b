import { addDays } from '../../calendar/civil-date.ts';
import { dayAt, midnightOf, msOf } from '../../calendar/clock.ts';
import type { Next } from '../act.ts';
import { type Case, nameOf, type TaskKind } from '../case.ts';
import type { Reason } from '../reason.ts';

/** Days before the limitation date on which a human is told (docs/legal-rules.md, In the product). */
const limitationAlerts = [180, 90, 30, 10] as const;

/** Days after posting on which a letter without any news is asked about: the post keeps it fifteen. */
const SILENCE_DAYS = 25;

/** What must not be forgotten while the ladder waits: a silent registered letter, the limitation date. */
export function alarms(theCase: Case): (Next | null)[] {
  return [silentNotice(theCase), limitation(theCase)];
}

/** A task, once in the life of the case; of a credit, what late charges took before it. */
export function raiseOnce(
  theCase: Case,
  atMs: number,
  kind: TaskKind,
  key: string,
  context: Reason,
  more: { readonly chargesCents?: number } = {},
): Next | null {
  if (theCase.raised.includes(nameOf(kind, key))) return null;
  return { act: { do: 'raise-task', kind, key, context, ...more }, atMs, why: context };
}

function silentNotice(theCase: Case): Next | null {
  const notice = theCase.notice;
  if (!notice || notice.effectiveOn !== null || notice.outcome === 'unknown-address') return null;
  return raiseOnce(theCase, midnightOf(addDays(notice.postedOn, SILENCE_DAYS)), 'receipt', notice.postedOn, {
    code: 'silent-letter',
    postedOn: notice.postedOn,
  });
}

function limitation(theCase: Case): Next | null {
  const limit = theCase.timeBarredOn;
  if (limit === null) return null;
  const enteredOn = dayAt(msOf(theCase.enteredAt));
  const coming = limitationAlerts.find(
    (days) => !theCase.raised.includes(nameOf('limitation', String(days))) && addDays(limit, -days) >= enteredOn,
  );
  if (coming === undefined) return null;
  const context = { code: 'limitation', on: limit, days: coming } as const;
  return raiseOnce(theCase, midnightOf(addDays(limit, -coming)), 'limitation', String(coming), context);
}
