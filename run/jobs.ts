import { follow } from '../activities/follow.ts';
import type { ApiDeps } from '../api/deps.ts';
import { turnsOf } from '../api/jobs/turn.ts';
import { withoutValues } from '../db/told-error.ts';

const LOOK_EVERY_MS = 1_000;

/** Does what was asked for many things, turn by turn, until it is stopped; answers with what stops it. Several processes may. */
export function followJobs(deps: ApiDeps): () => Promise<void> {
  const turn = turnsOf(deps);
  return follow(
    () => turn(),
    LOOK_EVERY_MS,
    (error) => deps.log.error({ err: withoutValues(error) }, 'a job waits for its next turn'),
  );
}
