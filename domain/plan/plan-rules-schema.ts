import type * as z from 'zod';
import { durationMs } from './duration.ts';
import { type Channel, isExternal } from './plan.ts';

/** What the rules between steps look at, whatever the act. */
interface AnyStep {
  readonly id: string;
  readonly act: 'message' | 'letter' | 'late-charges' | 'decision' | 'handoff';
  readonly anchor: string;
  readonly delay: string;
  readonly channels?: readonly Channel[];
}

interface Steps {
  readonly steps: readonly AnyStep[];
  readonly promise: { readonly broken?: string };
  readonly customerHold?: readonly { readonly step: string }[];
}

type Check = z.core.$RefinementCtx;
type Complain = (path: readonly PropertyKey[], input: unknown, message: string) => void;

/** The rules of a plan that hold between fields (docs/plans.md 6). */
export function checkSteps(plan: Steps, context: Check): void {
  const tell: Complain = (path, input, message) => context.issues.push({ code: 'custom', path: [...path], input, message });
  for (const rule of [ids, lineOfDays, anchors, receipts, channels]) rule(plan.steps, tell);
  brokenPromise(plan, tell);
  customerHolds(plan, tell);
}

function ids(steps: readonly AnyStep[], tell: Complain): void {
  for (const [index, { id }] of steps.entries()) {
    if (steps.findIndex((step) => step.id === id) < index) tell(['steps', index, 'id'], id, 'an id that no other step has');
  }
}

const lines: Readonly<Record<string, { line: string; direction: number }>> = {
  'before-due': { line: 'due', direction: -1 },
  'after-due': { line: 'due', direction: 1 },
  'after-entry': { line: 'entry', direction: 1 },
};

/** `before-due` and `after-due` read as one line of days, `after-entry` as another: each step later than the one above it. */
function lineOfDays(steps: readonly AnyStep[], tell: Complain): void {
  const reached: Record<string, number> = {};
  for (const [index, { anchor, delay }] of steps.entries()) {
    const place = lines[anchor];
    if (!place) continue;
    const at = place.direction * durationMs(delay);
    if (at <= (reached[place.line] ?? Number.NEGATIVE_INFINITY)) {
      tell(['steps', index, 'delay'], delay, 'a day later than that of the step above');
    }
    reached[place.line] = at;
  }
}

function anchors(steps: readonly AnyStep[], tell: Complain): void {
  for (const [index, { anchor }] of steps.entries()) {
    const above = steps.slice(0, index);
    if (anchor === 'after-previous' && index === 0) tell(['steps', 0, 'anchor'], anchor, 'another anchor: no step is above');
    if (anchor === 'after-notice-receipt' && !above.some((step) => step.act === 'letter')) {
      tell(['steps', index, 'anchor'], anchor, 'another anchor: no letter is above');
    }
  }
}

function receipts(steps: readonly AnyStep[], tell: Complain): void {
  for (const [index, { act, id }] of steps.entries()) {
    const below = steps.slice(index + 1);
    if (act === 'letter' && !below.some((step) => step.anchor === 'after-notice-receipt')) {
      tell(['steps', index], id, 'a later step anchored after-notice-receipt: it is the deadline that the letter grants');
    }
  }
}

function channels(steps: readonly AnyStep[], tell: Complain): void {
  for (const [index, { act, channels: used = [] }] of steps.entries()) {
    const path = ['steps', index, 'channels'];
    if (new Set(used).size < used.length) tell(path, used, 'each channel once');
    if (act === 'letter' && used.every((channel) => channel === 'email' || channel === 'letter'))
      tell(path, used, 'a letter: email and simple post are only a copy');
    const [first] = used;
    // Who acts for us does so in his own name: no copy says what he has not done yet.
    if (act === 'letter' && (first === 'email' || first === 'letter') && used.some(isExternal))
      tell(path, used, 'the act of somebody else first: before it there is nothing to copy');
  }
}

function customerHolds({ steps, customerHold = [] }: Steps, tell: Complain): void {
  const known = steps.map(({ id }) => id);
  for (const [index, { step }] of customerHold.entries())
    if (!known.includes(step)) tell(['customerHold', index, 'step'], step, `a step of this plan: ${known.join(', ')}`);
}

function brokenPromise(plan: Steps, tell: Complain): void {
  const { broken } = plan.promise;
  if (broken === undefined) return;
  const messages = plan.steps.filter((step) => step.act === 'message').map((step) => step.id);
  if (!messages.includes(broken)) tell(['promise', 'broken'], broken, `a message step of this plan: ${messages.join(', ')}`);
}
