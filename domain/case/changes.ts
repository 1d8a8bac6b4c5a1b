import type { Case, Hold, HoldType, Task, TaskKind } from './case.ts';
import type { Fact } from './fact.ts';

/** A courtesy owed to the debtor: thanks, confirmation, receipt. */
export function owe(c: Case, fact: Fact, template: string, key: string): Case {
  return { ...c, notes: [...c.notes, { key, template, at: fact.at }] };
}

/** The hold in force instead of any other of its type. */
export function setHold(c: Case, hold: Hold): Case {
  return { ...c, holds: [...c.holds.filter((other) => other.type !== hold.type), hold] };
}

export function dropHold(c: Case, type: HoldType): Case {
  return { ...c, holds: c.holds.filter((hold) => hold.type !== type) };
}

/** A task for a human, once in the life of the case. */
export function raise(c: Case, fact: Fact, kind: TaskKind, key: string, context: string): Case {
  const name = `${kind}:${key}`;
  if (c.raised.includes(name)) return c;
  const task: Task = { kind, key, since: fact.at, context };
  return { ...c, tasks: [...c.tasks, task], raised: [...c.raised, name] };
}

export function endTask(c: Case, kind: TaskKind): Case {
  return { ...c, tasks: c.tasks.filter((task) => task.kind !== kind) };
}
