import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { Outbox } from '../outbox.ts';
import type { Mail, MailPort } from './mail.ts';

/** E-mails as `.eml` files that a mail program opens. */
export function outboxMail(outbox: Outbox): MailPort {
  return {
    provider: 'outbox',
    async send(mail) {
      return outbox.take({ key: mail.key, channel: 'email', extension: 'eml', title: mail.subject, bytes: await mimeOf(mail) });
    },
    find: (key) => outbox.find(key),
    isConclusive: true,
  };
}

function mimeOf(mail: Mail): Promise<Buffer> {
  const { from, replyTo, to, subject, html, text } = mail;
  const attachments = mail.attachments.map(({ filename, contentType, content }) => ({
    filename,
    contentType,
    content: Buffer.from(content),
  }));
  const headers = Object.fromEntries(Object.entries(mail.customArgs).map(([name, value]) => [`X-Exigible-${name}`, value]));
  const composer = new MailComposer({
    from: { name: from.name, address: from.email },
    replyTo,
    to,
    subject,
    html,
    text,
    attachments,
    headers,
  });
  return composer.compile().build();
}
