import { counted } from '../case/show/french.ts';
import { formatCents } from '../money/cents.ts';
import { durationDays } from './duration.ts';
import type { CentsByCurrency, DebtorKind, Plan } from './plan.ts';
import { unaskedLetters } from './plan-warnings.ts';

const kindNames: Readonly<Record<DebtorKind, string>> = {
  business: 'entreprises',
  consumer: 'particuliers',
  public: 'personnes publiques',
};

/** The rules of a plan besides its steps, a French sentence each. */
export function planInWords(plan: Plan): string[] {
  const { appliesTo, thresholds, gap, contactCap, grouping, lateCharges, staleFeedAfter } = plan;
  return [
    appliesTo.kinds ? `Pour les ${appliesTo.kinds.map((kind) => kindNames[kind]).join(', ')}.` : 'Pour tous les clients.',
    ...(appliesTo.segments ? [`Segments\u00a0: ${appliesTo.segments.join(', ')}.`] : []),
    ...(thresholds ? [`Rien en dessous de ${amounts(thresholds)}.`] : []),
    `${daysOf(gap)} au moins entre deux messages à un même client.`,
    ...(contactCap ? [`Pas plus de ${counted(contactCap.contacts, 'contact')} en ${daysOf(contactCap.per)}.`] : []),
    ...(grouping === 'same-morning' ? ['Les factures d’un client partent ensemble le même matin.'] : []),
    lateCharges === 'claim'
      ? 'Les intérêts de retard et l’indemnité sont demandés.'
      : 'Ni intérêts de retard ni indemnité ne sont demandés.',
    ...unaskedLetters(plan),
    `Rien ne part quand la banque n’a rien dit depuis ${daysOf(staleFeedAfter)}.`,
  ];
}

function daysOf(duration: string): string {
  return counted(durationDays(duration), 'jour');
}

function amounts(cents: CentsByCurrency): string {
  return Object.entries(cents)
    .map(([currency, amount]) => formatCents(amount, currency))
    .join(' ou ');
}
