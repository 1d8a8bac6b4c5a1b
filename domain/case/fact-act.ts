import type { Act, ActOf } from './act.ts';
import type { InsideFact } from './facts/fact.ts';

/** The acts that are a fact and nothing else, wherever they are done: nobody is written to, nothing is printed, no other case is told. */
const facts = {
  'leave-note-out': ({ note, reason }) => ({ type: 'note-left-out', note, reason }),
  'leave-step-out': ({ step, reason }) => ({ type: 'step-left-out', step, reason }),
  'end-hold': ({ hold, reason }) => ({ type: 'hold-ended', hold, reason }),
  'hold-credit': ({ amountCents }) => ({ type: 'credit-held', amountCents }),
  'break-promise': ({ promisedCents, paidCents }) => ({ type: 'promise-broken', promisedCents, paidCents }),
  'lapse-instalments': () => ({ type: 'instalments-lapsed' }),
  'raise-task': ({ do: _do, kind, ...told }) => ({ type: 'task-raised', task: kind, ...told }),
  close: ({ do: _do, ...ending }) => ({ type: 'closed', ...ending }),
} satisfies { readonly [D in Act['do']]?: (act: ActOf<D>) => InsideFact };

type FactDo = keyof typeof facts;
export type FactAct = ActOf<FactDo>;
/** The acts that are more than a fact. */
export type DeedDo = Exclude<Act['do'], FactDo>;

export function isFactAct(act: Act): act is FactAct {
  return Object.hasOwn(facts, act.do);
}

/** The fact that such an act is. */
export function factOfAct<D extends FactDo>(act: ActOf<D>): InsideFact {
  const of: { readonly [F in FactDo]: (act: ActOf<F>) => InsideFact } = facts;
  return of[act.do](act);
}
