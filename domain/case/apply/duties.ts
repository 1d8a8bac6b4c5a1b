import { type CivilDate, earlier } from '../../calendar/civil-date.ts';
import { addWorkingDays } from '../../calendar/working-days.ts';
import { type Case, type Hold, holdOf, type TaskKind } from '../case.ts';
import { declarationOf } from './declaration.ts';

/** Who has to do a task, and until which day. */
export interface Duty {
  /** A role (`operator`, `approver`), or whoever the dispute was given to. */
  readonly owner: string;
  readonly dueOn: CivilDate;
}

/** Whose each kind of task is, and how many working days it may take. What has legal weight is an approver's. */
const usual: Readonly<Record<TaskKind, readonly [owner: 'operator' | 'approver', workingDays: number]>> = {
  'unknown-send': ['operator', 0],
  trouble: ['operator', 0],
  dispute: ['operator', 0],
  call: ['operator', 1],
  'promise-broken': ['operator', 1],
  visit: ['operator', 5],
  answer: ['operator', 1],
  plan: ['operator', 1],
  'send-failed': ['operator', 1],
  bounce: ['operator', 2],
  'missing-contact': ['operator', 2],
  instalments: ['operator', 2],
  receipt: ['operator', 3],
  'e-invoice': ['operator', 3],
  'payment-announced': ['operator', 5],
  'small-rest': ['operator', 5],
  credit: ['operator', 5],
  'credit-note': ['operator', 5],
  approval: ['approver', 2],
  notice: ['approver', 2],
  external: ['approver', 5],
  insolvency: ['approver', 5],
  limitation: ['approver', 5],
  route: ['approver', 5],
  'late-charges': ['approver', 8],
};

/** The owner and the last day of a task raised on a day. */
export function dutyOf(theCase: Case, kind: TaskKind, raisedOn: CivilDate): Duty {
  const [owner, workingDays] = usual[kind];
  const dueOn = addWorkingDays(raisedOn, workingDays);
  switch (kind) {
    case 'dispute':
      return disputeDuty(holdOf(theCase, 'dispute'), { owner, dueOn }, raisedOn);
    case 'limitation':
      return { owner, dueOn: theCase.timeBarredOn === null ? dueOn : earlier(dueOn, theCase.timeBarredOn) };
    case 'insolvency':
      return { owner, dueOn: declarationOf(theCase).planOn ?? dueOn };
    default:
      return { owner, dueOn };
  }
}

/** Whoever it was given to; until the day of the answer, once it is recalled that day. */
function disputeDuty(dispute: Extract<Hold, { type: 'dispute' }> | undefined, { owner, dueOn }: Duty, raisedOn: CivilDate): Duty {
  const isEarly = dispute !== undefined && raisedOn < dispute.answerBy;
  return { owner: dispute?.owner ?? owner, dueOn: isEarly ? dispute.answerBy : dueOn };
}
