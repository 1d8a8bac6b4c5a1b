import { describe, expect, test } from 'vitest';
import { readStory } from '../../domain/simulate/story-input.ts';
import { messagesOf } from '../../run/simulate-preview.ts';
import { readings, titleOf } from '../aloud/readings.ts';
import { howMany } from '../support/runner/long.ts';

/** What nobody would sign, wherever it came. */
const faults: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a singular before several', /\bvotre [2-9] |\b[2-9] (facture|invoice)\b/i],
  ['a hole', /undefined|null\b|\[object|\{\{|\*\*|NaN/],
  ['a step of a plan, or a code', /reminder-\d|formal-notice|interest-first|\bP\d+D\b/],
  ['an entity', /&(amp|lt|gt|quot|nbsp|#\d+);/],
  ['nothing asked', /(régler|pay|reste) :?\s?(0,00\s€|€0\.00)|((?<!\d)0,00\s€|€0\.00) (à régler|is left)/],
  ['a doubled word or mark', /\b(de de|le le|la la|des des|the the)\b|\.\.|,,|;;/],
  ['a page without its link', /(Compte et donn[ée]es|Account and data)\s?: (?!https:)/],
];

/** Some of the lives in `npm test`, every one in `npm run test:long`. */
const every = readings();
const read = every.filter((_, index) => index % Math.ceil(every.length / howMany({ shortly: 11, long: every.length })) === 0);

describe('read aloud', () => {
  test.each(read.map((reading) => [titleOf(reading), reading] as const))('%s', async (_title, { story }) => {
    const messages = await messagesOf(readStory(story));
    expect(messages.length).toBeGreaterThan(1);
    for (const { text, subject } of messages)
      for (const [what, pattern] of faults)
        expect({ what, found: pattern.exec(`${subject ?? ''}\n${text}`)?.[0] }).toEqual({ what, found: undefined });
  });
});
