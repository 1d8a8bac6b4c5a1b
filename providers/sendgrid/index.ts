import * as z from 'zod';
import { carriers } from '../../domain/known-providers.ts';
import { flag, kept, perSecond, present, provider } from '../provider.ts';
import { mailEventsSchema } from './events.ts';

/** E-mails out through SendGrid, their events and the answers of debtors in. */
export const sendgrid = provider({
  settings: {
    SENDGRID_API_KEY: z.string().optional(),
    SENDGRID_FROM: z.email().optional(),
    SENDGRID_EU: flag.optional(),
    SENDGRID_BASE_URL: z.url().optional(),
    SENDGRID_PER_SECOND: perSecond(20),
    SENDGRID_EVENT_PUBLIC_KEY: z.string().optional(),
    /** The domain whose mail SendGrid hands to us (inbound parse): answers go to an address of it; without it to the creditor. */
    EXIGIBLE_REPLY_DOMAIN: z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i, 'a domain such as reponses.exemple.fr')
      .optional(),
    /** Stands in the address that SendGrid posts answers to: its inbound parse signs nothing. */
    SENDGRID_INBOUND_SECRET: z.string().min(24).optional(),
  },
  opensWith: carriers.sendgrid.opensWith,
  pairs: [
    ['SENDGRID_API_KEY', 'SENDGRID_FROM'],
    ['EXIGIBLE_REPLY_DOMAIN', 'SENDGRID_INBOUND_SECRET'],
  ],
  async mail(config) {
    const { SENDGRID_API_KEY: apiKey, SENDGRID_EU: eu = false, SENDGRID_BASE_URL: baseUrl } = config;
    if (apiKey === undefined) return null;
    const { sendgridMail } = await import('./mail.ts');
    const port = sendgridMail({ apiKey, eu, ...present({ baseUrl }) });
    return { port, perSecond: config.SENDGRID_PER_SECOND, from: config.SENDGRID_FROM ?? null };
  },
  routes: {
    'POST /webhooks/sendgrid': {
      text: 'Événements d’e-mail (SendGrid Event Webhook, signature ECDSA sur le corps brut)',
      role: 'anyone',
      headers: z.object({
        'x-twilio-email-event-webhook-signature': z.string(),
        'x-twilio-email-event-webhook-timestamp': z.string(),
      }),
      body: mailEventsSchema,
      answers: { 204: kept },
    },
    'POST /webhooks/sendgrid/inbound/{secret}': {
      text: 'Réponses par e-mail (SendGrid Inbound Parse, « POST the raw, full MIME message ») ; elle ne signe rien : le secret est dans l’adresse. Ouvert si SENDGRID_INBOUND_SECRET est donné',
      role: 'anyone',
      body: z.looseObject({ email: z.string().meta({ description: 'L’e-mail entier, tel qu’il est arrivé, 30 Mo au plus' }) }),
      bodyType: 'multipart/form-data',
      answers: { 204: kept },
    },
  },
  async doors({ SENDGRID_EVENT_PUBLIC_KEY: publicKey, SENDGRID_INBOUND_SECRET: secret }, ground) {
    const [{ sendgridDoor }, { inboundDoor }] = await Promise.all([import('./door.ts'), import('./inbound.ts')]);
    const { mailPublicKey } = ground.outbox;
    const signers = [
      ...(mailPublicKey === undefined ? [] : [{ provider: 'outbox', publicKey: mailPublicKey }]),
      ...(publicKey === undefined ? [] : [{ provider: 'sendgrid', publicKey }]),
    ];
    return [sendgridDoor({ ...ground, signers }), ...(secret === undefined ? [] : [inboundDoor(ground, secret)])];
  },
});
