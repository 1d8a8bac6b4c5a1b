import type { CivilDate } from '../../calendar/civil-date.ts';
import { formatCents } from '../../money/cents.ts';
import { addDuration } from '../../plan/duration.ts';
import type { Plan } from '../../plan/plan.ts';
import { creditedCents, withheldCents } from '../balance.ts';
import {
  type Case,
  callKinds,
  type Hold,
  type HoldType,
  holdOf,
  type NoteFact,
  nameOf,
  type Task,
  type TaskAbout,
  type TaskKind,
} from '../case.ts';
import type { Fact } from '../facts/fact.ts';
import { dayOf } from '../facts/rule.ts';
import { frenchDay } from '../show/french.ts';
import { dutyOf } from './duties.ts';

/** A courtesy owed to the debtor: thanks, confirmation, receipt, the fact it speaks of, and the money that it thanks for. */
export function queueNote(theCase: Case, cause: Fact, template: string, key: string, fact: NoteFact, money?: string): Case {
  const sameDay = cause.type === 'answered' || ('spoken' in cause && cause.spoken !== undefined);
  const more = { ...(money === undefined ? {} : { money }), ...(sameDay ? { sameDay } : {}) };
  return { ...theCase, notes: [...theCase.notes, { key, template, at: cause.at, fact, ...more }] };
}

/** The hold in force instead of any other of its kind: pauses that await different things stand side by side. */
export function setHold(theCase: Case, hold: Hold): Case {
  return { ...theCase, holds: [...theCase.holds.filter((other) => kindOf(other) !== kindOf(hold)), hold] };
}

function kindOf(hold: Hold): string {
  return hold.type === 'pause' ? `pause:${hold.awaits ?? ''}` : hold.type;
}

export function dropHold(theCase: Case, type: HoldType): Case {
  return { ...theCase, holds: theCase.holds.filter((hold) => hold.type !== type) };
}

/** A task for a human, once in the life of the case. */
export function raise(theCase: Case, fact: Fact, kind: TaskKind, key: string, context: string, about: TaskAbout = {}): Case {
  const name = nameOf(kind, key);
  if (theCase.raised.includes(name)) return theCase;
  const task: Task = { kind, key, ...about, since: fact.at, context, ...dutyOf(theCase, kind, dayOf(fact)) };
  return { ...theCase, tasks: [...theCase.tasks, task], raised: [...theCase.raised, name] };
}

/** The same, of a closed case: it is asked once the case opens again. */
export function raiseOnceOpen(...[theCase, ...about]: Parameters<typeof raise>): Case {
  const { tasks, ...asked } = raise(theCase, ...about);
  if (theCase.closed === null) return { ...asked, tasks };
  return { ...asked, tasks: theCase.tasks, setAside: [...(theCase.setAside ?? []), ...tasks.slice(theCase.tasks.length)] };
}

/** The debtor contests all or a part: he gets a receipt, the creditor a day to answer by. */
export function openDispute(
  theCase: Case,
  fact: Fact,
  dispute: Omit<Extract<Hold, { type: 'dispute' }>, 'type' | 'answerBy' | 'creditedBeforeCents' | 'at'>,
  plan: Plan,
): Case {
  const [on, at] = [dayOf(fact), fact.at];
  const answerBy = addDuration(on, plan.dispute.answerWithin);
  const told = { about: 'dispute', on, amountCents: dispute.amountCents, answerBy } as const;
  const owing = queueNote(theCase, fact, 'dispute-receipt', `dispute:${at}`, told);
  const creditedBeforeCents = creditedCents(theCase) + withheldCents(theCase);
  const free = forgetTasks(owing, ({ kind }) => kind === 'dispute');
  return endCalls(setHold(free, { type: 'dispute', answerBy, creditedBeforeCents, ...dispute, at }));
}

/** A dispute that nobody of ours opened is a person's at once, under the key of the reminder that its last day would bring. */
export function askToAnswer(theCase: Case, fact: Fact): Case {
  const dispute = holdOf(theCase, 'dispute');
  if (!dispute) return theCase;
  const { amountCents, reason, answerBy } = dispute;
  const contested = amountCents === null ? 'tout le solde' : formatCents(amountCents, theCase.invoice.currency);
  const context = `Le débiteur conteste ${contested}\u00a0: ${reason}. Lui répondre au plus tard le ${frenchDay(answerBy)}.`;
  return raise(theCase, fact, 'dispute', answerBy, context);
}

/** The pauses that wait for money that was announced end with the first money that comes. */
export function endAwaitedPayment(theCase: Case): Case {
  const holds = theCase.holds.filter((hold) => hold.type !== 'pause' || hold.awaits !== 'payment');
  return endTask({ ...theCase, holds }, 'payment-announced');
}

/** Nothing stands in the way of a letter any more, or it need not leave; what does later is asked anew. */
export function withoutObstacle(theCase: Case, step: string): Case {
  const key = unprintableKey(step);
  const free = endTasks(theCase, (task) => task.kind === 'notice' && task.key === key);
  return { ...free, raised: free.raised.filter((name) => name !== nameOf('notice', key)) };
}

/** The task that tells that a letter came back on a day, for nobody knew the debtor at its address. */
export function addressKey(on: CivilDate): string {
  return `${ADDRESS}${on}`;
}

export function isOfAddress({ kind, key }: Task): boolean {
  return kind === 'notice' && key.startsWith(ADDRESS);
}

const ADDRESS = 'address:';

/** The one task that tells why a letter cannot be printed. */
export function unprintableKey(step: string): string {
  return `unprintable:${step}`;
}

/** Nobody need call him any more: he gave his word, contests, or may not be asked. */
export function endCalls(theCase: Case): Case {
  return callKinds.reduce(endTask, theCase);
}

/** Also one that is set aside until the case opens again. */
export function endTask(theCase: Case, kind: TaskKind): Case {
  return endTasks(theCase, (task) => task.kind === kind);
}

/** The tasks of which that is so are over, and what is still so is asked anew. */
export function forgetTasks(theCase: Case, isOver: (task: Task) => boolean): Case {
  const over = [...theCase.tasks, ...(theCase.setAside ?? [])].filter(isOver).map(({ kind, key }) => nameOf(kind, key));
  const free = endTasks(theCase, isOver);
  return { ...free, raised: free.raised.filter((name) => !over.includes(name)) };
}

/** The tasks of which that is so are over. */
export function endTasks({ setAside, ...theCase }: Case, isOver: (task: Task) => boolean): Case {
  const others = (tasks: readonly Task[]) => tasks.filter((task) => !isOver(task));
  return { ...theCase, tasks: others(theCase.tasks), ...(setAside === undefined ? {} : { setAside: others(setAside) }) };
}
