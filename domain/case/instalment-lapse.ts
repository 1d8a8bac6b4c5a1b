import { durationDays, isTimed } from '../plan/duration.ts';
import type { DebtorKind, Duration } from '../plan/plan.ts';

/** A consumer's time to answer the notice: thirty days, our policy for the reasonable period of Cass. 1re civ. 29 May 2024, 23-12.904. */
const CONSUMER_NOTICE: Duration = 'P30D';

/** How long the notice of a missed instalment must stay without effect before the whole balance is due again: the plan's time, thirty days at least for a consumer. */
export function lapseNotice(kind: DebtorKind, notice: Duration): Duration {
  if (kind !== 'consumer' || isTimed(notice)) return notice;
  return durationDays(notice) < durationDays(CONSUMER_NOTICE) ? CONSUMER_NOTICE : notice;
}
