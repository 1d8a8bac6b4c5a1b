import type { ParsedMail } from 'mailparser';

/** What a delivery report says of a message of ours (RFC 3464). */
export interface DeliveryReport {
  /** False: it is late or went on, and may still arrive. */
  readonly failed: boolean;
  /** `5.1.1`; null when it says none. Codes alone: the words of a mail server may name the person. */
  readonly status: string | null;
  /** Message ids of what came back: nobody guesses one, as he could guess our own ids. */
  readonly ids: readonly string[];
}

const RETURNED = ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'];
/** Headers are at the beginning of what comes back. */
const LONGEST_HEADERS = 65_536;

/** Reads the report in a mail that is one; a report that says nothing of itself says that a message did not arrive. */
export function deliveryReportOf({ text = '', attachments }: ParsedMail): DeliveryReport {
  const [, action = 'failed'] = /^action:\s*([a-z]+)/im.exec(text) ?? [];
  const [, status = null] = /^status:\s*([245]\.\d{1,3}\.\d{1,3})/im.exec(text) ?? [];
  const headers = attachments
    .filter(({ contentType }) => RETURNED.includes(contentType))
    .map(
      ({ content }) =>
        content
          .subarray(0, LONGEST_HEADERS)
          .toString('latin1')
          .split(/\r?\n\r?\n/, 1)[0] ?? '',
    )
    .map((block) => block.replaceAll(/\r?\n[ \t]+/g, ' '));
  return {
    failed: action.toLowerCase() === 'failed' && !(status ?? '5').startsWith('2'),
    status,
    ids: headers.flatMap((block) => /^message-id:\s*(\S+)/im.exec(block)?.[1] ?? []),
  };
}
