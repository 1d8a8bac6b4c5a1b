import { BadInput } from '../../domain/fault.ts';
import { LOGO_PART, type LogoPart } from '../../domain/party/logo.ts';
import type { Address } from '../../domain/party/party-schema.ts';
import type { OwnMedium } from '../../domain/plan/plan.ts';
import { addressSaid, postalLines } from '../../templates/postal-address.ts';
import type { Composed } from '../../words/compose.ts';
import type { JoinedDocument } from '../../words/message.ts';
import type { DocumentStore } from '../files/store.ts';
import { faultOfAttachments } from './attachments.ts';
import type { Courier } from './courier.ts';
import type { Attachment, MailPort } from './mail.ts';
import { faultOfNumber } from './number.ts';
import type { AddressFault, SendOutcome } from './outcome.ts';
import type { PostPort } from './post.ts';
import type { SmsPort } from './sms.ts';
import { threadOf, WRITTEN_BY_MACHINE } from './thread.ts';

/** The ports, and how our messages are signed. `fromEmail` null: the creditor's own address. */
export interface Ways {
  readonly mail: MailPort;
  readonly sms: SmsPort;
  readonly post: PostPort;
  readonly fromEmail: string | null;
  readonly smsSender: string;
  /** Where the SMS provider tells what became of a text; null when it cannot reach us. */
  readonly smsReportUrl: string | null;
  readonly store: DocumentStore;
}

/** The three ways out, as the sending of an act sees them. */
export function couriersOf(ways: Ways): Readonly<Record<OwnMedium, Courier>> {
  return { email: mailCourier(ways), sms: smsCourier(ways), post: postCourier(ways) };
}

function mailCourier({ mail, fromEmail, store }: Ways): Courier {
  return {
    provider: mail.provider,
    async deliver(id, composed) {
      const { creditor, replyTo, email, to, joined, logo, answers } = as('email', composed);
      const from = { email: fromEmail ?? creditor.email, name: creditor.name };
      const attachments = [...(await attachmentsOf(store, joined)), ...(logo ? [await logoPart(store, logo)] : [])];
      const fault = faultOfAttachments(attachments);
      if (fault !== null) return refusedHere(mail.provider, fault, null);
      const customArgs = { message: id };
      const headers = answers === undefined ? WRITTEN_BY_MACHINE : threadOf(await store.get(answers));
      return mail.send({ key: id, from, replyTo, to, ...email, attachments, customArgs, headers });
    },
    ...asking(mail),
  };
}

function attachmentsOf(store: DocumentStore, joined: readonly JoinedDocument[]): Promise<Attachment[]> {
  return Promise.all(
    joined.map(async ({ filename, contentType, sha256 }) => ({ filename, contentType, content: await store.get(sha256) })),
  );
}

async function logoPart(store: DocumentStore, { contentType, sha256 }: LogoPart): Promise<Attachment> {
  const filename = contentType === 'image/png' ? 'logo.png' : 'logo.jpg';
  return { filename, contentType, content: await store.get(sha256), cid: LOGO_PART };
}

function smsCourier({ sms, smsSender, smsReportUrl }: Ways): Courier {
  return {
    provider: sms.provider,
    async deliver(id, composed) {
      const { to, text } = as('sms', composed);
      const fault = faultOfNumber(to);
      if (fault !== null) return refusedHere(sms.provider, 'ce numéro ne reçoit pas de SMS', fault);
      const report = smsReportUrl === null ? {} : { statusCallbackUrl: `${smsReportUrl}?message=${encodeURIComponent(id)}` };
      return sms.send({ key: id, from: smsSender, to, text, ...report });
    },
    ...asking(sms),
  };
}

function postCourier({ post, store }: Ways): Courier {
  return {
    provider: post.provider,
    async deliver(id, composed, calling) {
      const { channel, document, creditor, debtor, title, pages, joined } = as('letter', composed);
      try {
        return await post.post(
          {
            channel,
            key: id,
            title,
            recipientLines: postalLines(
              linesOf(debtor.name, debtor.registeredOffice),
              'debtor.registeredOffice',
              debtor.registeredOffice?.country,
            ),
            ...(debtor.registeredOffice ? { recipientCountry: debtor.registeredOffice.country } : {}),
            senderCountry: creditor.address.country,
            senderLines: postalLines(linesOf(creditor.name, creditor.address), 'creditor.address', creditor.address.country),
            senderEmail: creditor.email,
            pages,
            pdf: await store.get(document),
            enclosures: await Promise.all(joined.map(async (one) => ({ title: one.title, pdf: await store.get(one.sha256) }))),
          },
          calling,
        );
      } catch (error) {
        if (error instanceof BadInput) return refusedHere(post.provider, addressSaid(error) ?? error.message, 'invalid');
        throw error;
      }
    },
    ...asking(post),
  };
}

/** Who can be asked by our reference, and whether his silence says that nothing left. */
function asking({ find, isConclusive }: Asked): Asked {
  return { ...(find ? { find } : {}), ...(isConclusive ? { isConclusive } : {}) };
}

type Asked = Pick<Courier, 'find' | 'isConclusive'>;

function linesOf(name: string, address: Address | undefined): string[] {
  if (!address) return [name];
  const { line1, line2, postcode, city } = address;
  return [name, line1, ...(line2 === undefined ? [] : [line2]), `${postcode} ${city}`];
}

/** Refused before the provider was asked: nothing left. */
function refusedHere(provider: string, reason: string, address: AddressFault): SendOutcome {
  return { outcome: 'refused', provider, code: 'HERE', reason, address };
}

function as<K extends Composed['kind']>(kind: K, composed: Composed): Extract<Composed, { kind: K }> {
  if (composed.kind !== kind) throw new Error(`a ${composed.kind} cannot leave as ${kind}`);
  return composed as Extract<Composed, { kind: K }>;
}
