import { historyCosts } from './history-cost.ts';
import { type BenchOptions, type BenchResult, peakMemoryMb, rounded } from './result.ts';

/** What a life may cost the engine: events stored and billable actions, paid after its first reminder and all the way to the file. */
const goals = {
  'paid-after-first-reminder': { actions: 18, events: 70 },
  'all-the-way': { actions: 42, events: 175 },
} as const;
/** 0.1.0 took as many actions all the way. */
const BEFORE = 58;

/** Billable actions of a life all the way to the file, as the newest release recorded it, beside those of 0.1.0; by kind in the details. */
export function bench(_: BenchOptions): Promise<BenchResult> {
  const costs = historyCosts();
  const ours = costs['all-the-way']?.actions ?? 0;
  const missed = Object.entries(goals).filter(([life, goal]) => {
    const cost = costs[life];
    return !cost || cost.actions > goal.actions || cost.events > goal.events;
  });
  return Promise.resolve({
    name: 'cost',
    ours,
    baseline: BEFORE,
    ratio: rounded(ours / BEFORE),
    unit: 'actions per life',
    peakMemoryMb: peakMemoryMb(),
    details: { lives: costs, goal: goals, missed: missed.map(([life]) => life) },
  });
}
