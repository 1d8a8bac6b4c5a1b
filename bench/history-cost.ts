import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const HISTORIES = join(import.meta.dirname, '..', 'test', 'histories');

/** What one life costs the engine: events stored, and billable actions (Temporal Cloud's list). */
export interface HistoryCost {
  readonly events: number;
  readonly actions: number;
  /** Actions by kind. */
  readonly byKind: Readonly<Record<string, number>>;
}

/** Events that are one action each: start, timer, activity, signal, update, upsert, child, continue-as-new. */
const actions = new Set([
  'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED',
  'EVENT_TYPE_TIMER_STARTED',
  'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED',
  'EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED',
  'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED',
  'EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES',
  'EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW',
]);

/** The cost of each recorded life of the newest release. */
export function historyCosts(): Readonly<Record<string, HistoryCost>> {
  const release = readdirSync(HISTORIES).sort().at(-1) ?? '';
  const files = readdirSync(join(HISTORIES, release));
  return Object.fromEntries(files.map((file) => [file.replace('.json', ''), costOf(join(HISTORIES, release, file))]));
}

function costOf(file: string): HistoryCost {
  const { events } = JSON.parse(readFileSync(file, 'utf8')) as { events: { eventType: string }[] };
  const kinds = events.map(({ eventType }) => eventType).filter((kind) => actions.has(kind));
  const byKind = Object.fromEntries([...actions].map((kind) => [nameOf(kind), kinds.filter((one) => one === kind).length]));
  return { events: events.length, actions: kinds.length, byKind };
}

function nameOf(kind: string): string {
  return kind.replace('EVENT_TYPE_', '').replace('WORKFLOW_EXECUTION_', '').toLowerCase().replaceAll('_', '-');
}
