import { creditorNames } from '../db/creditors.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';

/** Those whose cases the holder may see, by name. */
export function creditorHandlers({ db }: ApiDeps) {
  return {
    'GET /creditors': async ({ holder }) => ({ 200: { creditors: await creditorNames(db, holder.creditors) } }),
  } satisfies Partial<Handlers>;
}
