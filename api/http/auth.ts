import type { RequestHandler, Response } from 'express';
import { holderOf, type KeyHolder, type Role, roles } from '../../db/keys.ts';
import type { ApiDeps } from '../deps.ts';
import { HttpProblem } from './problem.ts';

const BEARER = /^Bearer ([\x21-\x7e]{1,200})$/;

/** Reads the bearer key of a request; refuses one that is missing, unknown or revoked. */
export function authenticate({ db }: Pick<ApiDeps, 'db'>): RequestHandler {
  return async (req, res, next) => {
    const key = BEARER.exec(req.headers.authorization ?? '')?.[1];
    const holder = key === undefined ? undefined : await holderOf(db, key);
    if (!holder) {
      res.set('WWW-Authenticate', 'Bearer');
      throw new HttpProblem(401, 'An API key is expected: Authorization: Bearer <key>.');
    }
    res.locals.holder = holder;
    next();
  };
}

/** Refuses a key whose role is weaker. */
export function atLeast<Params>(role: Role): RequestHandler<Params> {
  return (_req, res, next) => {
    requireRole(res, role);
    next();
  };
}

/** The same inside a handler. */
export function requireRole(res: Response, role: Role): void {
  const { role: held } = holderIn(res);
  if (roles.indexOf(held) < roles.indexOf(role)) throw new HttpProblem(403, `This key is a ${held}'s; ${role} is needed.`);
}

/** Whose key the request carries. */
export function holderIn(res: Response): KeyHolder {
  return res.locals.holder as KeyHolder;
}

/** The creditor a request speaks for: that of its key; the admin names one with `?creditor=` (`named`). */
export function creditorIn(res: Response, named: unknown): string {
  const { creditorId } = holderIn(res);
  if (creditorId !== null) return creditorId;
  if (typeof named === 'string') return named;
  throw new HttpProblem(400, 'The admin key belongs to no creditor: name one with ?creditor=.');
}
