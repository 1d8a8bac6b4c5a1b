import { formatCents } from '../money/cents.ts';
import { euroSums, limitOn } from './limit.ts';
import type { Verdict } from './route.ts';
import type { Situation } from './situation.ts';
import { remark, unknownSum, verdict } from './verdict.ts';

/** Parties in two member states, Denmark aside (Reg. (EC) 1896/2006, arts. 2 and 3; 861/2007, arts. 2 and 3). */
export function crossBorder({ country }: Situation): Verdict {
  return verdict(
    true,
    'Litige transfrontalier',
    'règlements (CE) 1896/2006 et 861/2007, art. 2 et 3',
    `créancier en France, débiteur\u00a0: ${country}`,
  );
}

/** A pecuniary claim of a determined amount, due, without limit (Reg. (EC) 1896/2006, art. 4). */
export function pecuniary(situation: Situation): Verdict {
  const [rule, article] = ['Montant déterminé, sans plafond', 'règlement (CE) 1896/2006, art. 4'];
  const { sums, input } = situation;
  if (sums === null) return unknownSum(rule, article, situation);
  return verdict(true, rule, article, `${formatCents(sums.amountCents, input.claim.currency)} de principal et d’intérêts`);
}

/** Up to 5 000 EUR without interest and costs (Reg. (EC) 861/2007, art. 2, as amended from 14 July 2017). */
export function smallPrincipal(situation: Situation): Verdict {
  const limitCents = limitOn('european-small-claims-limit-cents', situation.input.asOf) ?? 0;
  const [rule, article] = [`Principal jusqu’à ${formatCents(limitCents)}`, 'règlement (CE) 861/2007, art. 2'];
  const sums = euroSums(situation);
  if (sums === null) return unknownSum(rule, article, situation);
  const { principalCents } = sums.alone;
  return verdict(principalCents <= limitCents, rule, article, `${formatCents(principalCents)}, hors intérêts et frais`);
}

/** Against a consumer only the courts of his own state (Reg. (EC) 1896/2006, art. 6 § 2; Reg. (EU) 1215/2012, art. 18). */
export function consumerForum({ input, country }: Situation): Verdict | null {
  if (input.debtor.kind !== 'consumer') return null;
  const article = 'règlement (CE) 1896/2006, art. 6 ; règlement (UE) 1215/2012, art. 18';
  return remark('Juge du consommateur', article, `seules les juridictions de son État (${country})`, 'to-confirm');
}
