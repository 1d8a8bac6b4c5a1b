import Table from 'cli-table3';
import type { LifeToCome } from '../api/client.ts';
import { Refusal, refuse } from '../domain/fault.ts';
import { storyPage } from '../domain/simulate/page.ts';
import { simulate } from '../domain/simulate/simulate.ts';
import type { Simulation, Story, WrittenMessage } from '../domain/simulate/story.ts';
import { readStory } from '../domain/simulate/story-input.ts';
import { supposing } from '../domain/simulate/what-if.ts';
import { endCells, endHeads, headline, messageHead, rowCells, rowHeads } from '../domain/simulate/words.ts';
import { connect } from './connect.ts';
import { EXIT, parseJson, print, printJson, readInput, reportBadInput } from './io.ts';

export interface SimulateOptions {
  readonly file?: string | undefined;
  /** A case of the running system, whose life to come is played; the file then holds what is supposed. */
  readonly case?: string;
  readonly json: boolean;
  readonly html?: boolean;
  /** With every message as it would be written. */
  readonly preview?: boolean;
  /** Through the real workflow instead of the pure simulator. */
  readonly engine?: boolean;
}

/** A story to play, and who its parties are when they are real. */
type StoryToPlay = Pick<LifeToCome, 'story'> & Partial<LifeToCome>;

/** Plays a story and prints its timeline: a table, one JSON document, or a page to send to a colleague. */
export async function run(options: SimulateOptions): Promise<number> {
  const { json, html, engine, preview } = options;
  try {
    const told = await storyOf(options);
    const { story } = told;
    const simulation = engine ? await onEngine(story) : simulate(story);
    const messages = preview ? await messagesOf(told) : [];
    if (json) printJson(preview ? { ...simulation, messages } : simulation);
    else print(html ? storyPage(story, simulation, messages) : simulationText(story, simulation, messages));
    return EXIT.done;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return reportBadInput(error, json);
  }
}

async function storyOf({ file, case: caseId, engine }: SimulateOptions): Promise<StoryToPlay> {
  const document = file === undefined ? {} : parseJson(await readInput(file));
  if (caseId === undefined)
    return { story: readStory(file === undefined ? refuse('file', 'missing, expected a story') : document) };
  if (engine) refuse('--engine', 'plays a story from its start, not a running case');
  const told = await (await connect()).call('GET /cases/{caseId}/life-to-come', { params: { caseId } });
  return { ...told, story: supposing(told.story, document) };
}

async function onEngine(story: Story): Promise<Simulation> {
  return (await import('../run/simulate-engine.ts')).simulateOnEngine(story);
}

async function messagesOf({ story, creditor, debtor }: StoryToPlay): Promise<WrittenMessage[]> {
  const { messagesOf: written } = await import('../run/simulate-preview.ts');
  return written(story, creditor && debtor ? { creditor, debtor } : undefined);
}

function simulationText(story: Story, { timeline, end }: Simulation, messages: readonly WrittenMessage[]): string {
  const rows = timeline.map((row) => rowCells(story, row));
  const ends = end.map((each) => endCells(story, each));
  const nothing = rows.length === 0 ? ['Rien ne se passe.'] : [tableOf(rowHeads, rows, 4)];
  const letters = messages.map((message) => messageText(story, message));
  return [headline(story), ...nothing, 'À la fin\u00a0:', tableOf(endHeads, ends, 3), ...letters].join('\n\n');
}

function messageText(story: Story, message: WrittenMessage): string {
  const subject = message.subject === null ? [] : [`Objet\u00a0: ${message.subject}`];
  return [`── ${messageHead(story, message)}`, ...subject, message.text].join('\n\n');
}

function tableOf(heads: readonly string[], rows: readonly string[][], amountColumn: number): string {
  const colAligns = heads.map((_, index) => (index === amountColumn ? ('right' as const) : ('left' as const)));
  const table = new Table({ head: [...heads], colAligns, style: { head: [], border: [] } });
  table.push(...rows);
  return table.toString();
}
