import type { Request } from 'express';
import { holderOf as holderOfKey, type KeyHolder } from '../../db/keys.ts';
import { sessionOf } from '../../db/people.ts';
import type { ApiDeps } from '../deps.ts';
import { HttpProblem } from '../http/problem.ts';
import { checkOrigin } from './origin.ts';
import { sessionTokenIn } from './session-cookie.ts';

const BEARER = /^Bearer ([\x21-\x7e]{1,200})$/;

/**
 * Whom a request speaks for: a machine by its key, else a person by his session. Every route takes both alike.
 * Throws 403 for what another site's page sends in a person's name; undefined for a key or a session that opens nothing.
 */
export async function holderOf(deps: Pick<ApiDeps, 'db' | 'config'>, req: Request): Promise<KeyHolder | undefined> {
  const { authorization } = req.headers;
  if (authorization !== undefined) {
    const key = BEARER.exec(authorization)?.[1];
    return key === undefined ? undefined : holderOfKey(deps.db, key);
  }
  const token = sessionTokenIn(req, deps.config.publicUrl);
  if (token === undefined) return undefined;
  checkOrigin(req, deps.config.publicUrl);
  return lookedUp(deps, token);
}

const underWay = new Map<string, Promise<KeyHolder | undefined>>();

/** The parts of a page ask at once, in the name of one session: it is looked up once for all that wait for it. */
function lookedUp({ db }: Pick<ApiDeps, 'db'>, token: string): Promise<KeyHolder | undefined> {
  const found = underWay.get(token) ?? sessionOf(db, token).finally(() => underWay.delete(token));
  underWay.set(token, found);
  return found;
}

/** The number of the person who asks; null for a key, which is nobody's. */
export function personIn({ name, id }: KeyHolder): number | null {
  return name.startsWith('person:') ? id : null;
}

/** The number of the person who asks. Throws 409 with that sentence for a key. */
export function requirePerson(holder: KeyHolder, whyNoKey: string): number {
  const personId = personIn(holder);
  if (personId === null) throw new HttpProblem(409, whyNoKey);
  return personId;
}

/** True when a holder may see what belongs to a creditor. */
export function maySee({ creditors }: KeyHolder, creditorId: string): boolean {
  return creditors === null || creditors.includes(creditorId);
}
