import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { ImportProgress } from '../activities/import/import.ts';
import type { ActName } from '../domain/case/acts/index.ts';
import type { Case, CaseOpening } from '../domain/case/case.ts';
import type { Fact, OutsideFact, Told } from '../domain/case/fact.ts';
import type { CaseView } from '../domain/case/view.ts';
import type { ClaimFigures, World } from '../domain/case/world.ts';
import type { Plan } from '../domain/plan/plan.ts';

/** What starts a case; `carried` continues one after continue-as-new or reopens a closed one. */
export interface RecoverInvoiceInput {
  readonly opening: CaseOpening;
  readonly plan: Plan;
  readonly actor: string;
  readonly cause?: string;
  readonly carried?: Carried;
}

export interface Carried {
  readonly case: Case;
  readonly world: World;
  /** Facts recorded so far: the sequence of the last evidence row. */
  readonly revision: number;
  /** Facts that came in and are not recorded yet. */
  readonly unrecorded: readonly Fact[];
}

type Of<T extends OutsideFact['type']> = Omit<Extract<OutsideFact, { type: T }>, 'type'>;
/** A signal says what happened, with when and who when the sender knows them. */
type Machine<T extends OutsideFact['type']> = Extract<OutsideFact, { type: T }> & Partial<Told>;

/** Signals: machines. They are never refused; what makes no sense is shown in the case. */
export const paymentReceived = defineSignal<[Of<'payment'> & Partial<Told>]>('paymentReceived');
export const paymentReversed = defineSignal<[Of<'payment-reversed'> & Partial<Told>]>('paymentReversed');
export const invoiceChanged =
  defineSignal<
    [Machine<'invoice-changed' | 'invoice-cancelled' | 'invoice-status' | 'credit-note' | 'payment-announced' | 'pause'>]
  >('invoiceChanged');
export const messageEvent =
  defineSignal<[Machine<'message-taken' | 'message-bounced' | 'message-delivered' | 'opt-out'>]>('messageEvent');
export const letterEvent = defineSignal<[Of<'notice-event'> & Partial<Told>]>('letterEvent');
export const debtorFact = defineSignal<[Machine<'insolvency' | 'feed-fresh' | 'contact-changed' | 'rate-entered'>]>('debtorFact');

/** Updates: humans. One JSON object, the fields of the fact of the same name (plans.md 5) plus `requestId` and `operator`. */
export interface UpdateExtras {
  readonly requestId?: string;
  readonly operator?: string;
}

/** The update of that name: it answers with the case as it now stands. */
export function updateOf(name: ActName) {
  return defineUpdate<CaseView, [Record<string, unknown>]>(name);
}

/** A case while it runs: `rest` says until when it sleeps, null while it is at work. */
export interface RunningCase {
  readonly case: Case;
  readonly plan: Plan;
  readonly view: CaseView;
  readonly rest: { readonly untilMs: number | null } | null;
}

export const stateQuery = defineQuery<RunningCase>('state');
/** What starts an import; everything else of it is in the database. */
export interface ImportStatementInput {
  readonly importId: string;
}

export const progressQuery = defineQuery<ImportProgress>('progress');
export const claimQuery = defineQuery<ClaimFigures | null>('claim');
export const nextQuery = defineQuery<CaseView['next']>('next');
