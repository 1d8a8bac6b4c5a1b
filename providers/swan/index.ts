import * as z from 'zod';
import { flag, kept, present, provider } from '../provider.ts';
import { swanEventSchema } from './events.ts';

/** A bank that must be asked what its notifications are about. */
export const swan = provider({
  settings: {
    SWAN_CLIENT_ID: z.string().optional(),
    SWAN_CLIENT_SECRET: z.string().optional(),
    SWAN_SANDBOX: flag.optional(),
    SWAN_API_URL: z.url().optional(),
    SWAN_TOKEN_URL: z.url().optional(),
  },
  pairs: [
    ['SWAN_CLIENT_ID', 'SWAN_CLIENT_SECRET'],
    ['SWAN_CLIENT_SECRET', 'SWAN_CLIENT_ID'],
  ],
  routes: {
    'POST /webhooks/swan/{creditorId}': {
      text: 'Swan prévient (Transaction.*) ; l’opération lui est demandée aussitôt. Ouvert si SWAN_CLIENT_ID est donné',
      role: 'anyone',
      headers: z.object({ 'x-swan-secret': z.string().meta({ description: 'Le secret que le créancier lui a donné' }) }),
      body: swanEventSchema,
      answers: { 200: kept },
      refusals: { 503: 'Swan ne répond pas : à redire' },
    },
  },
  async doors({ SWAN_CLIENT_ID: clientId, SWAN_CLIENT_SECRET: clientSecret, SWAN_SANDBOX: sandbox = false, ...hosts }, ground) {
    if (clientId === undefined || clientSecret === undefined) return [];
    const [{ swanWebhooks }, { swanClient }] = await Promise.all([import('./door.ts'), import('./client.ts')]);
    const options = present({ apiUrl: hosts.SWAN_API_URL, tokenUrl: hosts.SWAN_TOKEN_URL });
    const ask = swanClient({ clientId, clientSecret, sandbox, clock: ground.clock, ...options });
    return [swanWebhooks({ ...ground, ask })];
  },
});
