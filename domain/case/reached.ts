import { msOf } from '../calendar/clock.ts';
import type { Instant } from '../calendar/paris.ts';
import { type Channel, isNoticeChannel } from '../plan/plan.ts';
import type { Bounce, Case } from './case.ts';

/** A message that left for a step or a note of a case. */
export interface Left {
  readonly message: string;
  readonly step: string;
  readonly channel: Channel;
  readonly at: Instant;
}

/** Those of the messages of a case, oldest first, that may have reached the debtor: what came back was told to nobody. */
export function reached<L extends Left>(theCase: Case, left: readonly L[]): readonly L[] {
  const own = (theCase.bounces ?? []).filter(({ shared, message }) => !shared || message !== undefined);
  const back = new Set(own.map((bounce) => left.findLast((one) => isOf(bounce, one))));
  return left.filter((one) => !back.has(one) && !isLostLetter(theCase, left, one));
}

/** A letter leaves once more only where the one before came back. */
function isLostLetter({ notice }: Case, left: readonly Left[], { message, step, channel }: Left): boolean {
  if (!isNoticeChannel(channel)) return false;
  const last = left.findLast((other) => other.step === step && other.channel === channel);
  return last?.message !== message || notice?.outcome === 'unknown-address';
}

/** True when the address that a channel lacks is known to be dead from another case of the debtor, where a person is asked for it. */
export function isAskedElsewhere({ bounces = [] }: Case, channel: Channel): boolean {
  return bounces.findLast((bounce) => bounce.channel === channel && !bounce.former)?.shared === true;
}

/** A report that names no message is of the last one that it can be. */
function isOf(bounce: Bounce, { message, step, channel, at }: Left): boolean {
  if (bounce.message !== undefined) return bounce.message === message;
  return bounce.channel === channel && (bounce.step ?? step) === step && msOf(at) <= msOf(bounce.at);
}
