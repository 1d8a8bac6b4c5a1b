import * as z from 'zod';
import { kept, provider } from '../provider.ts';
import { qontoEventSchema } from './events.ts';

/** A bank whose webhook carries whole transactions. */
export const qonto = provider({
  settings: {},
  routes: {
    'POST /webhooks/qonto/{creditorId}': {
      text: 'Qonto raconte (v1/transactions) ; à signer avec le secret que le créancier lui a donné',
      role: 'anyone',
      headers: z.object({ 'x-qonto-signature': z.string().meta({ description: 't=…,v1=…' }) }),
      body: qontoEventSchema,
      answers: { 202: kept },
    },
  },
  async doors(_config, ground) {
    const { qontoWebhooks } = await import('./door.ts');
    return [qontoWebhooks(ground)];
  },
});
