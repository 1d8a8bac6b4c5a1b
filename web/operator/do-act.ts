import type { TimelineLine } from '../../api/client.ts';
import type { ActName } from '../../domain/case/acts/index.ts';
import { acts } from '../../domain/case/acts/index.ts';
import type { CaseView } from '../../domain/case/view.ts';
import { payloadOf, type Refused } from './act-form.ts';
import { type Api, type ApiProblem, mustBeRefused } from './api.ts';
import { followingOf } from './case-ahead.ts';
import type { Flash } from './flash.ts';
import { moment } from './format.ts';
import type { Sent } from './sent.ts';

/** What came of an act: the word to say about it and the case as it then stands, null while it is only noted; or the form as it must be shown again. */
type Done = { readonly flash: Flash; readonly theCase: CaseView | null } | { readonly refused: Refused };

/** Does an act as a form says it. */
export async function doAct(api: Api, caseId: string, act: ActName, sent: Sent): Promise<Done> {
  const { payload, faults } = payloadOf(act, sent);
  if (faults.length > 0) return { refused: { act, sent, wrong: null, faults } };
  try {
    const answer = await api.call(ACT, { params: { caseId, act }, body: payload });
    const theCase = 'phase' in answer ? answer : null;
    return { flash: { kind: 'good', text: theCase ? await doneText(api, act, theCase) : keptText(act) }, theCase };
  } catch (error) {
    mustBeRefused(error, 400, 403, 409);
    return { refused: { act, sent, wrong: refusalText(error, await closingOf(api, caseId)), faults: error.faults } };
  }
}

/** The same where the list goes on to another line: the word says which invoice it is about. */
export async function doNamedAct(api: Api, caseId: string, act: ActName, sent: Sent): Promise<Done> {
  const done = await doAct(api, caseId, act, sent);
  if ('refused' in done) return done;
  const { invoice } = done.theCase ?? (await api.call('GET /cases/{caseId}', { params: { caseId } }));
  return { ...done, flash: { ...done.flash, text: `${invoice.number}, ${done.flash.text}` } };
}

/** Where an act is told. */
const ACT = 'POST /cases/{caseId}/acts/{act}';

/** Done, and what comes next: who put a step forward, or claims behind a pause, learns what it still waits for and when it leaves. */
async function doneText(api: Api, act: ActName, theCase: CaseView): Promise<string> {
  const { next } = theCase;
  const following = next.act?.do === 'end-hold' ? await followingAt(api, theCase) : '';
  const follows = next.why === '' ? '' : ` Ensuite\u00a0: ${comingText(next)}${following}.`;
  return `${acts[act].label}\u00a0: ${act === 'actNow' && isLater(next) ? LATER : 'c’est fait.'}${follows}`;
}

/** The end of a pause tells nobody what then leaves. */
async function followingAt(api: Api, theCase: CaseView): Promise<string> {
  const planned = await api.call('GET /cases/{caseId}/steps', { params: { caseId: theCase.caseId } });
  const following = followingOf(theCase, planned);
  return following === null ? '' : `, puis ${following}`;
}

/** What was put forward and may not leave yet. */
const LATER = 'c’est noté, mais rien ne peut partir tout de suite.';
const A_MINUTE_MS = 60_000;

function isLater({ at }: CaseView['next']): boolean {
  return at === null || Date.parse(at) > Date.now() + A_MINUTE_MS;
}

/** What comes next, when and why. */
export function comingText({ at, what, why }: CaseView['next']): string {
  const day = at === null ? '' : `le ${moment(at)}, `;
  return `${what === undefined ? '' : `${what} `}${day}${why}`;
}

function keptText(act: ActName): string {
  return `${acts[act].label}\u00a0: c’est noté\u00a0; le dossier en prendra acte dans un instant.`;
}

function refusalText({ status, message, faults }: ApiProblem, closing: string): string | null {
  if (status === 403) return 'Votre rôle ne permet pas cet acte.';
  if (status === 409) return `${message}${closing}`;
  return faults.length > 0 ? null : message;
}

/** When somebody or something closed the case meanwhile: what happened. */
async function closingOf(api: Api, caseId: string): Promise<string> {
  const { closed } = await api.call('GET /cases/{caseId}', { params: { caseId } });
  if (closed === null) return '';
  const { timeline } = await api.call('GET /cases/{caseId}/timeline', { params: { caseId } });
  const last = (timeline.at(-1) as TimelineLine | undefined)?.sentence;
  return last === undefined ? '' : ` Dernier fait\u00a0: ${last}.`;
}
