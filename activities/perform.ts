import { sendingsOf } from '../db/messages.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { type Act, type ActOf, isSent, type Outward } from '../domain/case/act.ts';
import { unprintableKey } from '../domain/case/apply/changes.ts';
import { stepOf } from '../domain/plan/plan.ts';
import { routeLines } from '../domain/routes/routes-of-case.ts';
import type { Paper } from '../words/message.ts';
import { routesOfLiveCase } from '../words/routes.ts';
import type { Answer, ToDo } from './activities.ts';
import { approvedContent } from './approved-content.ts';
import { passCredit } from './credit.ts';
import { requestOf } from './gather.ts';
import { handOver } from './hand-over.ts';
import { innerFact } from './inner-acts.ts';
import { keyOf } from './message-key.ts';
import { type InHand, isStillDue, type RecordDeps, withCase } from './record.ts';
import { tellOutcome } from './tell-outcome.ts';

type Performer<D extends Act['do']> = (inHand: InHand, act: ActOf<D>, paper: Paper | undefined) => Promise<void> | void;

/** Does the one thing that the planner named, when it still names it; else only says where the case stands. */
export function perform(deps: RecordDeps, todo: ToDo): Promise<Answer> {
  if (todo.act?.do === 'hand-over') return handOver(deps, todo, todo.act);
  return withCase(deps, todo, async (inHand) => {
    const { act, paper } = todo;
    if (!act || !(await isStillDue(inHand, act))) return;
    const fact = innerFact(act);
    if (fact) inHand.dossier.did(fact);
    else await performAct(inHand, act, paper);
  });
}

async function performAct<D extends Act['do']>(inHand: InHand, act: ActOf<D>, paper: Paper | undefined): Promise<void> {
  await performers[act.do]?.(inHand, act, paper);
}

/** Those that are more than a fact. */
const performers: { readonly [D in Act['do']]?: Performer<D> } = {
  'ask-external': ({ dossier }, { step, channel }, paper) => {
    const draft = paper && !('outcome' in paper) ? { document: paper.document } : {};
    dossier.did({ type: 'external-asked', step, channel, ...draft });
  },
  'ask-approval': askApproval,
  'open-decision': async ({ tx, dossier, nowMs }, { step }) => {
    const { routes } = await routesOfLiveCase(tx, dossier.case, parisDay(nowMs));
    dossier.did({ type: 'decision-opened', step, routes: routeLines(routes) });
  },
  'pass-credit': async ({ tx, dossier, nowMs }, { do: _do, ...use }) => {
    const passed = await passCredit(tx, { caseId: dossier.case.id, ...use, nowMs });
    const { id, to } = use;
    if ('refused' in passed) dossier.did({ type: 'credit-returned', id, to, reason: passed.refused });
    else dossier.did({ type: 'credit-passed', id, to, ...passed });
  },
};

/** A letter is printed before anybody approves it: a missing rate holds the case; what a human must put right is shown beside the question. */
async function askApproval(inHand: InHand, { step }: ActOf<'ask-approval'>, paper: Paper | undefined): Promise<void> {
  const { tx, dossier, nowMs } = inHand;
  const letter = stepOf(dossier.plan, step);
  const unprintable = letter?.act === 'letter' && paper && 'outcome' in paper ? paper : null;
  if (unprintable?.outcome === 'rate-missing') {
    tellOutcome(dossier, { do: 'send', step, channel: 'registered-letter' }, unprintable);
    return;
  }
  if (unprintable) {
    const context = `La mise en demeure ne peut pas partir (${unprintable.reason}).`;
    dossier.did({ type: 'task-raised', task: 'notice', key: unprintableKey(step), context });
  }
  dossier.did({ type: 'approval-asked', step, content: await approvedContent(tx, dossier, step, nowMs) });
}

/**
 * An act that no attempt could do becomes a person's: what may have left is in doubt, what was never reserved for its provider did certainly
 * not leave, and is tried again. The case goes on listening.
 */
export function giveUp(deps: RecordDeps, { why, ...todo }: ToDo & { readonly why: string }): Promise<Answer> {
  return withCase(deps, todo, async (inHand) => {
    const { act } = todo;
    if (!act || !(await isStillDue(inHand, act))) return;
    if (isSent(act) && (await wasReserved(inHand, act)))
      return tellOutcome(inHand.dossier, act, { outcome: 'unknown', reason: 'le prestataire ne répond pas' });
    const context = `Le dossier ne peut pas faire ce qui vient (${why})\u00a0: il réessaie de lui-même.`;
    inHand.dossier.did({ type: 'task-raised', task: 'trouble', key: `act:${act.do}`, context });
  });
}

/** A message of the act came as far as the gate, whatever became of it there. */
async function wasReserved({ tx, dossier, nowMs }: InHand, act: Outward): Promise<boolean> {
  const request = requestOf(dossier.case, { caseId: dossier.case.id, nowMs }, act);
  return (await sendingsOf(tx, keyOf(request))).some(({ part }) => part.channel === request.channel);
}
