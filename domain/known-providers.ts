import type { Channel } from './plan/plan.ts';

/** A provider that carries our messages, as the house knows it besides its folder in `providers/`. */
interface Carrier {
  /** What the timeline calls him who spoke; absent: his id. */
  readonly speaks?: string;
  /** Of messages by these channels he may speak. */
  readonly carries: readonly Channel[];
  /** The variable with which messages leave by it. */
  readonly opensWith: string;
}

/** Who carries messages; where two carry one channel, the first that is configured has it. */
export const carriers = {
  sendgrid: { speaks: 'messagerie', carries: ['email'], opensWith: 'SENDGRID_API_KEY' },
  smtp: { carries: ['email'], opensWith: 'SMTP_URL' },
  twilio: { speaks: 'SMS', carries: ['sms'], opensWith: 'TWILIO_ACCOUNT_SID' },
  maileva: { carries: ['letter', 'registered-letter'], opensWith: 'MAILEVA_CLIENT_ID' },
} as const satisfies Readonly<Record<string, Carrier>>;

/** Who tells of money under a secret of its own, as people call it. */
export const moneyTellers = [
  { id: 'qonto', name: 'Qonto' },
  { id: 'swan', name: 'Swan' },
] as const;

/** Who tells of money that came: each signs with its own secret, and speaks of the accounts that it was given. */
export const moneySources = ['bank', ...moneyTellers.map(({ id }) => id)] as const;
export type MoneySource = (typeof moneySources)[number];

/** Who signs webhooks in the name of a creditor, each with a secret of its own: his billing system, and every source of money. */
export const webhookPurposes = ['billing', ...moneySources] as const;
export type WebhookPurpose = (typeof webhookPurposes)[number];

const known: readonly (readonly [string, Carrier])[] = Object.entries(carriers);

/** The channels that a provider carries; undefined for whoever is not in the table, such as the outbox. */
export function carriedBy(provider: string): readonly string[] | undefined {
  return known.find(([id]) => id === provider)?.[1].carries;
}

/** The variables of the environment any of which lets messages of a channel really leave. */
export function openingOf(channel: Channel): string[] {
  return known.flatMap(([, { carries, opensWith }]) => (carries.includes(channel) ? [opensWith] : []));
}

/** Carriers as the timeline has them. */
export const speakers: Readonly<Record<string, string>> = Object.fromEntries(
  known.flatMap(([id, { speaks }]) => (speaks === undefined ? [] : [[id, speaks]])),
);
