import { Webhook } from 'standardwebhooks';
import type { Database } from '../../db/database.ts';
import type { KeyRing } from '../../db/key-ring.ts';
import { type DueDelivery, endDelivery, endEndpointOf, postponeDelivery, takeDeliveries } from '../../db/webhooks-out.ts';
import { follow } from '../follow.ts';
import type { Post } from './post.ts';

export interface DeliverDeps {
  readonly db: Database;
  readonly envelope: KeyRing;
  readonly post: Post;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly log: { readonly error: (about: object, what: string) => void };
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
/** How long after each failure it is tried again: about three days in all, then a person replays it. */
const RETRIES_MS = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400].map((seconds) => seconds * SECOND_MS);
const AT_ONCE = 20;
const LEASE_MS = HOUR_MS / 30;
const LOOK_EVERY_MS = 2 * SECOND_MS;
const GONE = 410;

/** Tells what is due; answers with how much it was. */
export async function deliverOnce(deps: DeliverDeps): Promise<number> {
  const due = await takeDeliveries(deps.db, deps.envelope, AT_ONCE, LEASE_MS);
  await Promise.all(due.map((delivery) => deliver(deps, delivery)));
  return due.length;
}

/** Signed as Standard Webhooks say: the same id at each try, the time of this one. */
async function deliver({ db, post, clock }: DeliverDeps, delivery: DueDelivery): Promise<void> {
  const { id, url, secret, attempts } = delivery;
  const [body, at] = [JSON.stringify(delivery.body), new Date(clock())];
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'exigible-webhooks',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / SECOND_MS)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
  const answered = await post(url, headers, body);
  const { status } = answered;
  if (status !== null && status >= 200 && status < 300) return endDelivery(db, delivery, 'delivered', answered);
  if (status === GONE) await endEndpointOf(db, delivery, 'the endpoint answered 410 Gone');
  const delayMs = status === GONE ? undefined : RETRIES_MS[attempts - 1];
  if (delayMs === undefined) return endDelivery(db, delivery, 'failed', answered);
  await postponeDelivery(db, delivery, delayMs, answered);
}

/** Tells what is due until it is stopped; any number of processes may. */
export function followDeliveries(deps: DeliverDeps): () => Promise<void> {
  return follow(
    async () => (await deliverOnce(deps)) > 0,
    LOOK_EVERY_MS,
    (error) => deps.log.error({ err: error }, 'events could not be told'),
  );
}
