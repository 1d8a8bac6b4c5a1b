import type { StoredCase } from '../db/stored-cases.ts';
import { parisInstant } from '../domain/calendar/paris.ts';
import { type Act, isSent, type Next } from '../domain/case/act.ts';
import type { Case } from '../domain/case/case.ts';
import type { Fact } from '../domain/case/facts/fact.ts';
import { next, shownNext } from '../domain/case/next/next.ts';
import { detailsOf } from '../domain/case/show/details.ts';
import { frenchInstant } from '../domain/case/show/french.ts';
import { nextSentence } from '../domain/case/show/next-sentence.ts';
import { type Lived, sentenceOf } from '../domain/case/show/sentences.ts';
import { type CaseView, viewOf } from '../domain/case/view.ts';
import type { ClaimFigures, World } from '../domain/case/world.ts';
import { isPaper, stepOf } from '../domain/plan/plan.ts';

/** What the case does next: `act` at `atMs` (milliseconds), or another look at the world; both null: it waits for a fact. */
export interface Coming {
  readonly act: Act | null;
  readonly atMs: number | null;
  /** In French, short enough for a label in the Web UI. */
  readonly label: string;
  /** A provider is called for it. */
  readonly sends: boolean;
  /** Something is printed for it first. */
  readonly prints: boolean;
}

/** What a list of cases can be filtered by; milliseconds for dates, so that they compare as values. */
export interface CaseAttributes {
  readonly CreditorId: string;
  readonly DebtorId: string;
  readonly InvoiceNumber: string;
  readonly Phase: string;
  readonly Hold: string;
  readonly Route: string | null;
  readonly Plan: string;
  /** In units of the currency, for people who filter by hand. */
  readonly Balance: number;
  readonly DueOn: number;
  readonly NextActAt: number | null;
  readonly TimeBarredOn: number | null;
  readonly NeedsHuman: boolean;
}

/** Where a case stands: everything that its workflow follows and shows, as it is recorded in the history. */
export interface Standing {
  readonly revision: number;
  readonly coming: Coming;
  readonly view: CaseView;
  readonly claim: ClaimFigures | null;
  readonly attributes: CaseAttributes;
  /** Markdown for the Web UI. */
  readonly details: string;
  /** Closed, and nothing left to say to the debtor. */
  readonly ended: boolean;
}

/** A case, what is known around it, and its last facts in French, the newest first. */
export interface Seen extends Pick<StoredCase, 'case' | 'plan' | 'revision'> {
  readonly world: World;
  readonly lately: readonly Fact[];
  /** What it waits for when that is not its planner's: another invoice of the debtor, a bank file that comes in. */
  readonly waiting?: Next;
}

const LABEL_LENGTH = 160;

/** Where a case stands at a moment. */
export function standingOf(seen: Seen, nowMs: number): Standing {
  const { case: theCase, plan, revision, world, waiting } = seen;
  const shown = waiting ?? shownNext(theCase, plan, nowMs, world);
  const view = viewOf(theCase, plan, shown, nowMs);
  return {
    revision,
    coming: comingOf(seen, waiting ?? next(theCase, plan, nowMs, world)),
    view,
    claim: world.claim ?? null,
    attributes: attributesOf(theCase, view),
    details: detailsOf(
      view,
      plan,
      nextSentence(shown, plan),
      seen.lately.map((fact) => lineOf(fact, theCase.invoice.currency, { plans: [plan], steps: theCase.steps })),
    ),
    ended: theCase.closed !== null && theCase.notes.length === 0,
  };
}

function comingOf(seen: Seen, coming: Next): Coming {
  const { act, atMs } = coming;
  const label = nextSentence(coming, seen.plan).slice(0, LABEL_LENGTH);
  return { act, atMs, label, sends: act !== null && isSent(act), prints: act !== null && isPrinted(act, seen) };
}

/** A letter, registered or simple, is printed on the day it leaves, and before anybody approves it; an agreement, and the letter that corrects a formal notice, go with their e-mail. */
function isPrinted(act: Act, { plan, case: { notice } }: Seen): boolean {
  switch (act.do) {
    case 'send':
    case 'ask-external':
      return isPaper(act.channel);
    case 'ask-approval':
      return stepOf(plan, act.step)?.act === 'letter';
    case 'send-note':
      return act.template === 'instalment-agreement' || (act.template === 'corrective' && notice !== null);
    default:
      return act.do === 'hand-over';
  }
}

function attributesOf(theCase: Case, view: CaseView): CaseAttributes {
  return {
    CreditorId: view.creditorId,
    DebtorId: view.debtorId,
    InvoiceNumber: view.invoice.number,
    Phase: view.phase,
    Hold: view.hold,
    Route: view.route,
    Plan: view.plan.id,
    Balance: view.balanceCents / 100,
    DueOn: parisInstant(view.invoice.dueOn),
    NextActAt: view.next.at === null ? null : Date.parse(view.next.at),
    TimeBarredOn: theCase.timeBarredOn === null ? null : parisInstant(theCase.timeBarredOn),
    NeedsHuman: view.needsHuman,
  };
}

function lineOf(fact: Fact, currency: string, lived: Lived): string {
  return `${frenchInstant(fact.at)} · ${sentenceOf(fact, currency, lived)}`;
}
