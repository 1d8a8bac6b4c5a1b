import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { simulate } from '../../domain/simulate/simulate.ts';
import type { Simulation, Story } from '../../domain/simulate/story.ts';
import { readStory } from '../../domain/simulate/story-input.ts';
import type { RunOptions } from '../../rehearsal/house.ts';
import { rehearseAll } from '../../rehearsal/rehearse.ts';
import type { StoryFile } from '../stories/format.ts';

const folder = new URL('../stories/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** Stories share a server: each has a creditor of its own, in both engines, because the debtor's place in the morning hangs on it. */
const stories = new Map(names.map((name, index) => [name, withCreditor(storyIn(name), `s${index}`)]));

function storyIn(name: string): Story {
  return readStory((JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as StoryFile).input);
}

function withCreditor(story: Story, id: string): Story {
  return { ...story, creditor: { ...story.creditor, id } };
}

const played = new Map<string, Simulation>();

function play(chosen: readonly string[], options: RunOptions = {}): Promise<Simulation[]> {
  return rehearseAll(
    chosen.map((name) => stories.get(name) as Story),
    options,
  );
}

describe('the real workflow and the pure simulator tell the same life', () => {
  beforeAll(async () => {
    for (const [index, simulation] of (await play(names)).entries()) played.set(names[index] ?? '', simulation);
  }, 300_000);

  test.each(names)('%s', (name) => {
    const { timeline, end } = simulate(stories.get(name) as Story);
    expect(played.get(name)?.timeline).toEqual(timeline);
    expect(played.get(name)?.end).toEqual(end);
  });
});

test('cases read again from their history at every step tell the same life', async () => {
  const chosen = ['whole-life.json', 'same-morning.json', 'reversal-reopens.json'];
  const again = await play(chosen, { maxCachedWorkflows: 0 });
  expect(again).toEqual(chosen.map((name) => simulate(stories.get(name) as Story)));
});
