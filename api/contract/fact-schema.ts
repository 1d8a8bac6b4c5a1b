import * as z from 'zod';
import { actNames, acts } from '../../domain/case/acts/index.ts';
import { answerChannels, answerSubjects, holdTypes } from '../../domain/case/case.ts';
import { eInvoiceStatusCodes } from '../../domain/case/facts/e-invoice.ts';
import type { FactType } from '../../domain/case/facts/fact.ts';
import { shapeOf } from './act-schema.ts';
import { channel, closingReason, noticeOutcome, route } from './case-schema.ts';
import { cents, count, day, flag, list, text } from './schema.ts';

type Shape = Readonly<Record<string, z.ZodType>>;

const maybe = <S extends z.ZodType>(schema: S) => schema.exactOptional();
const reason = maybe(text);
/** A reason of the case's own: a code with its data, or the words of a person or of an earlier release. */
const kept = z.union([text, z.looseObject({ code: text })]);
const written = z.enum(['email', 'sms']);
const ofMessage = { channel: written, message: maybe(text), step: maybe(text), sequence: maybe(count) };

/** What acts tell is known from the acts themselves. */
const told = Object.fromEntries(actNames.map((name) => [acts[name].fact, shapeOf(acts[name].fields)]));

type ByAct = (typeof acts)[keyof typeof acts]['fact'];

/** Facts that acts tell and that machines tell with more: which letter, which message. */
type ByBoth = 'notice-event' | 'opt-out';

/** What machines tell and what the case does or finds out itself. */
const others: { readonly [T in Exclude<FactType, Exclude<ByAct, ByBoth>>]: Shape } = {
  'payment-reversed': { payment: text },
  'credit-note': { id: text, amountCents: cents, on: maybe(day) },
  'payment-announced': { amountCents: cents, on: day, by: maybe(z.literal('debtor')) },
  'debtor-wrote': { channel: z.enum(answerChannels), about: z.enum(answerSubjects), document: maybe(text) },
  'invoice-status': { status: z.literal(eInvoiceStatusCodes), amountCents: maybe(cents), reason },
  'invoice-changed': { dueOn: maybe(day), totalCents: maybe(cents) },
  'invoice-cancelled': { reason },
  'message-taken': ofMessage,
  'message-delivered': ofMessage,
  'message-bounced': { ...ofMessage, reason, former: maybe(flag), passing: maybe(flag), shared: maybe(flag) },
  'opt-out': { ...ofMessage, undelivered: maybe(flag) },
  'notice-event': { outcome: noticeOutcome, on: day, proof: maybe(text) },
  'feed-stale': {},
  'feed-fresh': {},
  'rate-missing': { semester: text },
  'rate-entered': { semester: text },
  opened: {
    plan: text,
    version: count,
    paid: maybe(z.object({ amountCents: cents, on: day, undated: maybe(z.literal(true)) })),
    quietUntil: maybe(day),
  },
  reopened: { reason: text },
  sent: {
    step: text.nullable(),
    note: maybe(text),
    channel,
    template: text,
    askedCents: cents.nullable(),
    message: text,
    provider: text,
    providerId: text,
    sha256: text,
    payBy: maybe(day),
    as: maybe(text),
  },
  'note-left-out': { note: text, reason: kept },
  'plan-changed': { plan: text, version: count },
  'call-due': { step: text, as: maybe(text) },
  'channel-left-out': { step: text, channel, reason: kept, task: flag, as: maybe(text) },
  'step-left-out': { step: text, reason: kept },
  'approval-asked': { step: text, content: maybe(text) },
  'external-asked': { step: text, channel, document: maybe(text) },
  'send-unknown': { step: text, channel, reason: text },
  'send-failed': { step: text, channel, reason: text },
  'decision-opened': { step: text, routes: list(text) },
  'handed-over': { step: text, route, document: text, sha256: text },
  'hold-ended': { hold: z.enum(holdTypes), reason: kept },
  'credit-held': { amountCents: cents },
  'credit-passed': { id: text, to: text, amountCents: cents },
  'credit-returned': { id: text, to: text, reason: text },
  'promise-broken': { promisedCents: cents, paidCents: cents },
  'instalment-missed': { on: day, missingCents: cents, asked: maybe(flag), warns: maybe(flag) },
  'instalments-lapsed': {},
  'task-raised': {
    task: text,
    key: text,
    context: kept,
    step: maybe(text),
    channel: maybe(channel),
    chargesCents: maybe(cents),
  },
  closed: { reason: closingReason, letGoCents: maybe(cents) },
};

const shapes: Readonly<Record<string, Shape>> = { ...told, ...others };

/** A written fact: what every one has, its type, and the fields of that type. Later releases may add fields to a type. */
export function factRow(common: Shape): z.ZodType {
  const rows = Object.entries(shapes).map(([type, shape]) =>
    z.strictObject({ ...common, type: z.literal(type), fact: z.looseObject(shape) }),
  );
  return z.discriminatedUnion('type', rows as [(typeof rows)[number], ...typeof rows]);
}
