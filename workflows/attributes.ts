import { defineSearchAttributeKey, type SearchAttributePair, type SearchAttributeUpdatePair } from '@temporalio/common';
import type { CaseAttributes } from '../cases/standing.ts';

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
type Name = keyof typeof keys;
const names = Object.keys(keys) as Name[];

/** The search attributes that a case starts with: they cost nothing there. */
export function startAttributes(wanted: CaseAttributes): SearchAttributePair[] {
  return names.filter((name) => wanted[name] !== null).map((name) => pair(name, wanted) as SearchAttributePair);
}

/** The pairs to upsert: what differs from what is shown. That only the next moment differs is not worth an upsert. */
export function changedAttributes(shown: CaseAttributes, wanted: CaseAttributes): SearchAttributeUpdatePair[] {
  const changed = names.filter((name) => shown[name] !== wanted[name]);
  return changed.every((name) => name === 'NextActAt') ? [] : changed.map((name) => pair(name, wanted));
}

function pair(name: Name, wanted: CaseAttributes): SearchAttributeUpdatePair {
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
