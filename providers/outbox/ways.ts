import type { Ways } from '../../activities/ports/couriers.ts';
import { outboxMail } from './mail.ts';
import type { Outbox } from './outbox.ts';
import { outboxPost } from './post.ts';
import { outboxSms } from './sms.ts';

/** Every way out on the outbox, as it is where nothing is configured. */
export function outboxWays(outbox: Outbox, store: Ways['store']): Ways {
  return {
    mail: outboxMail(outbox),
    sms: outboxSms(outbox),
    post: outboxPost(outbox),
    fromEmail: null,
    smsSender: 'Exigible',
    smsReportUrl: null,
    store,
  };
}
