import { type CivilDate, daysBetween } from '../calendar/civil-date.ts';
import { counted, frenchDay } from '../case/show/french.ts';
import { formatCents } from '../money/cents.ts';
import type { CentsByCurrency } from '../plan/plan.ts';

/** The segments that are proposed; a creditor may name others. */
export const proposedSegments = ['regular', 'late', 'strategic', 'new'] as const;
export type ProposedSegment = (typeof proposedSegments)[number];

/** How a debtor paid over the last year, with what he owes late today. */
export interface Behaviour {
  /** The first day that counts. */
  readonly since: CivilDate;
  /** The day of his first invoice that is known; null: there is none. */
  readonly knownSince: CivilDate | null;
  /** Totals of the invoices of the year, integer cents by currency. */
  readonly invoicedCents: CentsByCurrency;
  /** Invoices whose last payment came within the year. */
  readonly paid: number;
  /** Invoices that are late today, what is disputed apart. */
  readonly overdue: number;
  /** Days after the due date, of what is paid and of what is late, up to today; null: neither. */
  readonly meanDelayDays: number | null;
  readonly worstDelayDays: number | null;
  readonly promisesKept: number;
  readonly promisesBroken: number;
  readonly disputes: number;
  /** Disputes in which the creditor said that he was right, or credited him. */
  readonly disputesUpheld: number;
}

/** From when a creditor calls a debtor late, strategic, no longer new, and who decides: the rule by itself, or a person to whom it only proposes. */
export interface SegmentRule {
  readonly decides: 'rule' | 'person';
  /** Mean delay in days from which a debtor is late. */
  readonly lateFromDays: number;
  /** Days after his first invoice during which a debtor is new. */
  readonly newForDays: number;
  /** What is invoiced in a year, in integer cents by currency, from which a debtor is strategic; absent: none is. */
  readonly strategicFrom?: CentsByCurrency;
}

/** What holds for a creditor who wrote no rule: it proposes, nothing more. */
export const USUAL_RULE: SegmentRule = { decides: 'person', lateFromDays: 15, newForDays: 180 };

/** A segment, and the figures that speak for it, in French. */
export interface SegmentProposal {
  readonly segment: ProposedSegment;
  readonly because: string;
}

/** More broken promises than this, and more than were kept, and a debtor is late whatever his delays. */
const MOST_BROKEN = 1;

/** The segment that a debtor's year speaks for: who buys much first, then who is new, then who is late. Pure. */
export function proposedSegment(behaviour: Behaviour, rule: SegmentRule, today: CivilDate): SegmentProposal {
  return strategic(behaviour, rule) ?? fresh(behaviour, rule, today) ?? late(behaviour, rule) ?? regular(behaviour);
}

function strategic({ invoicedCents, since }: Behaviour, { strategicFrom = {} }: SegmentRule): SegmentProposal | null {
  const [currency, cents] =
    Object.entries(invoicedCents).find(([name, sum]) => sum >= (strategicFrom[name] ?? Number.POSITIVE_INFINITY)) ?? [];
  if (currency === undefined || cents === undefined) return null;
  const from = formatCents(strategicFrom[currency] ?? 0, currency);
  return {
    segment: 'strategic',
    because: `${formatCents(cents, currency)} facturés depuis le ${frenchDay(since)}, stratégique à partir de ${from}`,
  };
}

function fresh({ knownSince }: Behaviour, { newForDays }: SegmentRule, today: CivilDate): SegmentProposal | null {
  if (knownSince === null) return { segment: 'new', because: 'aucune facture connue encore' };
  return daysBetween(knownSince, today) < newForDays
    ? { segment: 'new', because: `première facture le ${frenchDay(knownSince)}, il y a moins de ${newForDays} jours` }
    : null;
}

function late(behaviour: Behaviour, { lateFromDays }: SegmentRule): SegmentProposal | null {
  const { meanDelayDays, promisesBroken, promisesKept } = behaviour;
  if (meanDelayDays !== null && meanDelayDays >= lateFromDays)
    return { segment: 'late', because: `${delaysOf(behaviour)}, en retard à partir de ${lateFromDays} jours` };
  if (promisesBroken <= MOST_BROKEN || promisesBroken <= promisesKept) return null;
  return { segment: 'late', because: `${promisesBroken} promesses non tenues pour ${counted(promisesKept, 'tenue')}` };
}

function regular(behaviour: Behaviour): SegmentProposal {
  return { segment: 'regular', because: delaysOf(behaviour) };
}

/** `3 factures payées et 1 en retard, 12 jours en moyenne, 40 au pire`. */
function delaysOf({ paid, overdue, meanDelayDays, worstDelayDays }: Behaviour): string {
  if (meanDelayDays === null) return 'rien de payé ni d’échu depuis un an';
  const settled = `${counted(paid, 'facture')} ${paid > 1 ? 'payées' : 'payée'}`;
  const unpaid = overdue === 0 ? '' : ` et ${overdue} en retard`;
  return `${settled}${unpaid}, ${counted(meanDelayDays, 'jour')} après l’échéance en moyenne, ${worstDelayDays} au pire`;
}
