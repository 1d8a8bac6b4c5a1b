import type { AddressFault, SendOutcome } from '../activities/ports/outcome.ts';

/** Nothing was sent: the connection never stood. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const TOO_MANY = 429;
/** Said by whoever stands before the provider: behind him it may have been taken. */
const IN_DOUBT: readonly number[] = [408, 502, 504];

export interface Refused {
  readonly provider: string;
  readonly code: string;
  readonly reason: string;
  readonly address: AddressFault;
}

/** What an HTTP status means: 502 and 504 may follow acceptance; 429 and other 5xx say that nothing was taken, other 4xx are for good. */
export function outcomeOfAnswer(status: number, retryAfter: string | undefined, refused: Refused): SendOutcome {
  if (IN_DOUBT.includes(status))
    return { outcome: 'unknown', reason: `${refused.provider} a répondu ${status}\u00a0: peut-être pris` };
  if (status === TOO_MANY || status >= 500)
    return { outcome: 'retry', afterMs: retryAfterMs(retryAfter), reason: `${refused.provider} a répondu ${status}` };
  return { outcome: 'refused', ...refused };
}

/** What a failure without an answer means: a connection that was never made is tried again; one that broke is unknown. */
export function outcomeOfFailure(error: unknown): SendOutcome {
  const { code, message } = error as { code?: unknown; message?: string };
  if (typeof code === 'string' && NEVER_SENT.has(code))
    return { outcome: 'retry', afterMs: null, reason: `le prestataire ne répond pas (${code})` };
  return {
    outcome: 'unknown',
    reason: `réponse du prestataire perdue (${typeof code === 'string' ? code : (message ?? 'sans motif')})`,
  };
}

/** Milliseconds of a Retry-After header: seconds, or a date. */
function retryAfterMs(header: string | undefined): number | null {
  if (header === undefined) return null;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}
