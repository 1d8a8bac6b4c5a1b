import type { IncomingMessage } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: object;
  /** In the place of `body`: a file. */
  readonly bytes?: Buffer;
  readonly received?: Received;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A provider as its published specification describes it: an answer for a call, or null when the path is not its own. */
export type Contract = (call: Call, ordinal: number) => Answer | null;

/** What the debtor's mailbox or telephone received. */
export interface Received {
  readonly provider: 'sendgrid' | 'twilio' | 'maileva';
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly subject: string | null;
  readonly text: string;
  readonly attachments: readonly string[];
  readonly customArgs: Readonly<Record<string, string>>;
}
