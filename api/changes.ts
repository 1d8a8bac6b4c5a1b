import { stampOf } from '../db/changes.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';

/** A stamp that changes with what the holder sees. */
export function changeHandlers({ db }: ApiDeps) {
  return {
    'GET /changes': async ({ holder: { creditorId, creditors }, res }) => {
      res.set('Cache-Control', 'no-store');
      return { 200: { stamp: await stampOf(db, creditorId === null ? creditors : [creditorId]) } };
    },
  } satisfies Partial<Handlers>;
}
