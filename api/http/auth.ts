import type { RequestHandler, Response } from 'express';
import type { KeyHolder } from '../../db/keys.ts';
import { type Role, roles } from '../../domain/role.ts';
import type { ApiDeps } from '../deps.ts';
import { holderOf } from '../people/holder.ts';
import { HttpProblem } from './problem.ts';

/** Reads the key of a machine or the session of a person; refuses what is missing, unknown, revoked or over. */
export function authenticate(deps: Pick<ApiDeps, 'db' | 'config'>): RequestHandler {
  return async (req, res, next) => {
    const holder = await holderOf(deps, req);
    if (!holder) {
      res.set('WWW-Authenticate', 'Bearer');
      throw new HttpProblem(401, 'An API key is expected: Authorization: Bearer <key>; or a session of a person.');
    }
    res.locals.holder = holder;
    next();
  };
}

/** Refuses a key whose role is weaker. */
export function requireRole({ role: held }: Pick<KeyHolder, 'role'>, role: Role): void {
  if (roles.indexOf(held) < roles.indexOf(role)) throw new HttpProblem(403, `This key is a ${held}'s; ${role} is needed.`);
}

/** Whose key the request carries. */
export function holderIn(res: Response): KeyHolder {
  return res.locals.holder as KeyHolder;
}
