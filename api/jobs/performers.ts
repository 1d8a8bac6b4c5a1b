import * as z from 'zod';
import { type CaseRow, caseRowOf } from '../../db/cases.ts';
import { mailOf } from '../../db/inbox.ts';
import type { JobKind } from '../../db/jobs.ts';
import type { KeyHolder } from '../../db/keys.ts';
import type { ActName } from '../../domain/case/acts/index.ts';
import { goesOn, refuseUnread, restsAsLong, untilIn } from '../../domain/case/acts/of-debtor.ts';
import { planChange } from '../../domain/case/next/plan-change.ts';
import { readDocument } from '../../domain/document-schema.ts';
import { Refusal } from '../../domain/fault.ts';
import { act } from '../acts.ts';
import { caseIn } from '../case-access.ts';
import { served } from '../contract/index.ts';
import type { ApiDeps } from '../deps.ts';
import { enrolling } from '../enrolments.ts';
import { requirePlan } from '../plan-change.ts';

/** Does one thing of a job in somebody's name; `same`: nothing was to be done any more. Throws what a request of his would be refused with. */
export type Performer = (holder: KeyHolder, asked: unknown) => Promise<'done' | 'same'>;

const askedAct = z.looseObject({ caseId: z.string(), requestId: z.string() });
const planNamed = z.looseObject({ plan: z.string(), version: z.int() });

/** An act asked of one case among many: what it takes beside `caseId`; `requestId` makes it happen once, however often it is tried. */
export type AskedAct = z.output<typeof askedAct>;

/** True when the act has nothing to do with a case as it stands. Throws `Refusal` where it is not to be done with many. */
type Idle = (row: CaseRow, body: Readonly<Record<string, unknown>>) => boolean | Promise<boolean>;

/** How the things of each kind of job are done: as the route of the same act does it. */
export function performersOf(deps: ApiDeps): Readonly<Record<JobKind, Performer>> {
  const enrol = enrolling(deps);
  const doing =
    (name: ActName, isIdle?: Idle): Performer =>
    async (holder, asked) => {
      const { caseId, ...body } = askedAct.parse(asked);
      if (isIdle && (await isIdle(await caseIn(deps, { holder, params: { caseId } }), body))) return 'same';
      await act(deps, { holder, params: { caseId, act: name }, body });
      return 'done';
    };
  return {
    async enrolments(holder, asked) {
      const body = readDocument(served['POST /enrolments'].body, asked);
      const [answer] = Object.values(await enrol({ holder, query: {}, body }));
      return answer?.enrolled === true ? 'done' : 'same';
    },
    approvals: doing('approve'),
    waivers: doing('waive'),
    pauses: doing('pause', (row, body) => restsAsLong(row.state, untilIn(body)) && isUpToDate(deps, row)),
    resumptions: doing('resume', (row) => (goesOn(row.state) ? isUpToDate(deps, row) : refused(refuseUnread(row.state)))),
    'plan-changes': doing('changePlan', (row, body) => livesOn(deps, row, body)),
  };
}

/** True when a case has read its mail: what it holds is not about to change. */
async function isUpToDate({ db }: ApiDeps, { id }: CaseRow): Promise<boolean> {
  return (await mailOf(db, [id], 1)).length === 0;
}

/** False unless there is a sentence to refuse with. Throws it as a `Refusal`. */
function refused(sentence: string | null): false {
  if (sentence !== null) throw new Refusal(sentence);
  return false;
}

/** True once the case is closed, and while it would live under that plan as it lives now. */
async function livesOn(deps: ApiDeps, { state, plan, creditorId }: CaseRow, body: unknown): Promise<boolean> {
  if (state.closed) return true;
  const { steps, next } = planChange(state, plan, await requirePlan(deps, creditorId, planNamed.parse(body)), deps.clock());
  return steps.length === 0 && next.before === next.after;
}

/** How people call a thing of a job: the number of its invoice, where it is about a case. */
export async function labelOf({ db }: Pick<ApiDeps, 'db'>, label: string): Promise<string> {
  return (await caseRowOf(db, label))?.state.invoice.number ?? label;
}
