import type { CivilDate } from '../calendar/civil-date.ts';
import { instantAt } from '../calendar/clock.ts';
import type { Instant } from '../calendar/paris.ts';
import type { Plan } from '../plan/plan.ts';
import type { Act, Next } from './act.ts';
import { balanceCents } from './balance.ts';
import type { Case, Hold, HoldType, Phase, Route, Task } from './case.ts';
import { creditCents } from './next/credit.ts';
import { phaseOf, strongestHold } from './phase.ts';
import type { Reason } from './reason.ts';
import { actName } from './show/next-sentence.ts';
import { said } from './show/reasons.ts';

/** A case as everybody sees it: Web UI details, queries, API, command line. */
export interface CaseView {
  readonly caseId: string;
  readonly creditorId: string;
  readonly debtorId: string;
  readonly invoice: {
    readonly id: string;
    readonly number: string;
    readonly dueOn: CivilDate;
    readonly totalCents: number;
    readonly currency: string;
  };
  readonly plan: { readonly id: string; readonly version: number };
  readonly phase: Phase;
  readonly hold: HoldType | 'none';
  readonly holds: readonly Hold[];
  /** The face balance. */
  readonly balanceCents: number;
  /** What may be given back of money above the price. */
  readonly creditCents: number;
  /** `what`: the act in French, naming its step; absent where `why` alone says it, and in what an earlier release wrote. */
  readonly next: { readonly at: Instant | null; readonly act: ShownAct | null; readonly what?: string; readonly why: string };
  readonly needsHuman: boolean;
  readonly tasks: readonly Task[];
  readonly route: Route | null;
  readonly closed: Case['closed'];
}

type Shown<A> = A extends Act ? { readonly [K in keyof A]: Reason extends A[K] ? string : A[K] } : never;

/** An act as people and other systems see it: why, in French. */
export type ShownAct = Shown<Act>;

function shownAct(act: Act): ShownAct {
  if (act.do === 'raise-task') return { ...act, context: said(act.context) };
  return 'reason' in act && act.do !== 'close' ? { ...act, reason: said(act.reason) } : act;
}

/** True for an act that `why` does not name: it only says why the step comes then. */
function isOfStep(act: Act): boolean {
  return 'step' in act && act.do !== 'open-decision' && act.do !== 'hand-over';
}

function comingShown({ atMs, act, why }: Next, plan: Plan): CaseView['next'] {
  return {
    at: atMs === null ? null : instantAt(atMs),
    act: act && shownAct(act),
    ...(act !== null && isOfStep(act) ? { what: actName(act, plan) } : {}),
    why: said(why),
  };
}

/** The one view of a case. */
export function viewOf(theCase: Case, plan: Plan, next: Next, nowMs: number): CaseView {
  const { id, number, dueOn, totalCents, currency } = theCase.invoice;
  return {
    caseId: theCase.id,
    creditorId: theCase.creditorId,
    debtorId: theCase.debtor.id,
    invoice: { id, number, dueOn, totalCents, currency },
    plan: { id: plan.id, version: plan.version },
    phase: phaseOf(theCase, plan, nowMs),
    hold: strongestHold(theCase),
    holds: theCase.holds,
    balanceCents: balanceCents(theCase),
    creditCents: creditCents(theCase),
    next: comingShown(next, plan),
    needsHuman: theCase.tasks.length > 0,
    tasks: theCase.tasks,
    route: theCase.route?.route ?? null,
    closed: theCase.closed,
  };
}

/** What an accord names: the digest of the question that waits; nothing where none was taken. */
export function questionIn(tasks: readonly { readonly kind: string; readonly content?: string | undefined }[]): {
  readonly content?: string;
} {
  const content = tasks.find(({ kind }) => kind === 'approval')?.content;
  return content === undefined ? {} : { content };
}
