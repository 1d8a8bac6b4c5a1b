import { sumCents } from '../money/cents.ts';
import type { Channel } from '../plan/plan.ts';

/** What a letter costs a creditor to print and post under his own contract, in integer cents of euro; absent: nobody said. */
interface Postage {
  readonly registeredLetterCents?: number;
  readonly letterCents?: number;
}

/** Letters of one channel that are posted. */
export interface Posted {
  readonly channel: Channel;
  readonly count: number;
}

/** Letters of one price; `eachCents` null: nobody said it. */
export interface PostageTerm {
  readonly count: number;
  readonly eachCents: number | null;
}

const prices: Readonly<Partial<Record<Channel, keyof Postage>>> = {
  letter: 'letterCents',
  'registered-letter': 'registeredLetterCents',
};

/** How many letters of each channel. */
export function postedOf(channels: readonly Channel[]): Posted[] {
  return postedTogether(channels.map((channel) => ({ channel, count: 1 })));
}

/** The same of several lists as one. */
export function postedTogether(posted: readonly Posted[]): Posted[] {
  const channels = [...new Set(posted.map(({ channel }) => channel))];
  const countOf = (channel: Channel) => posted.filter((each) => each.channel === channel).map(({ count }) => count);
  return channels.map((channel) => ({ channel, count: sumCents(countOf(channel)) }));
}

/** What letters cost at the prices of a creditor, a term for each price. */
export function postageOf(posted: readonly Posted[], postage: Postage = {}): PostageTerm[] {
  return posted.map(({ channel, count }) => {
    const price = prices[channel];
    return { count, eachCents: (price === undefined ? undefined : postage[price]) ?? null };
  });
}
