import type { Database } from '../../db/database.ts';
import type { EnginePort } from '../engine-port.ts';

/** What delivery needs of the world. */
export interface Delivery {
  readonly db: Database;
  readonly engine: EnginePort;
}
