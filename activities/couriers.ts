import type { Composed, JoinedDocument } from './compose.ts';
import type { Attachment, MailPort } from './mail/mail.ts';
import type { PostPort } from './post/post.ts';
import type { Courier } from './send.ts';
import type { SmsPort } from './sms/sms.ts';
import type { DocumentStore } from './store.ts';

/** The ports, and how our messages are signed. `fromEmail` null: the creditor's own address. */
export interface Ways {
  readonly mail: MailPort;
  readonly sms: SmsPort;
  readonly post: PostPort;
  readonly fromEmail: string | null;
  readonly smsSender: string;
  readonly store: DocumentStore;
}

/** The three ways out, as the sending of an act sees them. */
export function couriersOf(ways: Ways): { email: Courier; sms: Courier; post: Courier } {
  return { email: mailCourier(ways), sms: smsCourier(ways), post: postCourier(ways) };
}

function mailCourier({ mail, fromEmail, store }: Ways): Courier {
  return {
    provider: mail.provider,
    async deliver(id, composed) {
      const { creditor, email, to, joined } = as('email', composed);
      const from = { email: fromEmail ?? creditor.email, name: creditor.name };
      return mail.send({
        key: id,
        from,
        replyTo: creditor.email,
        to,
        ...email,
        attachments: await attachmentsOf(store, joined),
        customArgs: { message: id },
      });
    },
    ...(mail.find ? { find: mail.find } : {}),
  };
}

function attachmentsOf(store: DocumentStore, joined: readonly JoinedDocument[]): Promise<Attachment[]> {
  return Promise.all(
    joined.map(async ({ filename, contentType, sha256 }) => ({ filename, contentType, content: await store.get(sha256) })),
  );
}

function smsCourier({ sms, smsSender }: Ways): Courier {
  return {
    provider: sms.provider,
    deliver: (id, composed) => {
      const { to, text } = as('sms', composed);
      return sms.send({ key: id, from: smsSender, to, text });
    },
    ...(sms.find ? { find: sms.find } : {}),
  };
}

function postCourier({ post, store }: Ways): Courier {
  return {
    provider: post.provider,
    async deliver(id, composed) {
      const { document, debtor, title } = as('letter', composed);
      const office = debtor.registeredOffice;
      const recipientLines = office
        ? [debtor.name, office.line1, ...(office.line2 === undefined ? [] : [office.line2]), `${office.postcode} ${office.city}`]
        : [debtor.name];
      return post.post({ key: id, title, recipientLines, pdf: await store.get(document) });
    },
    find: post.find,
  };
}

function as<K extends Composed['kind']>(kind: K, composed: Composed): Extract<Composed, { kind: K }> {
  if (composed.kind !== kind) throw new Error(`a ${composed.kind} cannot leave as ${kind}`);
  return composed as Extract<Composed, { kind: K }>;
}
