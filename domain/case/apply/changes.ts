import { addDuration } from '../../plan/duration.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Case, Hold, HoldType, NoteFact, Task, TaskKind } from '../case.ts';
import type { Fact } from '../facts/fact.ts';
import { dayOf } from '../facts/rule.ts';
import { dutyOf } from './duties.ts';

/** A courtesy owed to the debtor: thanks, confirmation, receipt, and the fact it speaks of. */
export function queueNote(c: Case, cause: Fact, template: string, key: string, fact: NoteFact): Case {
  const sameDay = cause.type === 'answered' || ('spoken' in cause && cause.spoken !== undefined);
  return { ...c, notes: [...c.notes, { key, template, at: cause.at, fact, ...(sameDay ? { sameDay } : {}) }] };
}

/** The hold in force instead of any other of its kind: pauses that await different things stand side by side. */
export function setHold(c: Case, hold: Hold): Case {
  return { ...c, holds: [...c.holds.filter((other) => kindOf(other) !== kindOf(hold)), hold] };
}

function kindOf(hold: Hold): string {
  return hold.type === 'pause' ? `pause:${hold.awaits ?? ''}` : hold.type;
}

export function dropHold(c: Case, type: HoldType): Case {
  return { ...c, holds: c.holds.filter((hold) => hold.type !== type) };
}

/** A task for a human, once in the life of the case. */
export function raise(c: Case, fact: Fact, kind: TaskKind, key: string, context: string): Case {
  const name = `${kind}:${key}`;
  if (c.raised.includes(name)) return c;
  const task: Task = { kind, key, since: fact.at, context, ...dutyOf(c, kind, dayOf(fact)) };
  return { ...c, tasks: [...c.tasks, task], raised: [...c.raised, name] };
}

/** The debtor contests all or a part: he gets a receipt, the creditor a day to answer by. */
export function openDispute(
  c: Case,
  fact: Fact,
  dispute: Omit<Extract<Hold, { type: 'dispute' }>, 'type' | 'answerBy' | 'at'>,
  plan: Plan,
): Case {
  const [on, at] = [dayOf(fact), fact.at];
  const answerBy = addDuration(on, plan.dispute.answerWithin);
  const told = { about: 'dispute', on, amountCents: dispute.amountCents, answerBy } as const;
  const owing = queueNote(c, fact, 'dispute-receipt', `dispute:${at}`, told);
  return endTask(setHold(owing, { type: 'dispute', answerBy, ...dispute, at }), 'call');
}

/** The pauses that wait for money that was announced end with the first money that comes. */
export function endAwaitedPayment(c: Case): Case {
  const holds = c.holds.filter((hold) => hold.type !== 'pause' || hold.awaits !== 'payment');
  return endTask({ ...c, holds }, 'payment-announced');
}

export function endTask(c: Case, kind: TaskKind): Case {
  return { ...c, tasks: c.tasks.filter((task) => task.kind !== kind) };
}
