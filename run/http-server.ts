import { createServer, type RequestListener, type Server } from 'node:http';

/** How long somebody may take to say what he wants, in milliseconds, and how many may be talking at once. */
export interface Patience {
  /** Until the last header. */
  readonly headersMs: number;
  /** Until the last byte of the body: a bank file of 100 MB over a slow line. */
  readonly requestMs: number;
  /** Longer than callers keep a connection that rests: none is closed in the face of a request that is on its way. */
  readonly restsMs: number;
  readonly lookEveryMs: number;
  readonly connections: number;
}

const usual: Patience = { headersMs: 15_000, requestMs: 600_000, restsMs: 65_000, lookEveryMs: 5_000, connections: 2_000 };

/** A server that nobody holds by dripping: half-open headers and bodies without end are answered with 408 and closed. */
export function patientServer(app: RequestListener, patience: Patience = usual): Server {
  const { headersMs, requestMs, restsMs, lookEveryMs, connections } = patience;
  const times = { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: lookEveryMs };
  const server = createServer({ ...times, keepAliveTimeout: restsMs }, app);
  server.maxConnections = connections;
  return server;
}
