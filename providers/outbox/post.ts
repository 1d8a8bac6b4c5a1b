import type { PostPort } from '../../activities/ports/post.ts';
import type { Outbox } from './outbox.ts';

/** Letters, registered or simple, as `.pdf` files. */
export function outboxPost(outbox: Outbox): PostPort {
  return {
    provider: 'outbox',
    post: ({ channel, key, title, pdf, enclosures }) =>
      outbox.take({
        key,
        channel,
        extension: 'pdf',
        title,
        bytes: pdf,
        enclosures: enclosures.map((one) => one.pdf),
      }),
    find: (key) => outbox.find(key),
    isConclusive: true,
  };
}
