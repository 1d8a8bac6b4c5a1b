import type { Case, Task } from '../case.ts';
import type { FactOf, Rules } from '../facts/rule.ts';
import { raise } from './changes.ts';

/** How often an unanswered call is tried. */
const MOST_CALLS = 3;

/** What came of a call that was neither a promise nor a dispute: those say it themselves. */
export const callRules: Rules<'call-result'> = {
  'call-result': (c, fact) => {
    const call = openCall(c, fact.step);
    if (!call) return c;
    const done = { ...c, tasks: c.tasks.filter((task) => task !== call) };
    return fact.outcome === 'no-answer' ? callAgain(done, fact, stepOf(call)) : wrongNumber(done, fact, stepOf(call));
  },
};

/** The call that waits for its result: that of a step, else the first one. */
export function openCall({ tasks }: Case, step?: string): Task | undefined {
  return tasks.find((task) => task.kind === 'call' && (step === undefined || stepOf(task) === step));
}

/** The key of a call is its step, then how many times it was tried. */
function stepOf({ key }: Task): string {
  return key.split(':')[0] ?? key;
}

function callAgain(c: Case, fact: FactOf<'call-result'>, step: string): Case {
  const tried = c.raised.filter((name) => name === `call:${step}` || name.startsWith(`call:${step}:`)).length;
  if (tried >= MOST_CALLS) return c;
  const context = `Personne n’a répondu (essai ${tried} sur ${MOST_CALLS})\u00a0: rappeler le débiteur.`;
  return raise(c, fact, 'call', `${step}:${tried + 1}`, context);
}

function wrongNumber(c: Case, fact: FactOf<'call-result'>, step: string): Case {
  const context = 'Le numéro appelé n’est pas celui du débiteur\u00a0: corriger ses coordonnées, puis le rappeler.';
  return raise(c, fact, 'missing-contact', `call:${step}`, context);
}
