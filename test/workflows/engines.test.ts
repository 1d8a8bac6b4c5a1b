import { readdirSync, readFileSync } from 'node:fs';
import { Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, test } from 'vitest';
import { simulate } from '../../domain/simulate/simulate.ts';
import type { Simulation, Story } from '../../domain/simulate/story.ts';
import { readStory } from '../../domain/simulate/story-input.ts';
import { bundleForStories, STORY_CLOCK } from '../../rehearsal/house.ts';
import { type PlayedHistory, rehearseAll } from '../../rehearsal/rehearse.ts';
import type { StoryFile } from '../stories/format.ts';
import { poisonedBundle } from '../support/poisoned.ts';
import { quietRuntimeOfTests } from '../support/runner/logs.ts';
import { howMany } from '../support/runner/long.ts';

const folder = new URL('../stories/', import.meta.url);
const every = readdirSync(folder).filter((name) => name.endsWith('.json'));
/** `npm test` plays some of them, spread over all; the pure simulator plays each there. */
const names = every.filter((_, index) => index % Math.ceil(every.length / howMany({ shortly: 12, long: every.length })) === 0);

/** Stories share a server: each has a creditor of its own, in both engines, because the debtor's place in the morning hangs on it. */
const stories = names.map((name, index) => withCreditor(storyIn(name), `s${index}`));

function storyIn(name: string): Story {
  return readStory((JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as StoryFile).input);
}

function withCreditor(story: Story, id: string): Story {
  return { ...story, creditor: { ...story.creditor, id } };
}

let played: Simulation[];
const histories: PlayedHistory[] = [];

beforeAll(async () => {
  quietRuntimeOfTests();
  played = await rehearseAll(stories, (history) => histories.push(history));
});

describe('the real workflow and the pure simulator tell the same life', () => {
  test.each(names.map((name, index) => ({ name, index })))('$name', ({ index }) => {
    const { timeline, end } = simulate(stories[index] as Story);
    expect(played[index]?.timeline).toEqual(timeline);
    expect(played[index]?.end).toEqual(end);
  });
});

test.each([
  ['the code that played them', () => bundleForStories()],
  [
    'a domain in which everything throws: no command hangs on a rule, a calendar or a sentence',
    () => poisonedBundle([STORY_CLOCK]),
  ],
])('every history goes on with %s', async (_, bundle) => {
  const readAgain = Worker.runReplayHistories({ workflowBundle: await bundle() }, histories);
  const cases = [];
  for await (const { workflowId, error } of readAgain) cases.push({ workflowId, error });
  expect(cases.length).toBe(stories.flatMap(({ invoices }) => invoices).length);
  expect(cases.filter(({ error }) => error !== undefined)).toEqual([]);
});
