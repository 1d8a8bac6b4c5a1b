import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import type { EnginePort } from './engine-port.ts';

export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

/** Where the bytes of documents lie. */
export interface DocumentReader {
  get(sha256: string): Promise<Uint8Array>;
}

/** What the API is built of. The app it makes does not listen. */
export interface ApiDeps {
  readonly db: Database;
  readonly engine: EnginePort;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly config: { readonly publicUrl: string };
  readonly log: Log;
  /** Called after an event was kept: the drainer of this process need not wait for its next look. */
  readonly wake: () => void;
  readonly documents: DocumentReader;
  /** Doors of providers' webhooks: each checks its own signature. */
  readonly doors?: readonly RequestHandler[];
  /** The statement of claim of a case, as of today. */
  readonly claimOf: (caseId: string) => Promise<unknown>;
}
