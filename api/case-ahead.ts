import type { CaseRow } from '../db/cases.ts';
import { creditorOf } from '../db/creditors.ts';
import { overdueOf } from '../db/debtor-account.ts';
import { openBeside } from '../db/debtor-world.ts';
import { debtorOf } from '../db/debtors.ts';
import { latelyOf } from '../db/evidence.ts';
import { factOfRow } from '../db/evidence-chain.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { offeredActs } from '../domain/case/acts/offered.ts';
import { isTimeBarred } from '../domain/case/case.ts';
import { type CallScript, callScript } from '../domain/case/show/call-script.ts';
import { shownSteps } from '../domain/case/show/steps-shown.ts';
import { onceApproved, type Waits } from '../domain/simulate/once-approved.ts';
import { type Outlook, outlookOf, waitsForSomebody } from '../domain/simulate/outlook.ts';
import type { Story } from '../domain/simulate/story.ts';
import { caseIn } from './case-access.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';
import { lifeOf } from './life-to-come.ts';

/** What lies before a case: the steps of its plan with their days, and which acts it would take now. */
export function caseAheadHandlers(deps: ApiDeps) {
  return {
    'GET /cases/{caseId}/steps': async (given) => {
      const row = await caseIn(deps, given);
      const { id, state, plan } = row;
      const { id: planId, version, name } = plan;
      const ahead = await outlookIn(deps, row);
      return {
        200: {
          caseId: id,
          plan: { id: planId, version, name },
          steps: shownSteps(state, plan, ahead, deps.clock()),
          first: ahead.first,
          timeBarredOn: isTimeBarred(state, parisDay(deps.clock())) ? state.timeBarredOn : null,
          onceApproved: given.query.approved ? await waitsIn(deps, row) : null,
        },
      };
    },
    'GET /cases/{caseId}/acts': async (given) => {
      const { id, state, plan } = await caseIn(deps, given);
      return { 200: { caseId: id, acts: offeredActs(state, plan, parisDay(deps.clock())) } };
    },
    'GET /cases/{caseId}/call': async (given) => {
      const row = await caseIn(deps, given);
      return { 200: { caseId: row.id, ...(await scriptOf(deps, row)) } };
    },
  } satisfies Partial<Handlers>;
}

/** So many open cases of a debtor are played for a page that is looked at often: a hundred took half a second. */
const MOST_PLAYED = 20;

/**
 * What lies before a case beside the others of its debtor; nothing is played of one that waits for somebody, and of one beside many others
 * the days are those of its plan alone.
 */
async function outlookIn(deps: ApiDeps, row: CaseRow): Promise<Outlook> {
  const { state, plan } = row;
  const still = { later: state, reachedOn: parisDay(deps.clock()), first: null };
  if (waitsForSomebody(state, plan)) return { ...still, goesOn: false };
  const story = await playedOf(deps, row);
  return story === null ? { ...still, goesOn: true } : outlookOf(story, state.invoice.id);
}

/** The life to come of a case beside the others of its debtor; null for one beside too many. */
async function playedOf(deps: ApiDeps, row: CaseRow): Promise<Story | null> {
  if ((await openBeside(deps.db, row.state, MOST_PLAYED)).length === MOST_PLAYED) return null;
  return (await lifeOf(deps, row)).story;
}

/** What its accord would let leave, where that must wait all the same; of one beside many others nobody knows. */
async function waitsIn(deps: ApiDeps, row: CaseRow): Promise<Waits | null> {
  const { state } = row;
  if (!state.steps.some((record) => record.state === 'awaiting-approval')) return null;
  const story = await playedOf(deps, row);
  return story && onceApproved(story, state.invoice.id);
}

/** How far back whoever calls is told. */
const LATELY = 60;

async function scriptOf({ db, clock }: ApiDeps, { id, creditorId, state, plan }: CaseRow): Promise<CallScript> {
  const today = parisDay(clock());
  const [debtorId, currency] = [state.debtor.id, state.invoice.currency];
  const debtor = await debtorOf(db, creditorId, debtorId);
  const rows = await latelyOf(db, id, LATELY);
  return callScript({
    theCase: state,
    plan,
    creditorName: (await creditorOf(db, creditorId))?.name ?? creditorId,
    debtorName: debtor?.name ?? debtorId,
    mobile: debtor?.mobile ?? null,
    phone: debtor?.phone ?? null,
    overdue: await overdueOf(db, { creditorId, debtorId, currency }, today),
    lately: rows.map(factOfRow),
    today,
  });
}
