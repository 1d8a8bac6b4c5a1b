import { receivedLately } from '../db/received-webhooks.ts';
import { creditorsIn } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';
import { instantOf } from './stored-instant.ts';

/** What came in lately and what was answered, to each his own; who serves every creditor sees what named none of them too. */
export function receivedHandlers(deps: ApiDeps) {
  return {
    'GET /received-webhooks': async (given) => {
      const { limit, creditor: _, ...asked } = given.query;
      const filter = { ...asked, creditors: await creditorsIn(deps, given) };
      const lines = await receivedLately(deps.db, filter, limit + 1, given.holder.creditors === null);
      const received = lines.slice(0, limit).map((line) => ({ ...line, at: instantOf(line.at) }));
      return { 200: { received, next: lines.length > limit ? (received.at(-1)?.id ?? null) : null } };
    },
  } satisfies Partial<Handlers>;
}
