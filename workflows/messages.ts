import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { ImportProgress } from '../activities/import/import.ts';
import type { Standing } from '../cases/standing.ts';
import type { ActName } from '../domain/case/acts/index.ts';
import type { Bell } from '../domain/case/facts/hearing.ts';
import type { CaseView } from '../domain/case/view.ts';
import type { ClaimFigures } from '../domain/case/world.ts';

/** What a run of a case is started with: its number in the row, and where the case stands. Everything else is in the database. */
export interface RecoverInvoiceInput {
  readonly caseId: string;
  readonly run: number;
  readonly standing: Standing;
}

/** What a signal or an update carries: the row of the inbox that it announces, and its fields, which are for the eyes. */
export interface BellPayload {
  readonly event?: string;
  readonly [field: string]: unknown;
}

/** Signals of machines; `ring` announces what has no signal of its own. They are bells: what they tell stands in the inbox. */
export const signalNames: readonly (Bell | 'ring')[] = [
  'paymentReceived',
  'paymentReversed',
  'invoiceChanged',
  'messageEvent',
  'letterEvent',
  'debtorFact',
  'ring',
];

/** The signal of that name. */
export function signalOf(name: string) {
  return defineSignal<[BellPayload?]>(name);
}

/** The update of an operator's act: one JSON object, the act's fields plus `requestId` and `operator`. It answers with the case as it then stands. */
export function updateOf(name: ActName) {
  return defineUpdate<CaseView, [BellPayload?]>(name);
}

/** A case while it runs: `rest` says until when it sleeps, null while it is at work. */
export interface RunningCase {
  readonly view: CaseView;
  readonly revision: number;
  readonly run: number;
  readonly rest: { readonly untilMs: number | null } | null;
}

export const stateQuery = defineQuery<RunningCase>('state');
export const claimQuery = defineQuery<ClaimFigures | null>('claim');
export const nextQuery = defineQuery<CaseView['next']>('next');

/** What starts an import; everything else of it is in the database. */
export interface ImportStatementInput {
  readonly importId: string;
}

export const progressQuery = defineQuery<ImportProgress>('progress');
