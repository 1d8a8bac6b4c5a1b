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

/** The first step of the plan that is not settled; late charges are claimed beside the ladder, once the principal is paid. */
export function firstOpenStep(theCase: Case, plan: Plan): Step | undefined {
  return plan.steps.find((step) => step.act !== 'late-charges' && !isSettled(recordOf(theCase, step.id)));
}

/** The step whose words and channels a step takes: its own, or those of the step of another invoice it leaves with. */
export function wordsOf(theCase: Case, plan: Plan, step: OutwardStep): OutwardStep {
  const words = stepOf(plan, recordOf(theCase, step.id)?.as ?? step.id);
  return words?.act === 'message' ? words : step;
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
  const begun = !record || record.state === 'approved' ? begin(fact, step, 'leaving') : record;
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
