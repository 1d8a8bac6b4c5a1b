import * as z from 'zod';
import { carriers } from '../../domain/known-providers.ts';
import { kept, perSecond, present, provider } from '../provider.ts';

/** What Twilio takes as a sender: a number in E.164, or up to 11 letters, digits and spaces with a letter among them. */
const sender = z
  .string()
  .regex(
    /^(?:\+[1-9]\d{6,14}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/,
    'a number in E.164, or 1 to 11 letters, digits and spaces with a letter',
  );

/** SMS out through Twilio; their statuses, STOP and the answers of debtors in. */
export const twilio = provider({
  settings: {
    TWILIO_ACCOUNT_SID: z.string().optional(),
    TWILIO_AUTH_TOKEN: z.string().optional(),
    TWILIO_FROM: sender.optional(),
    TWILIO_BASE_URL: z.url().optional(),
    TWILIO_PER_SECOND: perSecond(10),
  },
  opensWith: carriers.twilio.opensWith,
  pairs: [
    ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
    ['TWILIO_AUTH_TOKEN', 'TWILIO_FROM'],
    ['TWILIO_FROM', 'TWILIO_ACCOUNT_SID'],
  ],
  async sms(config) {
    const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_BASE_URL: baseUrl } = config;
    if (accountSid === undefined || authToken === undefined) return null;
    const { twilioSms } = await import('./sms.ts');
    const port = twilioSms({ accountSid, authToken, ...present({ baseUrl }) });
    return { port, perSecond: config.TWILIO_PER_SECOND, from: config.TWILIO_FROM ?? null, reportPath: '/webhooks/twilio' };
  },
  routes: {
    'POST /webhooks/twilio': {
      text: 'Statuts de SMS et STOP (Twilio, X-Twilio-Signature sur l’adresse publique et les champs)',
      role: 'anyone',
      query: z.object({ message: z.string().optional().meta({ description: 'Notre référence du SMS' }) }),
      headers: z.object({ 'x-twilio-signature': z.string() }),
      body: z.object({
        MessageSid: z.string(),
        MessageStatus: z.string().optional().meta({ description: 'D’un SMS envoyé, avec message dans la requête' }),
        ErrorCode: z.string().optional(),
        From: z.string().optional().meta({ description: 'D’un SMS reçu' }),
        Body: z.string().optional(),
        OptOutType: z.string().optional(),
      }),
      bodyType: 'application/x-www-form-urlencoded',
      answers: { 200: { ...kept, file: 'text/xml' } },
    },
  },
  async doors({ TWILIO_AUTH_TOKEN: authToken }, ground) {
    const { twilioDoor } = await import('./door.ts');
    const { smsToken } = ground.outbox;
    const signers = [
      ...(smsToken === undefined ? [] : [{ provider: 'outbox', authToken: smsToken }]),
      ...(authToken === undefined ? [] : [{ provider: 'twilio', authToken }]),
    ];
    return [twilioDoor({ ...ground, signers })];
  },
});
