import type { Client } from '@temporalio/client';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import type { Log } from './log.ts';

/** What every part of a running process stands on. `undo` is what to undo when it stops, last first. */
export interface Ground {
  readonly config: Config;
  readonly dataDir: string;
  readonly db: Database;
  readonly client: Client;
  readonly log: Log;
  readonly undo: Undo[];
}

export type Undo = () => unknown;
