import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { addDays, type CivilDate } from '../../../domain/calendar/civil-date.ts';
import { dayAt, midnightOf, msOf } from '../../../domain/calendar/clock.ts';
import type { Case } from '../../../domain/case/case.ts';
import type { DebtorContact } from '../../../domain/case/world.ts';
import { simulate } from '../../../domain/simulate/simulate.ts';
import type { Story } from '../../../domain/simulate/story.ts';
import { readStory } from '../../../domain/simulate/story-input.ts';
import { lifeToCome, supposing } from '../../../domain/simulate/what-if.ts';
import type { StoryFile } from '../../stories/format.ts';

const folder = new URL('../../stories/', import.meta.url);

function storyNamed(name: string): Story {
  return readStory((JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as StoryFile).input);
}

/** Facts of the debtor or of the machine are not in the state of a case; what one enters later runs not yet. */
const ELSEWHERE = ['insolvency', 'feed-stale', 'worker-down', 'payment-reversed', 'contact-changed', 'payment'];

/** Stories of one debtor that can be left in the middle and taken up from the states of their cases alone. */
function stoppable(story: Story): boolean {
  const startsOn = dayAt(msOf(story.from));
  const enters = story.invoices.every(({ issuedOn }) => issuedOn === undefined || issuedOn <= startsOn);
  const own = story.facts.every((fact) => !ELSEWHERE.includes(fact.type) || ('invoice' in fact && fact.type === 'payment'));
  return story.debtors.length === 1 && enters && own && story.plan.id !== 'demo';
}

const stories = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, story: storyNamed(name) }))
  .filter(({ story }) => stoppable(story));

/** The cases of a story as they stand at the end of a day, and the days on which the debtor was written to. */
function before(story: Story, on: CivilDate) {
  const known = new Map<string, Case>();
  const contacts: DebtorContact[] = [];
  simulate(
    { ...story, until: on },
    {
      carry: (theCase) => {
        known.set(theCase.id, theCase);
        return theCase;
      },
      watch: ({ at, words }) => {
        const isContact = 'act' in words || words.template === 'missed-instalment';
        if (isContact && contacts.at(-1)?.on !== dayAt(msOf(at)))
          contacts.push({ on: dayAt(msOf(at)), atMs: msOf(at), caseId: '', step: '' });
      },
    },
  );
  return { cases: [...known.values()].map((theCase) => ({ case: theCase, plan: story.plan })), contacts };
}

describe('a life taken up in the middle is the life that was not', () => {
  test('there are lives to take up', () => expect(stories.length).toBeGreaterThan(30));

  test.each(stories)('$name', ({ story }) => {
    const whole = simulate(story);
    const startsOn = dayAt(msOf(story.from));
    for (const days of [3, 17, 40, 75]) {
      const on = addDays(startsOn, days);
      if (on >= story.until) continue;
      const fromMs = midnightOf(addDays(on, 1));
      const facts = story.facts.filter(({ at }) => msOf(at) >= fromMs);
      const life = lifeToCome(story.creditor, story.plan, before(story, on), fromMs);
      const rest = simulate(supposing(life, { until: story.until, facts }));
      expect(rest.timeline).toEqual(whole.timeline.filter(({ at }) => msOf(at) >= fromMs));
      expect(rest.end).toEqual(whole.end);
    }
  });
});

describe('what one supposes', () => {
  const story = storyNamed('whole-life.json');
  const nowMs = midnightOf('2026-03-20');
  const life = lifeToCome(story.creditor, story.plan, before(story, '2026-03-19'), nowMs);

  test('nothing: a year is looked ahead', () => {
    expect(supposing(life, {}).until).toBe('2027-03-20');
  });

  test.each([
    [{ until: '2026-03-19' }, '$.until', 'expected no day before 2026-03-20'],
    [{ until: '2026-02-30' }, '$.until', '2026-02-30'],
    [
      { facts: [{ at: '2026-04-01T10:00:00+02:00', type: 'waive', invoice: 'none' }] },
      '$.facts[0].invoice',
      'expected the id of an invoice of this story',
    ],
    [{ plan: 'default-b2b' }, '$.plan', ''],
  ])('%j is bad input', (document, path, message) => {
    expect(() => supposing(life, document)).toThrow(
      expect.objectContaining({ faults: [expect.objectContaining({ path, message: expect.stringContaining(message) })] }),
    );
  });
});
