import { type Case, holdOf } from '../case.ts';
import type { OutsideFact, Provenance } from './fact.ts';

/** The signals of machines. */
export type Bell = 'paymentReceived' | 'paymentReversed' | 'invoiceChanged' | 'messageEvent' | 'letterEvent' | 'debtorFact';

/**
 * What a fact still means to a closed case: it opens again for it; it is noted, and what was decided stands; it is moot, for nothing
 * waits for it any more; or it is refused, so that a person looks at it.
 */
export type OnceClosed = { readonly reopens: string } | 'noted' | 'moot' | 'refused';

type Of<T extends OutsideFact['type']> = Extract<OutsideFact, { type: T }>;
type Closed = NonNullable<Case['closed']>;

interface Hearing<T extends OutsideFact['type']> {
  readonly bell: Bell;
  readonly onceClosed: OnceClosed | ((closed: Closed) => OnceClosed);
  /** False: the case knows it already, or has no use for it. Absent: always news. */
  readonly isNews?: (theCase: Case, fact: Of<T>) => boolean;
  /** What tells it from another fact of the same cause. */
  readonly key?: (fact: Of<T>) => readonly string[];
}

type Hearings = { readonly [T in OutsideFact['type']]?: Hearing<T> };

/** Every fact that machines tell. What is not here only operators tell, by their acts. */
const hearings = {
  payment: {
    bell: 'paymentReceived',
    onceClosed: { reopens: 'un paiement est arrivé après la clôture' },
    isNews: (theCase, fact) => !theCase.payments.some(({ id }) => id === fact.id),
    key: ({ id }) => [id],
  },
  'payment-reversed': {
    bell: 'paymentReversed',
    onceClosed: { reopens: 'un paiement a été rejeté par la banque' },
    isNews: (theCase, fact) => theCase.payments.some(({ id, reversed }) => id === fact.payment && !reversed),
    key: ({ payment }) => ['reversed', payment],
  },
  'payment-withdrawn': { bell: 'debtorFact', onceClosed: { reopens: 'un paiement saisi par erreur a été annulé' } },
  'credit-note': {
    bell: 'invoiceChanged',
    onceClosed: { reopens: 'un avoir est arrivé après la clôture' },
    isNews: (theCase, fact) => !theCase.creditNotes.some(({ id }) => id === fact.id),
  },
  'use-credit': { bell: 'debtorFact', onceClosed: { reopens: 'le crédit du client est utilisé' } },
  refunded: { bell: 'debtorFact', onceClosed: { reopens: 'le crédit du client est remboursé' } },
  'payment-announced': { bell: 'invoiceChanged', onceClosed: 'moot' },
  'debtor-wrote': { bell: 'debtorFact', onceClosed: 'noted' },
  'invoice-status': { bell: 'invoiceChanged', onceClosed: 'moot' },
  /** What a person let go, a correction of the invoice does not ask for again. */
  'invoice-changed': {
    bell: 'invoiceChanged',
    onceClosed: ({ reason }) =>
      reason === 'closed-by-operator' ? 'refused' : { reopens: 'la facture a été corrigée après la clôture' },
    isNews: ({ invoice }, { dueOn = invoice.dueOn, totalCents = invoice.totalCents }) =>
      dueOn !== invoice.dueOn || totalCents !== invoice.totalCents,
  },
  'invoice-cancelled': {
    bell: 'invoiceChanged',
    onceClosed: { reopens: 'la facture a été annulée après la clôture' },
    isNews: (theCase) => !theCase.cancelled,
  },
  pause: { bell: 'invoiceChanged', onceClosed: 'moot' },
  'message-taken': { bell: 'messageEvent', onceClosed: 'noted' },
  'message-delivered': { bell: 'messageEvent', onceClosed: 'noted' },
  'message-bounced': { bell: 'messageEvent', onceClosed: 'noted' },
  'opt-out': { bell: 'messageEvent', onceClosed: 'noted' },
  /** Should the case open again, the time that its letter granted ran since then. */
  'notice-event': { bell: 'letterEvent', onceClosed: 'noted' },
  'contact-changed': { bell: 'debtorFact', onceClosed: 'noted' },
  insolvency: { bell: 'debtorFact', onceClosed: 'refused' },
  'feed-stale': { bell: 'debtorFact', onceClosed: 'noted' },
  'feed-fresh': {
    bell: 'debtorFact',
    onceClosed: 'noted',
    isNews: (theCase) => holdOf(theCase, 'feed-stale') !== undefined,
  },
  'rate-entered': {
    bell: 'debtorFact',
    onceClosed: 'moot',
    isNews: (theCase, fact) => holdOf(theCase, 'rate-missing')?.semester === fact.semester,
    key: ({ semester }) => [semester],
  },
} satisfies Hearings;

/** What a machine may tell a case. */
export type MachineFact = Of<keyof typeof hearings>;

/** Signals of one kind of fact need not say which. */
const soleFacts: { readonly [B in Bell]?: OutsideFact['type'] } = {
  paymentReceived: 'payment',
  paymentReversed: 'payment-reversed',
  letterEvent: 'notice-event',
};

function hearingOf({ type }: OutsideFact): Hearing<OutsideFact['type']> | undefined {
  return (hearings as Hearings)[type] as Hearing<OutsideFact['type']> | undefined;
}

/** What a signal carries: the fact, without its type when the signal has but one. */
export interface Signal {
  readonly signal: Bell;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The signal that tells a fact. */
export function signalOf(fact: MachineFact): Signal {
  const { type, ...fields } = fact;
  const { bell } = hearings[type];
  return { signal: bell, payload: bell in soleFacts ? fields : { ...fact } };
}

/** What tells a fact from another one of the same cause: a payment's id, a semester. Empty: nothing does. */
export function keyOf(fact: MachineFact): readonly string[] {
  return hearingOf(fact)?.key?.(fact) ?? [];
}

/** The fact that a signal tells. */
export function factHeard({ signal, payload }: Signal): MachineFact & Provenance {
  return { type: soleFacts[signal], ...payload } as MachineFact & Provenance;
}

/** A machine may say the same thing twice: a second time is no fact. */
export function isNews(theCase: Case, fact: OutsideFact): boolean {
  return hearingOf(fact)?.isNews?.(theCase, fact) ?? true;
}

/** The one rule of what a closed case still hears: money moves whatever was decided, and who told it does not matter. */
export function onceClosed(fact: OutsideFact, closed: Closed): OnceClosed {
  const rule = hearingOf(fact)?.onceClosed ?? 'refused';
  return typeof rule === 'function' ? rule(closed) : rule;
}

/** True when a case takes the fact in: it is open, or hears it although it is closed. */
export function isHeard({ closed }: Case, fact: OutsideFact): boolean {
  const rule = closed && onceClosed(fact, closed);
  return rule === null || rule === 'noted' || typeof rule === 'object';
}

/** Why a closed case opens again for a fact; null when it does not. */
export function reopening({ closed }: Case, fact: OutsideFact): string | null {
  const rule = closed && onceClosed(fact, closed);
  return typeof rule === 'object' ? (rule?.reopens ?? null) : null;
}
