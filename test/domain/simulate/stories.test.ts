import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Case } from '../../../domain/case/case.ts';
import { simulate } from '../../../domain/simulate/simulate.ts';
import { readStory } from '../../../domain/simulate/story-input.ts';
import { endLineOf, lineOf, type StoryFile } from '../../stories/format.ts';

const folder = new URL('../../stories/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as StoryFile;

describe('stories', () => {
  test('there are fifty of them', () => expect(files.length).toBeGreaterThanOrEqual(50));

  test.each(files)('%s', (name) => {
    const { input, timeline, end, endReason = {}, reason = {} } = read(name);
    const simulation = simulate(readStory(input));
    expect(simulation.timeline.map(lineOf)).toEqual(timeline);
    expect(simulation.end.map(endLineOf)).toEqual(end);
    for (const [invoice, part] of Object.entries(endReason))
      expect(simulation.end.find((each) => each.invoice === invoice)?.reason).toContain(part);
    for (const [act, part] of Object.entries(reason))
      expect(simulation.timeline.find((row) => row.act === act)?.reason).toContain(part);
  });

  test.each(files)('%s, each case carried through JSON after every fact', (name) => {
    const story = readStory(read(name).input);
    expect(simulate(story, { carry: (theCase) => JSON.parse(JSON.stringify(theCase)) as Case })).toEqual(simulate(story));
  });
});
