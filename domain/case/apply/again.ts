import { isOutward, mediumOf, type Plan, type Step } from '../../plan/plan.ts';
import { type Case, recordOf, type StepRecord } from '../case.ts';
import type { Fact } from '../facts/fact.ts';
import { cameBack } from '../next/letter-again.ts';
import { begin, setRecord } from '../records.ts';
import { said } from '../show/reasons.ts';
import { forgetTasks, isOfAddress, withoutObstacle } from './changes.ts';

/**
 * The postal address was corrected. What could not leave for want of it, or came back from it, comes again as another act; what waits to be
 * approved is asked anew, for it was read with the address before.
 */
export function postedAgain(theCase: Case, fact: Fact, plan: Plan): Case {
  const free = theCase.steps.reduce((left, { step }) => withoutObstacle(left, step), theCase);
  return plan.steps.filter(isPosted).reduce((left, { id }) => postedStepAgain(left, fact, id), free);
}

function isPosted(step: Step): boolean {
  return isOutward(step) && step.channels.some((channel) => mediumOf(channel) === 'post');
}

function postedStepAgain(theCase: Case, fact: Fact, step: string): Case {
  const record = recordOf(theCase, step);
  if (!record) return theCase;
  if (record.state === 'awaiting-approval') return comeAgain(theCase, fact, record);
  if (cameBack(theCase, record) && theCase.route === null) return comeAgain(theCase, fact, anotherAct(record));
  return record.state === 'unknown' && hasFailedByPost(theCase, step) ? sendAgain(theCase, fact, anotherAct(record)) : theCase;
}

/** It certainly did not leave, and nothing else of the step is in doubt. */
function hasFailedByPost({ tasks }: Case, step: string): boolean {
  const own = tasks.filter((task) => task.step === step);
  const failed = own.some(({ kind, channel }) => kind === 'send-failed' && channel !== undefined && mediumOf(channel) === 'post');
  return failed && own.every(({ kind }) => kind !== 'unknown-send');
}

/** What left by another channel is not sent twice. */
function sendAgain(theCase: Case, fact: Fact, record: StepRecord): Case {
  if (record.done.length === 0) return comeAgain(theCase, fact, record);
  return setRecord(withoutQuestions(theCase, record.step), { ...record, state: 'leaving' });
}

/** A letter that was refused, left out or came back comes again, with the steps below that only it kept from coming. */
export function letterAgain(theCase: Case, fact: Fact, plan: Plan, step: string): Case {
  const record = recordOf(theCase, step);
  if (!record) return theCase;
  const below = plan.steps.slice(plan.steps.findIndex(({ id }) => id === step) + 1).map(({ id }) => id);
  const isKeptBack = ({ step: id, state, reason }: StepRecord) =>
    below.includes(id) && state === 'left-out' && reason === said({ code: 'no-notice' });
  const again = comeAgain(theCase, fact, anotherAct(record));
  return { ...again, steps: again.steps.filter((other) => !isKeptBack(other)) };
}

/** As it stood before anybody was asked, but for the number of the act. */
function comeAgain(theCase: Case, fact: Fact, { step, sequence }: StepRecord): Case {
  return setRecord(withoutQuestions(theCase, step), { ...begin(fact, step, 'again'), sequence });
}

function anotherAct(record: StepRecord): StepRecord {
  return { ...record, sequence: record.sequence + 1 };
}

/** What a person was asked of the step: whatever of it is still so is asked anew. */
function withoutQuestions(theCase: Case, step: string): Case {
  return forgetTasks(withoutObstacle(theCase, step), (task) => {
    if (task.kind === 'notice') return task.key === step || isOfAddress(task);
    return task.step === step && (task.kind === 'approval' || task.kind === 'send-failed');
  });
}
