import { defineSearchAttributeKey, type SearchAttributeUpdatePair } from '@temporalio/common';
import { parisInstant } from '../domain/calendar/paris.ts';
import type { Case } from '../domain/case/case.ts';
import type { CaseView } from '../domain/case/view.ts';

const keys = {
  CreditorId: defineSearchAttributeKey('CreditorId', 'KEYWORD'),
  DebtorId: defineSearchAttributeKey('DebtorId', 'KEYWORD'),
  InvoiceNumber: defineSearchAttributeKey('InvoiceNumber', 'KEYWORD'),
  Phase: defineSearchAttributeKey('Phase', 'KEYWORD'),
  Hold: defineSearchAttributeKey('Hold', 'KEYWORD'),
  Route: defineSearchAttributeKey('Route', 'KEYWORD'),
  Plan: defineSearchAttributeKey('Plan', 'KEYWORD'),
  Balance: defineSearchAttributeKey('Balance', 'DOUBLE'),
  DueOn: defineSearchAttributeKey('DueOn', 'DATETIME'),
  NextActAt: defineSearchAttributeKey('NextActAt', 'DATETIME'),
  TimeBarredOn: defineSearchAttributeKey('TimeBarredOn', 'DATETIME'),
  NeedsHuman: defineSearchAttributeKey('NeedsHuman', 'BOOL'),
};

/** What a list of cases can be filtered by; milliseconds for dates, so that they compare as values. */
export interface CaseAttributes {
  readonly CreditorId: string;
  readonly DebtorId: string;
  readonly InvoiceNumber: string;
  readonly Phase: string;
  readonly Hold: string;
  readonly Route: string | null;
  readonly Plan: string;
  readonly Balance: number;
  readonly DueOn: number;
  readonly NextActAt: number | null;
  readonly TimeBarredOn: number | null;
  readonly NeedsHuman: boolean;
}

/** The search attributes of a case. `Balance` is in units of the currency, for people who filter by hand. */
export function attributesOf(theCase: Case, view: CaseView): CaseAttributes {
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

/** The pairs to upsert: only what differs from what is shown. */
export function changedAttributes(shown: CaseAttributes | null, wanted: CaseAttributes): SearchAttributeUpdatePair[] {
  const names = Object.keys(keys) as (keyof typeof keys)[];
  return names
    .filter((name) => shown?.[name] !== wanted[name] && !(shown === null && wanted[name] === null))
    .map((name) => pair(name, wanted));
}

function pair(name: keyof typeof keys, wanted: CaseAttributes): SearchAttributeUpdatePair {
  switch (name) {
    case 'DueOn':
    case 'NextActAt':
    case 'TimeBarredOn': {
      const ms = wanted[name];
      return { key: keys[name], value: ms === null ? null : new Date(ms) };
    }
    case 'Balance':
      return { key: keys.Balance, value: wanted.Balance };
    case 'NeedsHuman':
      return { key: keys.NeedsHuman, value: wanted.NeedsHuman };
    default:
      return { key: keys[name], value: wanted[name] };
  }
}
