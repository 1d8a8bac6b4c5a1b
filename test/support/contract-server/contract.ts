import type { IncomingMessage } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: object;
  readonly received?: Received;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What the debtor's mailbox or telephone received. */
export interface Received {
  readonly provider: 'sendgrid' | 'twilio';
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly subject: string | null;
  readonly text: string;
  readonly attachments: readonly string[];
  readonly customArgs: Readonly<Record<string, string>>;
}
