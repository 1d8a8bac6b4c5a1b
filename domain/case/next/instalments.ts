import { type Lapse, lapseOf } from '../../agreement/lapse.ts';
import type { CivilDate } from '../../calendar/civil-date.ts';
import { dayAt, midnightOf } from '../../calendar/clock.ts';
import { durationDays, isTimed } from '../../plan/duration.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Next } from '../act.ts';
import { balanceCents, contestedCents, paidCents } from '../balance.ts';
import type { AgreedHold, Case, MissedInstalment } from '../case.ts';
import { because } from '../reason.ts';
import type { World } from '../world.ts';
import { raiseOnce } from './alarms.ts';
import { freeOfContacts } from './contacts.ts';
import { dayAfter, endOfDay, morning } from './moment.ts';
import { toleratedCents } from './tolerance.ts';

/** An instalment of the schedule that the payments since the agreement do not cover. */
interface Unpaid {
  readonly on: CivilDate;
  readonly missingCents: number;
  readonly asked: MissedInstalment | undefined;
}

/** What an agreed schedule does when its days come: it ends kept, once nothing of its sum is contested, asks what is missing, and lapses after a notice without effect. */
export function instalmentsTimers(theCase: Case, plan: Plan, hold: AgreedHold, nowMs: number, world: World): (Next | null)[] {
  const unpaid = unpaidOf(theCase, plan, hold);
  const kept = because('schedule-kept');
  if (unpaid.length === 0 && contestedCents(theCase) > 0) return [];
  if (unpaid.length === 0) return [{ act: { do: 'end-hold', hold: 'instalments', reason: kept }, atMs: nowMs, why: kept }];
  const late = unpaid.find(({ asked }) => asked);
  const coming = unpaid.find(({ asked }) => !asked || isToBeWarned(theCase, plan, hold, asked));
  return [
    late?.asked ? lapseTimer(theCase, plan, hold, late.asked, nowMs) : null,
    coming && !isSilenced(theCase) ? askTimer(theCase, plan, hold, coming, nowMs, world) : null,
  ];
}

/** What the schedule asks up to a day and the payments since the agreement do not cover, in cents: an earlier instalment counts, a part that came does not; a credit note shortens it from its end, and what is contested is not asked. */
export function missingCents(theCase: Case, hold: AgreedHold, upTo: CivilDate): number {
  const { schedule, paidBeforeCents, lateChargesCents = 0 } = hold;
  const due = schedule.filter(({ on }) => on <= upTo);
  const expected = due.reduce((sum, { amountCents }) => sum + amountCents, 0);
  return Math.min(
    expected - (paidCents(theCase) - paidBeforeCents),
    balanceCents(theCase) - contestedCents(theCase) + lateChargesCents,
  );
}

/** True when the message about a missed instalment is the formal notice that lets the rest fall due: the plan has the clause, and the agreement is signed. */
export function warnsOfLapse({ instalments }: Plan, { signedOn }: AgreedHold): boolean {
  return instalments.lapse && signedOn !== undefined;
}

/** Where a missed instalment leaves the agreement on a day (`lapseOf`). `noticeOn`: the day its notice took effect; null: none did. */
export function lapseOfCase(
  { debtor }: Case,
  { instalments: { lapse, notice } }: Plan,
  agreed: AgreedHold,
  { missedOn, noticeOn }: { readonly missedOn: CivilDate; readonly noticeOn: CivilDate | null },
  asOf: CivilDate,
): Lapse {
  const missed = {
    debtorKind: debtor.kind,
    hasClause: lapse,
    signedOn: agreed.signedOn ?? null,
    missedOn,
    noticeEffectiveOn: noticeOn,
    noticeDays: durationDays(notice),
    ...(debtor.department === null ? {} : { department: debtor.department }),
  };
  return lapseOf(missed, asOf);
}

function unpaidOf(theCase: Case, plan: Plan, hold: AgreedHold): Unpaid[] {
  return hold.schedule
    .map(({ on }) => ({
      on,
      missingCents: missingCents(theCase, hold, on),
      asked: hold.asked?.findLast((missed) => missed.on === on),
    }))
    .filter((unpaid) => unpaid.missingCents > toleratedCents(theCase, plan));
}

/** It was asked before anybody had signed, or the notice came back: only one that says what follows lets the rest fall due. */
function isToBeWarned({ contact }: Case, plan: Plan, hold: AgreedHold, { askedOn, warned }: MissedInstalment): boolean {
  return warnsOfLapse(plan, hold) && askedOn !== null && !warned && contact.email;
}

/** Other holds under which nothing asks for money. */
function isSilenced({ holds }: Case): boolean {
  return holds.some(
    (hold) => hold.type === 'pause' || hold.type === 'feed-stale' || (hold.type === 'dispute' && hold.amountCents === null),
  );
}

function askTimer(theCase: Case, plan: Plan, hold: AgreedHold, unpaid: Unpaid, nowMs: number, world: World): Next {
  const { on, missingCents: missing } = unpaid;
  const { grace } = plan.instalments;
  const free = freeOfContacts(theCase, plan, null, world);
  const notBeforeMs = Math.max(nowMs, free.ms, endOfDay(on, grace));
  const earliest = { on: free.on > dayAt(notBeforeMs) ? free.on : dayAt(notBeforeMs), ms: notBeforeMs };
  const atMs = isTimed(grace) ? notBeforeMs : morning(theCase, plan, null, 'email', earliest);
  const warns = warnsOfLapse(plan, hold) ? { warns: true as const } : {};
  return { act: { do: 'ask-instalment', on, missingCents: missing, ...warns }, atMs, why: because('instalment-missing') };
}

/** Without a signed agreement it is a person's once the time to answer is over. */
function lapseTimer(theCase: Case, plan: Plan, hold: AgreedHold, missed: MissedInstalment, nowMs: number): Next | null {
  const { askedOn, warned } = missed;
  if (askedOn === null || !plan.instalments.lapse) return null;
  if (hold.signedOn === undefined)
    return raiseOnce(
      theCase,
      endOfDay(askedOn, plan.instalments.notice),
      'instalments',
      `unsigned:${missed.on}`,
      because('unsigned-agreement'),
    );
  const notice = { missedOn: missed.on, noticeOn: warned ? askedOn : null };
  const lapse = lapseOfCase(theCase, plan, hold, notice, dayAt(nowMs));
  const why = because('notice-without-effect');
  if (lapse.state === 'running') return { act: { do: 'lapse-instalments' }, atMs: dayAfter(lapse.endsOn), why };
  return lapse.state === 'lapsed' ? { act: { do: 'lapse-instalments' }, atMs: midnightOf(lapse.from), why } : null;
}
