import type { SendOutcome } from './outcome.ts';

/** A file that goes with an e-mail. */
export interface Attachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Uint8Array;
  /** A part that the page shows, under this name (RFC 2392), and no file to open. */
  readonly cid?: string;
}

/** An e-mail ready to leave. `key` is our own reference of the act; `customArgs` hold opaque ids only. */
export interface Mail {
  readonly key: string;
  readonly from: { readonly email: string; readonly name: string };
  readonly replyTo: string;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly customArgs: Readonly<Record<string, string>>;
  /** Besides those that every mail has. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The way out for e-mails. `find` asks by our reference; a provider that cannot be asked has none. */
export interface MailPort {
  readonly provider: string;
  send(mail: Mail): Promise<SendOutcome>;
  readonly find?: (key: string) => Promise<SendOutcome | null>;
  /** What it does not find did not leave, and cannot leave any more. */
  readonly isConclusive?: true;
}
