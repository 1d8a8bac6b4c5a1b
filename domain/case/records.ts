import type { CivilDate } from '../calendar/civil-date.ts';
import { isOutward, type OutwardStep, type Plan, type Step, stepOf } from '../plan/plan.ts';
import { type Case, recordOf, type StepRecord } from './case.ts';
import type { Fact } from './facts/fact.ts';
import { dayOf } from './facts/rule.ts';
import { payByOf } from './next/step-day.ts';

/** A step that has nothing left to do. */
export function isSettled(record: StepRecord | undefined): boolean {
  return record?.state === 'sent' || record?.state === 'left-out';
}

/** The steps of the plan that are not settled; late charges are claimed beside the ladder, once the principal is paid. */
export function openSteps(theCase: Case, plan: Plan): Step[] {
  return plan.steps.filter((step) => step.act !== 'late-charges' && !isSettled(recordOf(theCase, step.id)));
}

/** The first of them. */
export function firstOpenStep(theCase: Case, plan: Plan): Step | undefined {
  return openSteps(theCase, plan)[0];
}

/** The step whose words and channels a step takes: its own, or those of the step of another invoice it leaves with. */
export function wordsOf(theCase: Case, plan: Plan, step: OutwardStep): OutwardStep {
  const words = stepOf(plan, recordOf(theCase, step.id)?.as ?? step.id);
  return words?.act === 'message' ? words : step;
}

/**
 * The day on which the figures of a letter stop: that of its approval, for what was read is what leaves; else the day itself. Of several
 * invoices the first approval counts. Where one of them was given a later due date since, nothing of it was late on that day: its figures
 * are those of the day itself.
 */
export function figuresOn(cases: readonly Case[], step: OutwardStep, on: CivilDate): CivilDate {
  if (step.act === 'message') return on;
  const [first] = cases.flatMap((theCase) => stoppedOn(recordOf(theCase, step.id)) ?? []).toSorted();
  return first !== undefined && cases.every(({ invoice }) => invoice.dueOn < first) ? first : on;
}

function stoppedOn(record: StepRecord | undefined): CivilDate | undefined {
  return record?.state === 'approved' ? record.on : record?.figuresOn;
}

/** A record as it begins with a fact. */
export function begin(fact: Fact, step: string, state: StepRecord['state']): StepRecord {
  return { step, state, sequence: 1, at: fact.at, on: dayOf(fact), done: [], contact: false, payBy: null, reason: null };
}

export function setRecord(theCase: Case, record: StepRecord): Case {
  return { ...theCase, steps: [...theCase.steps.filter((other) => other.step !== record.step), record] };
}

/** What one channel of a step came to. */
export interface ChannelDone {
  readonly step: string;
  readonly channel: StepRecord['done'][number];
  readonly contact: boolean;
  readonly payBy?: CivilDate | undefined;
  readonly as?: string | undefined;
}

/** Marks a channel as done, and the step as sent once none is left. The first contact dates the step. */
export function finishChannel(theCase: Case, fact: Fact, plan: Plan, done: ChannelDone): Case {
  const before = recordOf(theCase, done.step);
  const record = withChannel(before, fact, done);
  const left = before?.contact && plan.spread !== undefined && (done.contact || done.channel === 'call');
  const further = [...(record.further ?? []), { channel: done.channel, at: fact.at }];
  return closeStep(setRecord(theCase, left ? { ...record, further } : record), fact, done.step, plan);
}

function withChannel(record: StepRecord | undefined, fact: Fact, { step, channel, contact, payBy, as }: ChannelDone): StepRecord {
  const begun = begunBy(record, fact, step);
  const dated = contact && !begun.contact ? { ...begun, at: fact.at, on: dayOf(fact) } : begun;
  return {
    ...dated,
    state: 'leaving',
    done: dated.done.includes(channel) ? dated.done : [...dated.done, channel],
    contact: dated.contact || contact,
    payBy: dated.payBy ?? payBy ?? null,
    ...(as === undefined || as === step ? {} : { as }),
  };
}

function begunBy(record: StepRecord | undefined, fact: Fact, step: string): StepRecord {
  if (record?.state !== 'approved') return record ?? begin(fact, step, 'leaving');
  const { asked } = record;
  return {
    ...begin(fact, step, 'leaving'),
    sequence: record.sequence,
    ...figuresStopped(record),
    ...(asked === undefined ? {} : { asked }),
  };
}

/** What the next attempt keeps of an approval. */
export function figuresStopped(record: StepRecord): Pick<StepRecord, 'figuresOn'> {
  const on = stoppedOn(record);
  return on === undefined ? {} : { figuresOn: on };
}

function closeStep(theCase: Case, fact: Fact, id: string, plan: Plan): Case {
  const step = stepOf(plan, id);
  const record = recordOf(theCase, id);
  if (!step || !record || !isOutward(step)) return theCase;
  if (!wordsOf(theCase, plan, step).channels.every((channel) => record.done.includes(channel))) return theCase;
  const payBy = record.payBy ?? (step.act === 'message' ? payByOf(step, record.on, theCase.debtor.department) : null);
  return settleStep(setRecord(theCase, { ...record, payBy }), fact, id);
}

/** The step is sent, for ever. */
export function settleStep(theCase: Case, fact: Fact, step: string): Case {
  const record = recordOf(theCase, step) ?? begin(fact, step, 'sent');
  return forgetJump(setRecord(theCase, { ...record, state: 'sent' }), step);
}

/** The step will never leave, and why. */
export function leaveOut(theCase: Case, fact: Fact, step: string, reason: string): Case {
  const settled = setRecord(theCase, {
    ...(recordOf(theCase, step) ?? begin(fact, step, 'left-out')),
    state: 'left-out',
    reason,
  });
  return forgetJump(
    { ...settled, tasks: settled.tasks.filter((task) => !(task.kind === 'approval' && task.key === step)) },
    step,
  );
}

function forgetJump(theCase: Case, step: string): Case {
  return theCase.jump?.step === step ? { ...theCase, jump: null } : theCase;
}
