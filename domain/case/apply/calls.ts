import { type Case, callKinds, type Task } from '../case.ts';
import type { Fact } from '../facts/fact.ts';
import type { FactOf, Rules } from '../facts/rule.ts';
import { frenchDay } from '../show/french.ts';
import { endTask, raise } from './changes.ts';

/** How often an unanswered call is tried. */
const MOST_CALLS = 3;

type CallResult = FactOf<'call-result'>;

/** What came of a call or a visit that was neither a promise nor a dispute: those say it themselves. */
export const callRules: Rules<'call-result' | 'visit-planned' | 'visit-result'> = {
  'call-result': (theCase, fact) => {
    const call = openCall(theCase, fact.step);
    if (!call) return theCase;
    const rest = endTask({ ...theCase, tasks: theCase.tasks.filter((task) => task !== call) }, 'promise-broken');
    return results[fact.outcome](rest, fact, call);
  },
  'visit-planned': (theCase, fact) =>
    raise(
      endTask(theCase, 'visit'),
      fact,
      'visit',
      fact.at,
      `Visite du ${frenchDay(fact.on)} par ${fact.who}\u00a0: ${VISIT_RULES}`,
    ),
  'visit-result': (theCase) => endTask(theCase, 'visit'),
};

/** What a visit may be, and what is written of it. */
const VISIT_RULES =
  'dire qui l’on est et pour qui, ne parler de la dette qu’au débiteur, ne rien dire ni laisser à un tiers, ne rien exiger sur place, partir dès qu’on le demande\u00a0; puis écrire le compte rendu.';

/** The call that waits for its result: that of a step, else the first one; that of a broken promise is one with it. */
export function openCall({ tasks }: Case, step?: string): Task | undefined {
  const calls = callKinds.flatMap((kind) => tasks.filter((task) => task.kind === kind));
  return calls.find((task) => step === undefined || stepOf(task) === step);
}

/** Who was spoken to was contacted, whatever came of it: gap and cap count it as they count a message. */
export function withTalk(before: Case, after: Case, fact: Fact): Case {
  if (!isTalk(fact)) return after;
  const call = openCall(before, fact.type === 'call-result' ? fact.step : undefined);
  const talk = { step: call?.kind === 'call' ? stepOf(call) : 'spoken', at: fact.at };
  return { ...endTask(after, 'promise-broken'), talks: [...(after.talks ?? []), talk] };
}

function isTalk(fact: Fact): boolean {
  if (fact.type === 'call-result') return fact.outcome === 'other-contact' || fact.outcome === 'no-commitment';
  if (fact.type === 'visit-result') return fact.outcome !== 'absent';
  return 'spoken' in fact && fact.spoken !== undefined;
}

function stepOf({ step, key }: Task): string {
  return step ?? key;
}

const results: { readonly [O in CallResult['outcome']]: (theCase: Case, fact: CallResult, call: Task) => Case } = {
  'no-answer': callAgain,
  'wrong-number': (theCase, fact, call) =>
    raise(
      theCase,
      fact,
      'missing-contact',
      `call:${stepOf(call)}`,
      'Le numéro appelé n’est pas celui du débiteur\u00a0: corriger ses coordonnées, puis le rappeler.',
      { channel: 'call' },
    ),
  'other-contact': (theCase, fact, call) =>
    raise(
      theCase,
      fact,
      'missing-contact',
      `contact:${stepOf(call)}`,
      'Le débiteur renvoie à un autre interlocuteur\u00a0: corriger ses coordonnées, puis lui écrire.',
    ),
  'no-commitment': (theCase) => theCase,
  'not-made': (theCase) => theCase,
};

function callAgain(theCase: Case, fact: CallResult, call: Task): Case {
  const { kind, step, tries = 1 } = call;
  if (tries >= MOST_CALLS) return theCase;
  const again = tries + 1;
  const context = `Personne n’a répondu (essai ${tries} sur ${MOST_CALLS})\u00a0: rappeler le débiteur.`;
  return raise(theCase, fact, kind, `${stepOf(call)}:${again}`, context, {
    ...(step === undefined ? {} : { step }),
    tries: again,
  });
}
