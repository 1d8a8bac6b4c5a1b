import type { MailPort } from '../../activities/ports/mail.ts';
import { drawnMessageId, mimeOf } from '../mime.ts';
import type { Outbox } from './outbox.ts';

/** E-mails as `.eml` files that a mail program opens, each known by its message id: an answer to it, or its return, finds its case. */
export function outboxMail(outbox: Outbox): MailPort {
  return {
    provider: 'outbox',
    async send(mail) {
      const providerId = drawnMessageId(mail);
      const bytes = await mimeOf(mail, `<${providerId}>`);
      return outbox.take({ key: mail.key, providerId, channel: 'email', extension: 'eml', title: mail.subject, bytes });
    },
    find: (key) => outbox.find(key),
    isConclusive: true,
  };
}
