import * as z from 'zod';
import {
  type Case,
  type Hold,
  holdTypes,
  type Phase,
  type Route,
  type StepRecord,
  type Task,
  taskKinds,
} from '../../domain/case/case.ts';
import {
  amicableNames,
  channelNames,
  closingNames,
  outcomeNames,
  phaseNames,
  routeNames,
} from '../../domain/case/show/french.ts';
import type { CaseView, ShownAct } from '../../domain/case/view.ts';
import type { Channel } from '../../domain/plan/plan.ts';
import { debtorKinds } from '../../domain/plan/plan.ts';
import { namesOf } from '../../domain/table.ts';
import { cents, count, creditCents, currency, day, exactly, flag, instant, list, object, text } from './schema.ts';

const oneOf = <Name extends string>(names: Readonly<Record<Name, string>>) => z.enum(namesOf(names));

export const phase = oneOf<Phase>(phaseNames);
export const hold = z.enum([...holdTypes, 'none']);
export const route = oneOf<Route>(routeNames);
export const channel = oneOf<Channel>(channelNames);
export const closingReason = oneOf(closingNames);
export const noticeOutcome = oneOf(outcomeNames);
export const taskKind = z.enum(taskKinds);

const schedule = list(object({ on: day, amountCents: cents }));
const missed = object({ on: day, missingCents: cents, askedOn: day.nullable(), warned: flag.exactOptional() });

const holdSchema = exactly<Hold>()(
  z.discriminatedUnion('type', [
    object({
      type: z.literal('insolvency'),
      openedOn: day,
      publishedOn: day.nullable(),
      courtDepartment: text.exactOptional(),
      creditorDepartment: text.exactOptional(),
      creditorAbroad: flag.exactOptional(),
    }),
    object({
      type: z.literal('dispute'),
      amountCents: cents.nullable(),
      answerBy: day,
      reason: text,
      owner: text.nullable(),
      creditedBeforeCents: cents.exactOptional(),
      at: instant.exactOptional(),
    }),
    object({
      type: z.literal('instalments'),
      schedule,
      paidBeforeCents: cents,
      waivesLateCharges: flag.exactOptional(),
      lateChargesCents: cents.exactOptional(),
      missed: missed.nullable(),
      asked: list(missed).exactOptional(),
      at: instant.exactOptional(),
      signedOn: day.exactOptional(),
    }),
    object({
      type: z.literal('promise'),
      amountCents: cents,
      on: day,
      paidBeforeCents: cents,
      at: instant.exactOptional(),
    }),
    object({
      type: z.literal('pause'),
      until: day.nullable(),
      reason: text,
      awaits: z.enum(['payment', 'invoice', 'answer']).exactOptional(),
    }),
    object({ type: z.literal('credit'), amountCents: cents }),
    object({ type: z.literal('rate-missing'), semester: text }),
    object({ type: z.literal('feed-stale') }),
  ]),
);

const act = exactly<ShownAct>()(
  z.discriminatedUnion('do', [
    object({ do: z.literal('send'), step: text, channel }),
    object({ do: z.literal('leave-channel-out'), step: text, channel, reason: text, task: flag }),
    object({ do: z.literal('ask-approval'), step: text }),
    object({ do: z.literal('ask-external'), step: text, channel }),
    object({ do: z.literal('leave-step-out'), step: text, reason: text }),
    object({ do: z.literal('open-decision'), step: text }),
    object({ do: z.literal('hand-over'), step: text, route }),
    object({ do: z.literal('end-hold'), hold: z.enum(holdTypes), reason: text }),
    object({ do: z.literal('hold-credit'), amountCents: cents }),
    object({ do: z.literal('pass-credit'), id: text, to: text, amountCents: cents }),
    object({ do: z.literal('break-promise'), promisedCents: cents, paidCents: cents }),
    object({ do: z.literal('ask-instalment'), on: day, missingCents: cents, warns: z.literal(true).exactOptional() }),
    object({ do: z.literal('lapse-instalments') }),
    object({ do: z.literal('raise-task'), kind: taskKind, key: text, context: text, chargesCents: cents.exactOptional() }),
    object({ do: z.literal('send-note'), note: text, template: text }),
    object({ do: z.literal('leave-note-out'), note: text, reason: text }),
    object({ do: z.literal('close'), reason: closingReason, letGoCents: cents.exactOptional() }),
  ]),
);

const task = exactly<Task>()(
  object({
    kind: taskKind,
    key: text,
    since: instant,
    context: text,
    owner: text.exactOptional(),
    dueOn: day.exactOptional(),
    step: text.exactOptional().meta({ description: 'L’étape dont il s’agit' }),
    channel: channel.exactOptional(),
    tries: count.exactOptional(),
    content: text.exactOptional().meta({ description: 'Empreinte de ce qui attend un accord\u00a0: approve la nomme' }),
  }),
);

const closed = object({ at: instant, reason: closingReason, letGoCents: cents.exactOptional() }).nullable();

/** A case as everybody sees it. */
export const caseView = exactly<CaseView>()(
  object({
    caseId: text,
    creditorId: text,
    debtorId: text,
    invoice: object({ id: text, number: text, dueOn: day, totalCents: cents, currency }),
    plan: object({ id: text, version: count }),
    phase,
    hold,
    holds: list(holdSchema),
    balanceCents: cents,
    creditCents,
    next: object({
      at: instant.nullable(),
      act: act.nullable(),
      what: text.exactOptional().meta({ description: 'Ce qui vient, en français, étape nommée' }),
      why: text,
    }),
    needsHuman: flag,
    tasks: list(task),
    route: route.nullable(),
    closed,
  }).meta({ id: 'Case' }),
);

const stepRecord = exactly<StepRecord>()(
  object({
    step: text,
    state: z.enum(['again', 'awaiting-approval', 'approved', 'awaiting-external', 'leaving', 'unknown', 'sent', 'left-out']),
    sequence: count,
    at: instant,
    on: day,
    done: list(channel),
    contact: flag,
    further: list(object({ channel, at: instant })).exactOptional(),
    as: text.exactOptional(),
    payBy: day.nullable(),
    reason: text.nullable(),
    figuresOn: day.exactOptional(),
    asked: object({ content: text, balanceCents: cents }).exactOptional(),
  }),
);

const noteFact = z.discriminatedUnion('about', [
  object({ about: z.literal('payment'), on: day, id: text, amountCents: cents }),
  object({ about: z.literal('promise'), on: day, amountCents: cents, promisedOn: day }),
  object({ about: z.literal('announcement'), on: day, amountCents: cents, paidOn: day, until: day }),
  object({ about: z.literal('instalments'), on: day, schedule }),
  object({ about: z.literal('dispute'), on: day, amountCents: cents.nullable(), answerBy: day }),
  object({ about: z.literal('credit-note'), on: day, id: text, amountCents: cents }),
  object({ about: z.literal('cancellation'), on: day }),
  object({ about: z.literal('return'), on: day, id: text, amountCents: cents, receivedOn: day }),
  object({ about: z.literal('answer'), on: day, text, document: text.exactOptional() }),
]);

const bounce = object({
  channel: z.enum(['email', 'sms']),
  at: instant,
  message: text.exactOptional(),
  step: text.exactOptional(),
  former: z.literal(true).exactOptional(),
  passing: z.literal(true).exactOptional(),
  shared: z.literal(true).exactOptional(),
});

/** Everything that is kept of a case: what a simulation starts from. */
export const wholeCase = exactly<Case>()(
  object({
    schemaVersion: z.literal(1),
    id: text,
    creditorId: text,
    debtor: object({
      id: text,
      kind: z.enum(debtorKinds),
      segment: text.nullable(),
      department: text.nullable(),
    }),
    invoice: object({
      id: text,
      number: text,
      currency,
      totalCents: cents,
      vatCents: cents.nullable(),
      issuedOn: day.nullable(),
      dueOn: day,
      serviceCompletedOn: day.nullable(),
      nature: z.enum(['services', 'goods', 'transport', 'consumer']).nullable().exactOptional(),
    }),
    enteredAt: instant,
    timeBarredOn: day.nullable(),
    payments: list(
      object({
        id: text,
        amountCents: cents,
        on: day,
        undated: z.literal(true).exactOptional(),
        reversed: flag,
        unsaid: z.literal(true).exactOptional(),
        entry: text.exactOptional(),
        creditOf: text.exactOptional(),
      }),
    ),
    creditNotes: list(object({ id: text, amountCents: cents, on: day })),
    creditUses: list(
      object({ id: text, amountCents: cents, on: day, to: text.exactOptional(), passed: flag.exactOptional() }),
    ).exactOptional(),
    settledChargesCents: cents.exactOptional(),
    creditChargesCents: cents.exactOptional(),
    cancelled: flag,
    waived: flag,
    withheld: object({ amountCents: cents, creditedBeforeCents: cents, awaitedCents: cents.exactOptional() }).nullable(),
    contact: object({ email: flag, mobile: flag, smsStopped: flag, emailStopped: flag }),
    bounces: list(bounce).exactOptional(),
    holds: list(holdSchema),
    steps: list(stepRecord),
    jump: object({ step: text, at: instant }).nullable(),
    notice: object({
      postedOn: day,
      outcome: noticeOutcome,
      effectiveOn: day.nullable(),
      effectiveAt: instant.nullable(),
    }).nullable(),
    route: object({ route, at: instant }).nullable(),
    amicableAttempt: object({ on: day, means: oneOf(amicableNames) }).exactOptional(),
    notes: list(
      object({
        key: text,
        money: text.exactOptional(),
        template: text,
        at: instant,
        fact: noteFact.exactOptional(),
        sameDay: z.literal(true).exactOptional(),
      }),
    ),
    talks: list(object({ step: text, at: instant })).exactOptional(),
    tasks: list(task),
    raised: list(text),
    setAside: list(task).exactOptional(),
    closed,
  }),
);
