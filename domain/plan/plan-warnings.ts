import { durationDays } from './duration.ts';
import type { Plan } from './plan.ts';

/** Three working days never take more than five civil days, holidays aside. */
const CONSUMER_GAP_DAYS = 5;
const CONSUMER_CHANNELS = 2;

/** What a plan allows and a careful creditor would look at twice. French sentences; a warning refuses nothing. */
export function planWarnings(plan: Plan): string[] {
  return [...unaskedLetters(plan), ...consumerWarnings(plan)];
}

/** A letter asks for an approval unless its plan says the contrary: then whoever reads the plan is told so, each in a French sentence. */
export function unaskedLetters(plan: Plan): string[] {
  return plan.steps
    .filter((step) => step.act === 'letter' && !step.approval)
    .map(({ id }) => `La lettre ${id} part sans accord.`);
}

/** Repeated contacts of a consumer are what C. pén. 222-16 and C. conso. L121-6 look at. */
function consumerWarnings(plan: Plan): string[] {
  if (plan.appliesTo.kinds && !plan.appliesTo.kinds.includes('consumer')) return [];
  const gaps = [plan.gap, ...plan.steps.flatMap((step) => (step.gap ? [step.gap] : []))];
  const capped = plan.contactCap?.contacts === 1 && durationDays(plan.contactCap.per) >= CONSUMER_GAP_DAYS;
  const tight = !capped && gaps.some((gap) => durationDays(gap) < CONSUMER_GAP_DAYS);
  return [
    ...(tight
      ? ['Ce plan peut écrire à un particulier plus d’une fois en trois jours ouvrés : allongez « gap » ou « contactCap ».']
      : []),
    ...plan.steps
      .filter((step) => step.act === 'message' && step.channels.length > CONSUMER_CHANNELS)
      .map((step) => `L’étape ${step.id} joint un particulier par plus de deux canaux le même jour.`),
  ];
}
