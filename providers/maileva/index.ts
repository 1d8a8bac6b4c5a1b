import * as z from 'zod';
import { carriers } from '../../domain/known-providers.ts';
import { flag, kept, perSecond, present, provider } from '../provider.ts';
import { letterReportSchema, notificationSchema } from './reports.ts';

/** Registered letters out through Maileva, its notifications in. */
export const maileva = provider({
  settings: {
    MAILEVA_CLIENT_ID: z.string().optional(),
    MAILEVA_CLIENT_SECRET: z.string().optional(),
    MAILEVA_USERNAME: z.string().optional(),
    MAILEVA_PASSWORD: z.string().optional(),
    MAILEVA_SANDBOX: flag.optional(),
    MAILEVA_BASE_URL: z.url().optional(),
    MAILEVA_AUTH_URL: z.url().optional(),
    MAILEVA_PER_SECOND: perSecond(2),
    MAILEVA_NOTIFICATION_PASSWORD: z.string().min(16).optional(),
  },
  opensWith: carriers.maileva.opensWith,
  pairs: [
    ['MAILEVA_CLIENT_ID', 'MAILEVA_CLIENT_SECRET'],
    ['MAILEVA_CLIENT_SECRET', 'MAILEVA_USERNAME'],
    ['MAILEVA_USERNAME', 'MAILEVA_PASSWORD'],
    ['MAILEVA_PASSWORD', 'MAILEVA_CLIENT_ID'],
    ['MAILEVA_NOTIFICATION_PASSWORD', 'MAILEVA_CLIENT_ID'],
  ],
  async post(config) {
    const { MAILEVA_CLIENT_ID: clientId, MAILEVA_CLIENT_SECRET: clientSecret } = config;
    const { MAILEVA_USERNAME: username, MAILEVA_PASSWORD: password, MAILEVA_SANDBOX: sandbox = false } = config;
    if (clientId === undefined || clientSecret === undefined || username === undefined || password === undefined) return null;
    const hosts = present({ baseUrl: config.MAILEVA_BASE_URL, authUrl: config.MAILEVA_AUTH_URL });
    const { mailevaPost } = await import('./post.ts');
    const port = mailevaPost({ clientId, clientSecret, username, password, sandbox, ...hosts });
    return { port, perSecond: config.MAILEVA_PER_SECOND, from: null };
  },
  routes: {
    'POST /webhooks/post': {
      text: 'Suivi des lettres recommandées (notifications de Maileva par identifiants, rapports signés de la boîte d’envoi)',
      role: 'anyone',
      body: z.union([letterReportSchema, notificationSchema]),
      answers: { 201: kept },
    },
  },
  async doors({ MAILEVA_NOTIFICATION_PASSWORD: password }, ground) {
    const { postDoor } = await import('./door.ts');
    const { postSecret } = ground.outbox;
    return [
      postDoor({
        ...ground,
        secrets: postSecret === undefined ? [] : [postSecret],
        maileva: password === undefined ? null : `exigible:${password}`,
        lookAt: ground.lookAtLetter,
      }),
    ];
  },
});
