import Table from 'cli-table3';
import { storyPage } from '../domain/simulate/page.ts';
import { simulate } from '../domain/simulate/simulate.ts';
import type { Simulation, Story } from '../domain/simulate/story.ts';
import { readStory } from '../domain/simulate/story-input.ts';
import { endCells, endHeads, headline, rowCells, rowHeads } from '../domain/simulate/words.ts';
import { EXIT, parseJson, print, printJson, readInput, reportBadInput } from './io.ts';

export interface SimulateOptions {
  readonly file: string;
  readonly json: boolean;
  readonly html?: boolean;
  /** Through the real workflow instead of the pure simulator. */
  readonly engine?: boolean;
}

/** Plays a story and prints its timeline: a table, one JSON document, or a page to send to a colleague. */
export async function run({ file, json, html, engine }: SimulateOptions): Promise<number> {
  try {
    const story = readStory(parseJson(await readInput(file)));
    const simulation = engine ? await onEngine(story) : simulate(story);
    if (json) printJson(simulation);
    else print(html ? storyPage(story, simulation) : simulationText(story, simulation));
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

async function onEngine(story: Story): Promise<Simulation> {
  return (await import('../simulate-engine.ts')).simulateOnEngine(story);
}

function simulationText(story: Story, { timeline, end }: Simulation): string {
  const rows = timeline.map((row) => rowCells(story, row));
  const ends = end.map((each) => endCells(story, each));
  const nothing = rows.length === 0 ? ['Rien ne se passe.'] : [tableOf(rowHeads, rows, 4)];
  return [headline(story), ...nothing, 'À la fin\u00a0:', tableOf(endHeads, ends, 3)].join('\n\n');
}

function tableOf(heads: readonly string[], rows: readonly string[][], amountColumn: number): string {
  const colAligns = heads.map((_, index) => (index === amountColumn ? ('right' as const) : ('left' as const)));
  const table = new Table({ head: [...heads], colAligns, style: { head: [], border: [] } });
  table.push(...rows);
  return table.toString();
}
