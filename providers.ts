import { join } from 'node:path';
import type { Ways } from './activities/couriers.ts';
import { outboxMail } from './activities/mail/outbox.ts';
import { sendgridMail } from './activities/mail/sendgrid.ts';
import { createOutbox } from './activities/outbox.ts';
import { outboxPost } from './activities/post/outbox.ts';
import { outboxSms } from './activities/sms/outbox.ts';
import { twilioSms } from './activities/sms/twilio.ts';
import type { DocumentStore } from './activities/store.ts';
import type { Config } from './config.ts';

const DEFAULT_SENDER = 'Exigible';

/** Where the outbox keeps what would have left. */
export function outboxFolder(dataDir: string): string {
  return join(dataDir, 'outbox');
}

/** Each channel's real provider when its keys are configured, else the outbox. */
export function wayOut(config: Config, dataDir: string, store: DocumentStore): Ways {
  const outbox = createOutbox(outboxFolder(dataDir), Date.now);
  const {
    SENDGRID_API_KEY: apiKey,
    SENDGRID_BASE_URL: mailUrl,
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_BASE_URL: smsUrl,
  } = config;
  const hasTwilio = accountSid !== undefined && authToken !== undefined;
  return {
    mail:
      apiKey === undefined
        ? outboxMail(outbox)
        : sendgridMail({ apiKey, eu: config.SENDGRID_EU ?? false, ...(mailUrl === undefined ? {} : { baseUrl: mailUrl }) }),
    sms: hasTwilio
      ? twilioSms({ accountSid, authToken, ...(smsUrl === undefined ? {} : { baseUrl: smsUrl }) })
      : outboxSms(outbox),
    post: outboxPost(outbox),
    fromEmail: config.SENDGRID_FROM ?? null,
    smsSender: config.TWILIO_FROM ?? DEFAULT_SENDER,
    store,
  };
}
