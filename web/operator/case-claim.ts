import type { AnswerOf, TimelineLine } from '../../api/client.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { PAID_BEFORE, type PaidBefore } from '../../domain/case/case.ts';
import { sumCents } from '../../domain/money/cents.ts';

type Claim = AnswerOf<'GET /cases/{caseId}/claim'>;
type Bucket = Claim['payments'][number]['parts'][number]['to'];

/** What a payment took of a claim, or, below zero, what went back of it. */
interface Taken {
  /** Null where the history of the case does not tell its day. */
  readonly on: string | null;
  /** Nobody told the day of it: it counts on that one. */
  readonly isUndated: boolean;
  readonly cents: number;
  readonly interestCents: number;
  readonly indemnityCents: number;
}

/** A statement of claim whose lines add up to its total: what was owed before any payment, and what each of them took (C. civ. 1343-1). */
export function claimShown(claim: Claim, timeline: readonly TimelineLine[]) {
  const parts = claim.payments.flatMap((payment) => payment.parts);
  const before = (leftCents: number | null, to: Bucket) => (leftCents === null ? null : leftCents + takenOf(parts, to));
  const days = new Map(timeline.flatMap(dayOf));
  const isUndated = timeline.some(({ type, fact: { paid } }) => type === 'opened' && (paid as PaidBefore | undefined)?.undated);
  const taken: Taken[] = claim.payments.map(({ id, parts: own }) => ({
    on: days.get(id) ?? null,
    isUndated: id === PAID_BEFORE && isUndated,
    cents: sumCents(own.map(({ amountCents }) => amountCents)),
    interestCents: takenOf(own, 'interest'),
    indemnityCents: takenOf(own, 'indemnity'),
  }));
  return {
    ...claim,
    before: {
      principalCents: before(claim.principalCents, 'principal'),
      interestCents: before(claim.interestCents, 'interest'),
      indemnityCents: before(claim.indemnityCents, 'indemnity'),
    },
    taken: taken.filter(({ cents }) => cents !== 0),
  };
}

function takenOf(parts: Claim['payments'][number]['parts'], to: Bucket): number {
  return sumCents(parts.filter((part) => part.to === to).map(({ amountCents }) => amountCents));
}

/** The day of money that came, or went back: a payment by its id, that before a taking over, what is done with a credit by its moment. */
function dayOf({ type, at, fact: { id, on, paid } }: TimelineLine): [id: unknown, on: string][] {
  if (type === 'opened') return paid ? [[PAID_BEFORE, (paid as PaidBefore).on]] : [];
  const day = typeof on === 'string' ? on : parisDay(Date.parse(at));
  if (type === 'payment') return [[id, day]];
  return type === 'use-credit' || type === 'refunded' ? [[at, day]] : [];
}
