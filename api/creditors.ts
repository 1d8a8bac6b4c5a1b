import { creditorNames } from '../db/creditors.ts';
import { EVERYBODY, sendingHoldsNow } from '../db/sending-holds.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';

/** Those whose cases the holder may see, by name, and why nothing of theirs leaves. */
export function creditorHandlers({ db }: ApiDeps) {
  return {
    'GET /creditors': async ({ holder }) => {
      const [named, holds] = await Promise.all([creditorNames(db, holder.creditors), sendingHoldsNow(db)]);
      const heldBy = (id: string) => holds.get(EVERYBODY) ?? holds.get(id) ?? null;
      return { 200: { creditors: named.map(({ id, name }) => ({ id, name, held: heldBy(id) })) } };
    },
  } satisfies Partial<Handlers>;
}
