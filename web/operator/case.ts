import { Router } from 'express';
import type { AnswerOf, TimelineLine } from '../../api/client.ts';
import { isActName } from '../../domain/case/acts/index.ts';
import type { OfferedAct } from '../../domain/case/acts/offered.ts';
import { holdName } from '../../domain/case/show/french.ts';
import type { CaseView } from '../../domain/case/view.ts';
import { actFormOf, type Known, type Refused } from './act-form.ts';
import { ApiProblem } from './api.ts';
import { aheadOf, followingOf, provenBy } from './case-ahead.ts';
import { claimShown } from './case-claim.ts';
import { comingText, doAct } from './do-act.ts';
import { knownOf, plansOf } from './known.ts';
import { claimedOfDelay, owedOfDelay } from './late-charges.ts';
import { remediesOf } from './remedies.ts';

import { askedIn, type Sent, sentIn } from './sent.ts';
import { creditorName, type House, type Room, roomOf, type Visit } from './visit.ts';

type MessageLine = AnswerOf<'GET /cases/{caseId}/messages'>['messages'][number];

/** One case: where it stands, what comes and why, everything that was done, and every act that a person may do. */
export function caseRooms(house: House): Router {
  return Router()
    .get(
      '/dossiers/:caseId',
      roomOf(house, async (visit, req) => showCase(house, visit, req.params.caseId ?? '', askedIn(req))),
    )
    .post('/dossiers/:caseId/actes/:act', roomOf(house, acting(house)));
}

const acting =
  (house: House): Room =>
  async (visit, req) => {
    const { caseId = '', act = '' } = req.params;
    if (!isActName(act)) throw new ApiProblem(404, act);
    const done = await doAct(visit.api, caseId, act, sentIn(req));
    if ('flash' in done) return visit.goOn(`/dossiers/${encodeURIComponent(caseId)}`, done.flash);
    await showCase(house, visit, caseId, {}, done.refused);
  };

async function showCase({ webUi }: House, visit: Visit, caseId: string, query: Sent, refused?: Refused): Promise<void> {
  const { api } = visit;
  const params = { caseId };
  const theCase = await api.call('GET /cases/{caseId}', { params });
  const [planned, told, offered, plans, found, messages, claim, routes, debtor, ahead, proof] = await Promise.all([
    api.call('GET /cases/{caseId}/steps', { params }),
    api.call('GET /cases/{caseId}/timeline', { params }),
    offeredForms(visit, theCase, refused),
    plansOf(api, theCase.creditorId),
    api.call('GET /cases/{caseId}/documents', { params }),
    api.call('GET /cases/{caseId}/messages', { params }),
    api.call('GET /cases/{caseId}/claim', { params }),
    api.call('GET /cases/{caseId}/routes', { params }),
    api.call('GET /debtors/{id}', { params: { id: theCase.debtorId }, query: { creditor: theCase.creditorId } }),
    api.call('GET /cases/{caseId}/steps', { params }).then((steps) => aheadOf(api, steps, query)),
    query.preuve === undefined ? null : provenBy(api, caseId),
  ]);
  await visit.show(
    'case',
    `${theCase.invoice.number}, ${debtor.name}`,
    {
      theCase,
      debtor,
      holds: theCase.holds.map((hold) => ({ ...hold, name: holdName(hold.type, 'reason' in hold ? hold.reason : null) })),
      creditor: creditorName(visit.creditors, theCase.creditorId),
      timeline: withMessages(timelineIn(told), messages.messages).toReversed(),
      documents: found.documents,
      ...claimedIn(theCase, claim, timelineIn(told)),
      routes: routes.routes,
      plans,
      ...offered,
      ...ahead,
      ...nextShown(theCase, planned),
      proof,
      webUi: webUi === null ? null : `${webUi}/${encodeURIComponent(caseId)}`,
    },
    refused ? 422 : 200,
  );
}

/** The statement of claim, and what of it the delay added: owed, and claimed already. */
function claimedIn(theCase: CaseView, claim: AnswerOf<'GET /cases/{caseId}/claim'>, timeline: readonly TimelineLine[]) {
  return {
    claim: claimShown(claim, timeline),
    owedOfDelay: owedOfDelay(claim, theCase.balanceCents),
    claimedCents: claimedOfDelay(theCase, claim, timeline),
  };
}

/** What comes next, and what follows where that ends by itself. */
function nextShown(theCase: CaseView, planned: AnswerOf<'GET /cases/{caseId}/steps'>) {
  return { coming: comingText(theCase.next), following: followingOf(theCase, planned) };
}

const timelineIn = ({ timeline }: AnswerOf<'GET /cases/{caseId}/timeline'>) => timeline as readonly TimelineLine[];

/** The acts that the case would take, with what each lets one choose. */
async function offeredForms(visit: Visit, theCase: CaseView, refused: Refused | undefined) {
  const { acts } = await visit.api.call('GET /cases/{caseId}/acts', { params: { caseId: theCase.caseId } });
  const names = acts.map(({ act }) => act);
  return formsOf(visit, theCase, acts, { known: await knownOf(visit.api, theCase, names), refused });
}

/** Acts as forms: first those that settle what is to do, then the others, then those that the case would refuse. */
function formsOf(
  { session }: Visit,
  { tasks }: CaseView,
  offered: readonly OfferedAct[],
  { known, refused }: { readonly known: Known; readonly refused: Refused | undefined },
) {
  const content = tasks.find(({ kind }) => kind === 'approval')?.content ?? '';
  const wanted = new Set(tasks.flatMap(remediesOf));
  const forms = offered.map(({ act, refusal }) => ({
    ...actFormOf(act, session, { refusal, refused, known, ...(act === 'approve' ? { fixed: { content } } : {}) }),
    isOpen: refused?.act === act,
    isWanted: wanted.has(act),
  }));
  const possible = forms.filter(({ refusal, isOpen }) => refusal === null || isOpen);
  return {
    forms: possible.toSorted((one, other) => Number(other.isWanted) - Number(one.isWanted)),
    impossible: forms.filter(({ refusal, isOpen }) => refusal !== null && !isOpen),
  };
}

/** Each sending leads to what was sent. */
function withMessages(timeline: readonly TimelineLine[], messages: readonly MessageLine[]) {
  return timeline.map((line) => ({
    ...line,
    message: line.type === 'sent' ? (messages.find(({ id }) => id === line.fact.message) ?? null) : null,
  }));
}
