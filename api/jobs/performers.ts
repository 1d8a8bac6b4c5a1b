import * as z from 'zod';
import { caseRowOf } from '../../db/cases.ts';
import type { JobKind } from '../../db/jobs.ts';
import type { KeyHolder } from '../../db/keys.ts';
import { planChange } from '../../domain/case/next/plan-change.ts';
import { readDocument } from '../../domain/document-schema.ts';
import { act } from '../acts.ts';
import { caseIn } from '../case-access.ts';
import { served } from '../contract/index.ts';
import type { ApiDeps } from '../deps.ts';
import { enrolling } from '../enrolments.ts';
import { requirePlan } from '../plan-change.ts';

/** Does one thing of a job in somebody's name; `same`: nothing was to be done any more. Throws what a request of his would be refused with. */
export type Performer = (holder: KeyHolder, asked: unknown) => Promise<'done' | 'same'>;

const approval = z.object({ caseId: z.string(), requestId: z.string(), step: z.string(), content: z.string().exactOptional() });
const waiver = z.object({ caseId: z.string(), requestId: z.string(), reason: z.string().exactOptional() });
const planChanging = z.object({ caseId: z.string(), requestId: z.string(), plan: z.string(), version: z.int() });

/** What one item of an approval is, of a waiver and of a change of plan; `requestId` makes it happen once, however often it is tried. */
export type AskedApproval = z.output<typeof approval>;
export type AskedWaiver = z.output<typeof waiver>;
export type AskedPlanChange = z.output<typeof planChanging>;

/** How the things of each kind of job are done: as the route of the same act does it. */
export function performersOf(deps: ApiDeps): Readonly<Record<JobKind, Performer>> {
  const enrol = enrolling(deps);
  return {
    async enrolments(holder, asked) {
      const body = readDocument(served['POST /enrolments'].body, asked);
      const [answer] = Object.values(await enrol({ holder, query: {}, body }));
      return answer?.enrolled === true ? 'done' : 'same';
    },
    async approvals(holder, asked) {
      const { caseId, ...body } = approval.parse(asked);
      await act(deps, { holder, params: { caseId, act: 'approve' }, body });
      return 'done';
    },
    async waivers(holder, asked) {
      const { caseId, ...body } = waiver.parse(asked);
      await act(deps, { holder, params: { caseId, act: 'waive' }, body });
      return 'done';
    },
    async 'plan-changes'(holder, asked) {
      const { caseId, ...body } = planChanging.parse(asked);
      if (!(await changesLife(deps, holder, caseId, body))) return 'same';
      await act(deps, { holder, params: { caseId, act: 'changePlan' }, body });
      return 'done';
    },
  };
}

/** True while the case is open and would live otherwise under that plan. */
async function changesLife(
  deps: ApiDeps,
  holder: KeyHolder,
  caseId: string,
  asked: { readonly plan: string; readonly version: number },
): Promise<boolean> {
  const { state, plan, creditorId } = await caseIn(deps, { holder, params: { caseId } });
  if (state.closed) return false;
  const { steps, next } = planChange(state, plan, await requirePlan(deps, creditorId, asked), deps.clock());
  return steps.length > 0 || next.before !== next.after;
}

/** How people call a thing of a job: the number of its invoice, where it is about a case. */
export async function labelOf({ db }: Pick<ApiDeps, 'db'>, label: string): Promise<string> {
  return (await caseRowOf(db, label))?.state.invoice.number ?? label;
}
