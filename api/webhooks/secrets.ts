import { secretsOf } from '../../db/creditors.ts';
import type { WebhookPurpose } from '../../domain/known-providers.ts';
import type { ApiDeps } from '../deps.ts';
import { createCache } from '../http/cache.ts';

/** The secrets that may sign now, looked up a moment ago. */
export interface WebhookSecrets {
  of(creditorId: string, purpose: WebhookPurpose): Promise<readonly string[]>;
  /** After a rotation: the next request is checked against what is then in force. */
  forget(): void;
}

/** Another process of the API hears of a rotation after this long. */
const KEPT_FOR_MS = 3_000;

export function webhookSecrets({ db, envelope, clock }: Pick<ApiDeps, 'db' | 'envelope' | 'clock'>): WebhookSecrets {
  const load = async (creditorId: string, purpose: WebhookPurpose): Promise<string[] | undefined> => {
    const secrets = await secretsOf(db, envelope, creditorId, purpose);
    return secrets.length > 0 ? secrets : undefined;
  };
  const cache = createCache(load, KEPT_FOR_MS, clock);
  return {
    of: async (creditorId, purpose) => (await cache.get(creditorId, purpose)) ?? [],
    forget: () => cache.forget(),
  };
}
