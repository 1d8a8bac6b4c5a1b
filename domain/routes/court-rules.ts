import { ECONOMIC_COURTS } from '../law/data/courts.ts';
import { entryOn } from '../law/dated-value.ts';
import { formatCents } from '../money/cents.ts';
import { euroSums, limitOn, sumsText } from './limit.ts';
import type { Verdict } from './route.ts';
import type { Situation } from './situation.ts';
import { day, remark, unknown, unknownSum, verdict } from './verdict.ts';

/** Amicable attempt before suing at the tribunal judiciaire up to 5 000 EUR (CPC 750-1); a higher limit was announced, so up to it the sum is to confirm. Not for an order of payment. */
export function amicableAttempt(situation: Situation): Verdict | null {
  const { input, debtor } = situation;
  const limitCents = limitOn('amicable-attempt-limit-cents', input.asOf);
  if (limitCents === undefined || debtor.commercial === true || input.debtor.kind === 'public') return null;
  const [rule, article] = [`Tentative amiable jusqu’à ${formatCents(limitCents)} au tribunal judiciaire`, 'CPC 750-1'];
  const sums = euroSums(situation);
  if (sums === null) return { ...unknownSum(rule, article, situation), open: true };
  const attempt = input.amicableAttempt;
  const isMade = attempt !== undefined && attempt !== null && attempt.on <= input.asOf;
  const { amountCents } = sums.alone;
  if (amountCents > limitCents) {
    const announcedCents = limitOn('amicable-attempt-announced-limit-cents', input.asOf) ?? limitCents;
    if (amountCents > announcedCents) return null;
    const fact = `${sumsText(sums)}\u00a0; limite de ${formatCents(announcedCents)} annoncée, texte non trouvé`;
    return remark(rule, article, isMade ? `tentative du ${day(attempt.on)}\u00a0; ${fact}` : fact, isMade ? 'for' : 'to-confirm');
  }
  if (isMade) return verdict(true, rule, article, `tentative du ${day(attempt.on)}`);
  const names = debtor.commercial === null ? (['debtor', 'attempt'] as const) : (['attempt'] as const);
  return unknown(rule, article, names, `${sumsText(sums)}\u00a0; `);
}

/**
 * A lawyer is compulsory above 10 000 EUR, at the commercial court as at the tribunal judiciaire, unless the obligation itself is not above
 * (CPC 761, 853): where the price, the interest, the indemnity or connected claims fall on both sides, the sum is to confirm.
 */
export function lawyer(situation: Situation): Verdict | null {
  const { input } = situation;
  const limitCents = limitOn('lawyer-limit-cents', input.asOf);
  if (limitCents === undefined || input.debtor.kind === 'public') return null;
  const article = 'CPC 761, 853';
  const sums = euroSums(situation);
  if (sums === null) return { ...unknownSum('Avocat', article, situation), open: true };
  const fact = `${sumsText(sums)}, pour une limite de ${formatCents(limitCents)}`;
  if (sums.alone.principalCents > limitCents) return remark('Avocat obligatoire', article, fact, 'against');
  if (sums.joined.totalCents <= limitCents) return remark('Avocat non obligatoire', article, fact, 'for');
  return remark('Avocat à confirmer, montant proche de la limite', article, fact, 'to-confirm');
}

/** Contribution of a civil action at the tribunal judiciaire, not at a commercial court nor for an order of payment (CGI 1635 bis Q). */
export function contribution({ debtor, input }: Situation): Verdict | null {
  const cents = limitOn('legal-aid-contribution-cents', input.asOf);
  if (cents === undefined || debtor.commercial !== false || input.debtor.kind === 'public') return null;
  return remark(
    'Contribution pour l’aide juridique',
    'CGI 1635 bis Q',
    `${formatCents(cents)} au tribunal judiciaire, date d’entrée en vigueur à vérifier`,
    'to-confirm',
  );
}

/** Contribution of large creditors before the experimental economic courts, above 50 000 EUR (loi 2023-1059, art. 27). */
export function economicContribution(situation: Situation): Verdict | null {
  const { debtor, department, input } = situation;
  const limitCents = limitOn('economic-court-contribution-limit-cents', input.asOf);
  const isThere = debtor.commercial === true && department !== null && entryOn(ECONOMIC_COURTS, department, input.asOf);
  const sums = euroSums(situation);
  if (limitCents === undefined || !isThere || sums === null || sums.joined.totalCents <= limitCents) return null;
  return remark(
    'Contribution pour la justice économique',
    'loi 2023-1059 du 20 novembre 2023, art. 27',
    `${sumsText(sums)}, au-delà de ${formatCents(limitCents)}\u00a0: due selon l’effectif et les résultats du créancier, barème à vérifier`,
    'to-confirm',
  );
}
