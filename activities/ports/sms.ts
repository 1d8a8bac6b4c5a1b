import type { SendOutcome } from './outcome.ts';

/** An SMS ready to leave; numbers in E.164, `from` an alphanumeric sender or a number. */
export interface Sms {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly statusCallbackUrl?: string;
}

/** The way out for SMS. */
export interface SmsPort {
  readonly provider: string;
  send(sms: Sms): Promise<SendOutcome>;
  readonly find?: (key: string) => Promise<SendOutcome | null>;
  /** What it does not find did not leave, and cannot leave any more. */
  readonly isConclusive?: true;
}
