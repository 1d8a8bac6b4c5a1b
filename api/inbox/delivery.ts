import type { Database } from '../../db/database.ts';
import type { EnginePort } from '../engine-port.ts';

/** What delivery needs of the world. `clock` is milliseconds since 1970. */
export interface Delivery {
  readonly db: Database;
  readonly engine: EnginePort;
  readonly clock: () => number;
}
