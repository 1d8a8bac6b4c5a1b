import type { ErrorRequestHandler, Response } from 'express';
import { BadInput, type Fault, Refusal } from '../../domain/fault.ts';
import type { Log } from '../deps.ts';
import type { FailedTries } from './failed-tries.ts';

/** An error with its HTTP status; the detail is what the caller reads. */
export class HttpProblem extends Error {
  readonly status: number;
  /** Seconds after which asking again makes sense. */
  readonly retryAfter: number | undefined;

  constructor(status: number, detail: string, retryAfter?: number) {
    super(detail);
    this.name = 'HttpProblem';
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad input',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Refused',
  413: 'Too large',
  415: 'Unsupported media type',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not available',
};

/** Answers with a problem document (RFC 9457). */
function sendProblem(res: Response, status: number, detail: string, errors?: readonly Fault[]): void {
  const problem = { type: 'about:blank', title: titles[status] ?? 'Error', status, detail, ...(errors ? { errors } : {}) };
  res.status(status).type('application/problem+json').send(JSON.stringify(problem));
}

/** The one place where errors become answers. What we did not foresee is logged and told to nobody. */
export function problemHandler(log: Log, tries?: FailedTries): ErrorRequestHandler {
  return async (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    if (error instanceof HttpProblem && error.status === 401 && tries && !(await tries.refused(req)))
      return sendProblem(res, 429, 'Too many wrong keys, secrets or signatures come from this address.');
    if (error instanceof BadInput) return sendProblem(res, 400, error.message, error.faults);
    if (error instanceof Refusal) return sendProblem(res, 409, error.message);
    if (error instanceof HttpProblem) {
      if (error.retryAfter !== undefined) res.set('Retry-After', String(error.retryAfter));
      return sendProblem(res, error.status, error.message);
    }
    if (isUnheld(error))
      return sendProblem(res, 400, 'A value is not one that the database can hold: too large, or no plain text.');
    const status = statusOf(error);
    if (status < 500) return sendProblem(res, status, sentenceOf(error));
    log.error({ err: error, path: req.path }, 'request failed');
    sendProblem(res, 500, 'Something failed here; the request can be made again.');
  };
}

/** True when PostgreSQL says that a value is no value of its type (SQLSTATE class 22), however deep that is said. */
function isUnheld(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { readonly code?: unknown };
  return (typeof code === 'string' && /^22[0-9A-Z]{3}$/.test(code)) || isUnheld(error.cause);
}

/** The status that express and its parsers put on what a caller did wrong. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 ? status : 500;
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
