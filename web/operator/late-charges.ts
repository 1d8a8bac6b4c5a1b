import type { AnswerOf, TimelineLine } from '../../api/client.ts';
import type { CaseView } from '../../domain/case/view.ts';
import { CLAIM_LATE_CHARGES } from '../../domain/plan/plan.ts';
import type { Api } from './api.ts';
import { type Leaving, leavingOf, type StepLine } from './message.ts';

/** A claim, and the face balance beside it. */
type Claim = Pick<AnswerOf<'GET /cases/{caseId}/claim'>, 'status' | 'totalCents'>;

/**
 * What is owed today because of the delay, in cents; null where a rate is missing. What was paid went to interest first (C. civ. 1343-1):
 * it is all that is owed beyond the face balance.
 */
export function owedOfDelay({ status, totalCents }: Claim, balanceCents: number): number | null {
  return totalCents === null || status === 'rate-missing' ? null : totalCents - Math.max(0, balanceCents);
}

/** What was claimed because of the delay of an invoice whose price is paid, and is still owed, in cents: it is all that is left of the case. 0: nothing is. */
export function claimedOfDelay(
  { closed, balanceCents }: Pick<CaseView, 'closed' | 'balanceCents'>,
  claim: Claim,
  timeline: readonly Pick<TimelineLine, 'type' | 'fact'>[],
): number {
  const isClaimed = timeline.some(({ type, fact }) => type === 'sent' && fact.template === CLAIM_LATE_CHARGES.template);
  return isClaimed && closed === null && balanceCents <= 0 ? (owedOfDelay(claim, balanceCents) ?? 0) : 0;
}

/** What « Réclamer » would let leave: the plan's step of late charges, or what such a claim is where a plan has none. */
export async function claimLeaving(api: Api, caseId: string): Promise<Leaving> {
  const { steps } = await api.call('GET /cases/{caseId}/steps', { params: { caseId } });
  const { id: step, template, tone, channels } = CLAIM_LATE_CHARGES;
  const own = steps.find((each) => each.act === 'late-charges');
  const usual: Pick<StepLine, 'step' | 'template' | 'tone' | 'channels'> = { step, template, tone, channels };
  return leavingOf(api, caseId, own ?? usual);
}
