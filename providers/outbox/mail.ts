import type { MailPort } from '../../activities/ports/mail.ts';
import { mimeOf } from '../mime.ts';
import type { Outbox } from './outbox.ts';

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
