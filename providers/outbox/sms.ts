import type { SmsPort } from '../../activities/ports/sms.ts';
import type { Outbox } from './outbox.ts';

/** SMS as `.txt` files. */
export function outboxSms(outbox: Outbox): SmsPort {
  return {
    provider: 'outbox',
    send: ({ key, from, to, text }) =>
      outbox.take({
        key,
        channel: 'sms',
        extension: 'txt',
        title: `SMS, ${text.length} caractères`,
        bytes: Buffer.from(`De : ${from}\nÀ : ${to}\n\n${text}\n`),
      }),
    find: (key) => outbox.find(key),
    isConclusive: true,
  };
}
