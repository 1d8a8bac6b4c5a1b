import { ApplicationFailure, currentUpdateInfo, setHandler, uuid4 } from '@temporalio/workflow';
import type { BellHeard } from '../activities/activities.ts';
import { type ActName, actNames, actText } from '../domain/case/acts/index.ts';
import type { CaseView } from '../domain/case/view.ts';
import { type Desk, NOT_WRITTEN } from './desk.ts';
import { type BellPayload, claimQuery, nextQuery, signalNames, signalOf, stateQuery, updateOf } from './messages.ts';

/** Registers every handler of a case, before its first await. They only ring: the row decides, the loop asks it. */
export function listen(desk: Desk): void {
  for (const name of signalNames)
    setHandler(signalOf(name), (payload) => desk.hear({ ...bellOf(name, payload, uuid4()), isSignal: true }));
  for (const name of actNames) listenToHumans(desk, name);
  setHandler(stateQuery, () => desk.running, { description: 'Le dossier, tel qu’au dernier fait écrit.' });
  setHandler(claimQuery, () => desk.claim, { description: 'Le décompte, tel qu’au dernier fait écrit.' });
  setHandler(nextQuery, () => desk.view.next, { description: 'La prochaine action et sa date.' });
}

function listenToHumans(desk: Desk, name: ActName): void {
  setHandler(updateOf(name), (payload = {}) => answer(desk, bellOf(name, payload, `${name}:${currentUpdateInfo()?.id}`)), {
    description: actText(name),
    validator: (payload = {}) => {
      if (!isObject(payload)) throw refusal('Un objet JSON est attendu, par exemple {}.', 'BadInput');
    },
  });
}

/** A bell names the row of the inbox that it announces. One that was typed into the engine has none, and brings all that it says. */
function bellOf(name: string, payload: unknown, typedId: string): BellHeard {
  const given: BellPayload = isObject(payload) ? payload : {};
  return typeof given.event === 'string' ? { id: given.event, name } : { id: `typed:${typedId}`, name, typed: given };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function answer(desk: Desk, bell: BellHeard): Promise<CaseView> {
  const refused = await desk.answerTo(bell);
  if (refused !== null) throw refusal(refused, refused === NOT_WRITTEN ? 'NotWritten' : 'Refusal');
  return desk.view;
}

/** What an operator reads is the sentence alone: where it was thrown tells him nothing. */
function refusal(sentence: string, type: string): ApplicationFailure {
  const failure = ApplicationFailure.nonRetryable(sentence, type);
  failure.stack = '';
  return failure;
}
