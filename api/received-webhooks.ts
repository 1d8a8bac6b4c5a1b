import { receivedLately } from '../db/received-webhooks.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';
import { instantOf } from './stored-instant.ts';

/** What came in lately and what was answered, to each his own; who serves every creditor sees what named none of them too. */
export function receivedHandlers({ db }: ApiDeps) {
  return {
    'GET /received-webhooks': async ({ query, holder: { creditorId, creditors } }) => {
      const { limit, creditor, ...asked } = query;
      const one = creditorId ?? creditor;
      const filter = { ...asked, creditors: one === undefined ? creditors : [one] };
      const lines = await receivedLately(db, filter, limit + 1, creditors === null);
      const received = lines.slice(0, limit).map((line) => ({ ...line, at: instantOf(line.at) }));
      return { 200: { received, next: lines.length > limit ? (received.at(-1)?.id ?? null) : null } };
    },
  } satisfies Partial<Handlers>;
}
