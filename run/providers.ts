import { join } from 'node:path';
import type { DocumentStore } from '../activities/files/store.ts';
import { couriersOf, type Ways } from '../activities/ports/couriers.ts';
import type { MailPort } from '../activities/ports/mail.ts';
import { paced } from '../activities/ports/pacing.ts';
import type { PostPort } from '../activities/ports/post.ts';
import type { SmsPort } from '../activities/ports/sms.ts';
import type { Config } from '../config.ts';
import { mailevaPost } from '../providers/maileva/post.ts';
import { outboxMail } from '../providers/outbox/mail.ts';
import { createOutbox } from '../providers/outbox/outbox.ts';
import { outboxPost } from '../providers/outbox/post.ts';
import { outboxSms } from '../providers/outbox/sms.ts';
import { sendgridMail } from '../providers/sendgrid/mail.ts';
import { smtpMail } from '../providers/smtp/mail.ts';
import { twilioSms } from '../providers/twilio/sms.ts';

const DEFAULT_SENDER = 'Exigible';

/** Where the outbox keeps what would have left. */
export function outboxFolder(dataDir: string): string {
  return join(dataDir, 'outbox');
}

/** Each channel's real provider when its keys are configured, else the outbox. */
export function wayOut(config: Config, dataDir: string, store: DocumentStore): Ways {
  const outbox = createOutbox(outboxFolder(dataDir), Date.now);
  const { EXIGIBLE_PUBLIC_URL: publicUrl } = config;
  return {
    mail: mailWay(config) ?? outboxMail(outbox),
    sms: smsWay(config) ?? outboxSms(outbox),
    post: postWay(config) ?? outboxPost(outbox),
    fromEmail: config.SENDGRID_FROM ?? config.SMTP_FROM ?? null,
    smsSender: config.TWILIO_FROM ?? DEFAULT_SENDER,
    smsReportUrl: publicUrl === undefined ? null : `${publicUrl.replace(/\/$/, '')}/webhooks/twilio`,
    store,
  };
}

/** The three ways out, none faster than its provider takes. */
export function couriers(config: Config, dataDir: string, store: DocumentStore): ReturnType<typeof couriersOf> {
  const { email, sms, post } = couriersOf(wayOut(config, dataDir, store));
  return {
    email: paced(email, config.SENDGRID_PER_SECOND, Date.now),
    sms: paced(sms, config.TWILIO_PER_SECOND, Date.now),
    post: paced(post, config.MAILEVA_PER_SECOND, Date.now),
  };
}

function mailWay({
  SENDGRID_API_KEY: apiKey,
  SENDGRID_EU: eu,
  SENDGRID_BASE_URL: baseUrl,
  SMTP_URL: url,
}: Config): MailPort | null {
  if (apiKey === undefined) return url === undefined ? null : smtpMail({ url });
  return sendgridMail({ apiKey, eu: eu ?? false, ...(baseUrl === undefined ? {} : { baseUrl }) });
}

function smsWay({
  TWILIO_ACCOUNT_SID: accountSid,
  TWILIO_AUTH_TOKEN: authToken,
  TWILIO_BASE_URL: baseUrl,
}: Config): SmsPort | null {
  if (accountSid === undefined || authToken === undefined) return null;
  return twilioSms({ accountSid, authToken, ...(baseUrl === undefined ? {} : { baseUrl }) });
}

function postWay(config: Config): PostPort | null {
  const {
    MAILEVA_CLIENT_ID: clientId,
    MAILEVA_CLIENT_SECRET: clientSecret,
    MAILEVA_USERNAME: username,
    MAILEVA_PASSWORD: password,
    MAILEVA_BASE_URL: baseUrl,
    MAILEVA_AUTH_URL: authUrl,
  } = config;
  if (clientId === undefined || clientSecret === undefined || username === undefined || password === undefined) return null;
  const hosts = { ...(baseUrl === undefined ? {} : { baseUrl }), ...(authUrl === undefined ? {} : { authUrl }) };
  return mailevaPost({ clientId, clientSecret, username, password, sandbox: config.MAILEVA_SANDBOX ?? false, ...hosts });
}
