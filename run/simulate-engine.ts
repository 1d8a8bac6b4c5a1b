import type { Simulation, Story } from '../domain/simulate/story.ts';
import { rehearse } from '../rehearsal/rehearse.ts';
import { quietRuntime } from './worker.ts';

/** Plays a story through the real workflow on Temporal's time-skipping server, which `node setup.mjs --for test` installs. Nothing leaves. */
export function simulateOnEngine(story: Story): Promise<Simulation> {
  quietRuntime('ERROR', (line) => process.stderr.write(line));
  return rehearse(story);
}
