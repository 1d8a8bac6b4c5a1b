import type { Channel, Plan } from '../plan/plan.ts';
import type { Case, Note, PaymentOrigin, Task, TaskAbout } from './case.ts';

/** The version of stored cases that this code writes. */
const CASE_VERSION = 1;

/** How a case stored under an earlier version becomes one of the next: `1` makes a version 2 of it. */
const steps: Readonly<Record<number, (stored: Stored) => Stored>> = {};

interface Stored {
  readonly schemaVersion: number;
}

/** A stored case as the code of today reads it, whatever release wrote it. Throws for one of a later release. */
export function upcastCase(stored: unknown): Case {
  let document = stored as Stored;
  while (document.schemaVersion < CASE_VERSION) {
    const step = steps[document.schemaVersion];
    if (!step) break;
    document = step(document);
  }
  if (document.schemaVersion !== CASE_VERSION)
    throw new Error(`a case of version ${document.schemaVersion} is stored, this release reads ${CASE_VERSION}`);
  return withSubjects(document as unknown as Case);
}

const NOTHING_STOPPED = { smsStopped: false, emailStopped: false };

/** Earlier releases wrote into the keys of tasks, notes and payments what now stands beside them: the one place that reads it there. */
function withSubjects(theCase: Case): Case {
  return {
    ...theCase,
    ...creditOf(theCase),
    // Who refused e-mails is written in from the evidence (migration 0025); another had refused none.
    contact: { ...NOTHING_STOPPED, ...theCase.contact },
    payments: theCase.payments.map((payment) => ({ ...originOf(payment.id), ...payment })),
    notes: theCase.notes.map((note) => ({ ...moneyOf(note), ...note })),
    tasks: theCase.tasks.map((task) => ({ ...aboutOf(task), ...task })),
  };
}

/** `step`, `step:2`; `step:channel:instant`, `provider:step:channel`. */
function aboutOf({ kind, key }: Task): TaskAbout {
  const parts = key.split(':');
  const [step = '', rest] = parts.length === 3 ? parts.slice(1) : parts;
  switch (kind) {
    case 'call':
      return { step, ...(rest === undefined ? {} : { tries: Number(rest) }) };
    case 'approval':
    case 'external':
      return { step };
    case 'bounce':
      return { channel: key.startsWith('sms') ? 'sms' : 'email' };
    case 'missing-contact':
      return channelOf(parts);
    case 'unknown-send':
    case 'send-failed':
      return { step, channel: rest as Channel };
    case 'notice':
      return parts.length === 1 ? { step } : {};
    default:
      return {};
  }
}

/** `step:channel`, `call:step`, `missed-instalment:day`; `contact:step` is about another person. */
function channelOf([first = '', last]: readonly string[]): TaskAbout {
  if (first === 'contact') return {};
  if (first === 'call') return { channel: 'call' };
  return { channel: first === 'missed-instalment' ? 'email' : (last as Channel) };
}

/** `credit:movements:balance+charges`, the last one that was raised. */
function creditOf({ raised, creditChargesCents }: Case): Pick<Case, 'creditChargesCents'> {
  const told = raised.findLast((name) => name.startsWith('credit:') && name.includes('+'));
  return told === undefined || creditChargesCents !== undefined ? {} : { creditChargesCents: Number(told.split('+')[1]) };
}

/** `entry#2`: a share of a bank entry; `credit:invoice:use`: a credit of another invoice. */
function originOf(id: string): PaymentOrigin {
  const [entry = '', share] = id.split('#');
  if (id.startsWith('credit:')) return { creditOf: id.split(':')[1] ?? '' };
  return share === undefined ? {} : { entry };
}

/** `payment:` and the id of the payment. */
function moneyOf({ key }: Note): Pick<Note, 'money'> {
  if (!key.startsWith(THANKS)) return {};
  const id = key.slice(THANKS.length);
  return { money: originOf(id).entry ?? id };
}

const THANKS = 'payment:';

/** A stored plan: its own document says what it needs, and what it lacks has a default. */
export function upcastPlan(stored: unknown): Plan {
  return stored as Plan;
}
