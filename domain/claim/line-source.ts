import { type RateKind, type RateTable, rateOf, SHIPPED_RATES } from '../law/rates.ts';
import { semesterOf } from '../law/semester.ts';
import type { ClaimInput, ClaimLine, Regime } from './claim.ts';

const ARTICLES: Readonly<Record<Regime, string>> = {
  'commercial-default': 'C. com. L441-10 II',
  contract: 'taux convenu, C. com. L441-10 II',
  legal: 'C. civ. 1231-6, 1344-1 ; CMF L313-2',
  'legal-plus-5': 'CMF L313-3',
  'public-procurement': 'CCP L2192-13, R2192-31',
};

/** The text and the published rate that a slice rests on, in French; a rate frozen in an earlier semester names its text only. */
export function sourceOfLine(
  { regime, from }: ClaimLine,
  creditor: ClaimInput['creditor'],
  rates: RateTable = SHIPPED_RATES,
): string {
  const kind = kindOf(regime, creditor);
  const answer = kind === null ? null : rateOf(kind, semesterOf(from), rates);
  return answer?.status === 'known' ? `${ARTICLES[regime]} ; ${answer.source}` : ARTICLES[regime];
}

/** The text of the flat indemnity: that of public procurement against a public body. */
export function indemnityArticle({ kind }: ClaimInput['debtor']): string {
  return kind === 'public' ? 'CCP L2192-13, D2192-35' : 'C. com. L441-10 II, D441-5';
}

function kindOf(regime: Regime, creditor: ClaimInput['creditor']): RateKind | null {
  if (regime === 'commercial-default') return 'centralBank';
  if (regime === 'legal' || regime === 'legal-plus-5')
    return creditor.kind === 'individual' ? 'legalPrivate' : 'legalProfessional';
  return null;
}
