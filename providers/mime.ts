import { randomBytes } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { Mail } from '../activities/ports/mail.ts';

/** An e-mail as it travels (RFC 5322); without `messageId` one is drawn. */
export function mimeOf(mail: Mail, messageId?: string): Promise<Buffer> {
  const { from, replyTo, to, subject, html, text } = mail;
  const attachments = mail.attachments.map(({ filename, contentType, content, cid }) => ({
    filename,
    contentType,
    content: Buffer.from(content),
    ...(cid === undefined ? {} : { cid, contentDisposition: 'inline' as const }),
  }));
  const own = Object.entries(mail.customArgs).map(([name, value]) => [`X-Exigible-${name}`, value]);
  const headers = { ...mail.headers, ...Object.fromEntries(own) };
  const sender = { name: from.name, address: from.email };
  const known = messageId === undefined ? {} : { messageId };
  return new MailComposer({ from: sender, replyTo, to, subject, html, text, attachments, headers, ...known }).compile().build();
}

/** A message id that is drawn, so that an answer to it, or its return, is known again and nobody makes one up; without its angle brackets. */
export function drawnMessageId({ from }: Mail): string {
  return `${randomBytes(16).toString('hex')}@${from.email.split('@')[1] ?? 'localhost'}`;
}
