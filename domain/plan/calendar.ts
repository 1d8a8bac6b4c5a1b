import { durationDays } from './duration.ts';
import { type Channel, isOutward, type LetterStep, type Plan, type Step, type Tone } from './plan.ts';

/** A step of a plan drawn on a calendar that counts from the due date. */
export interface DrawnStep {
  readonly id: string;
  readonly act: Step['act'];
  readonly template: string | null;
  readonly tone: Tone | null;
  readonly channels: readonly Channel[];
  readonly approval: boolean;
  /** Days after the due date, before it below zero, when everything goes as the plan has it. */
  readonly day: number;
  /** That day rests on another that is only supposed: an earlier step, a letter's receipt. */
  readonly isSupposed: boolean;
  readonly anchor: Step['anchor'];
  readonly delayDays: number;
}

/** How long a registered letter is supposed to be under way. */
const POST_DAYS = 3;

/** The steps of a plan on the days of an invoice that nobody pays: gaps, caps and days without work aside. Pure. */
export function planCalendar({ steps }: Plan): DrawnStep[] {
  const drawn: DrawnStep[] = [];
  for (const step of steps) drawn.push(drawnStep(step, drawn));
  return drawn;
}

function drawnStep(step: Step, before: readonly DrawnStep[]): DrawnStep {
  const writes = isOutward(step) ? step : null;
  const delayDays = durationDays(step.delay);
  return {
    id: step.id,
    act: step.act,
    template: writes?.template ?? null,
    tone: writes?.tone ?? null,
    channels: writes?.channels ?? [],
    approval: writes?.approval ?? false,
    day: startOf(step.anchor, before) + (step.anchor === 'before-due' ? -delayDays : delayDays),
    isSupposed: step.anchor !== 'before-due' && step.anchor !== 'after-due',
    anchor: step.anchor,
    delayDays,
  };
}

function startOf(anchor: Step['anchor'], before: readonly DrawnStep[]): number {
  if (anchor === 'after-previous') return before.at(-1)?.day ?? 0;
  if (anchor !== 'after-notice-receipt') return 0;
  const notice = before.findLast(({ act }) => act === ('letter' satisfies LetterStep['act']));
  return (notice?.day ?? 0) + POST_DAYS;
}
