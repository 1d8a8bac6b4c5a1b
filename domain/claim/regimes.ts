import { addDays, addMonths, epochDay } from '../calendar/civil-date.ts';
import { legalValue } from '../law/legal-values.ts';
import { basisPointsAt, type RateTable } from '../law/rates.ts';
import { indexAt, type SemesterIndex } from '../law/semester.ts';
import type { ClaimInvoice, ClaimJudgment, Regime } from './claim.ts';
import type { KnownFacts } from './known-facts.ts';

/** One regime of interest from a day (counted from 1970-01-01) until the next span; `semester` is set when its rate is frozen there. */
export interface Span {
  readonly firstDay: number;
  readonly regime: Regime;
  readonly semester: SemesterIndex | null;
}

/** The rate of each regime in a semester, in basis points; undefined when the law's rate of that semester is not known. */
export type RateRules = Readonly<Record<Regime, (semester: SemesterIndex) => number | undefined>>;

/**
 * Rates by regime: central bank + 10 points (C. com. L441-10 II), + 8 points (CCP R2192-31), legal rate in the column of the creditor
 * (CMF L313-2), + 5 points (L313-3). A contract's rate needs the legal rate too: without it nobody can check its floor.
 */
export function rateRules({ asOf, creditor, terms }: KnownFacts, rates: RateTable): RateRules {
  const column = creditor.kind === 'individual' ? 'legalPrivate' : 'legalProfessional';
  const raised = (kind: 'centralBank' | typeof column, points: number) => (semester: SemesterIndex) => {
    const rate = basisPointsAt(kind, semester, rates);
    return rate === undefined ? undefined : rate + points;
  };
  return {
    'commercial-default': raised('centralBank', legalValue('commercial-margin-basis-points', asOf)),
    'public-procurement': raised('centralBank', legalValue('public-procurement-margin-basis-points', asOf)),
    legal: raised(column, 0),
    'legal-plus-5': raised(column, legalValue('post-judgment-increase-basis-points', asOf)),
    contract: (semester) =>
      basisPointsAt('legalProfessional', semester, rates) === undefined ? undefined : terms.contractRateBasisPoints,
  };
}

/** True when interest runs by itself from the day after the due date: a professional against a professional or a public body. */
export function runsByItself({ creditor, debtor }: Pick<KnownFacts, 'creditor' | 'debtor'>): boolean {
  return debtor.kind === 'public' || (debtor.kind === 'business' && creditor.kind === 'company');
}

/** The regimes of an invoice in their order; empty when no interest ever runs on it. What a creditor gave up is not what a judgment orders later (C. civ. 1231-7). */
export function spansOf(invoice: ClaimInvoice, facts: KnownFacts): readonly Span[] {
  if (facts.insolvency && invoice.dueOn >= facts.insolvency.openedOn) return [];
  const judged = judgedSpans(invoice, facts);
  const judgedFrom = judged[0]?.firstDay ?? Number.POSITIVE_INFINITY;
  const spans = [...firstSpans(invoice, facts).filter((span) => span.firstDay < judgedFrom), ...judged];
  return spans.filter((span, index) => span.regime !== spans[index - 1]?.regime);
}

function firstSpans(invoice: ClaimInvoice, facts: KnownFacts): Span[] {
  if (facts.waived) return [];
  const late = epochDay(invoice.dueOn) + 1;
  if (!runsByItself(facts)) return noticeSpans(invoice, facts);
  if (facts.debtor.kind === 'public') return [{ firstDay: late, regime: 'public-procurement', semester: indexAt(late) }];
  return [
    {
      firstDay: late,
      regime: facts.terms.contractRateBasisPoints === undefined ? 'commercial-default' : 'contract',
      semester: null,
    },
  ];
}

/** Legal interest from the day after the formal notice (C. civ. 1231-6, 1344-1); a notice before the due date asks for nothing due yet. */
function noticeSpans(invoice: ClaimInvoice, { formalNotice }: KnownFacts): Span[] {
  if (!formalNotice || formalNotice.effectiveOn < invoice.dueOn) return [];
  return [{ firstDay: epochDay(formalNotice.effectiveOn) + 1, regime: 'legal', semester: null }];
}

/** From the day after the judgment was served, on what was due before it; two months later + 5 points on the legal rate (CMF L313-3). */
function judgedSpans(invoice: ClaimInvoice, facts: KnownFacts): Span[] {
  const { judgment } = facts;
  const regime = judgment?.regime ?? (runsByItself(facts) ? undefined : 'legal');
  if (!judgment || regime === undefined || invoice.dueOn >= judgment.servedOn) return [];
  const first: Span = { firstDay: epochDay(judgment.servedOn) + 1, regime, semester: null };
  return regime === 'legal' ? [first, { firstDay: raisedFrom(judgment), regime: 'legal-plus-5', semester: null }] : [first];
}

function raisedFrom({ servedOn }: ClaimJudgment): number {
  return epochDay(addDays(addMonths(servedOn, legalValue('post-judgment-increase-after-months', servedOn)), 1));
}
