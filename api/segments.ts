import { creditorOf } from '../db/creditors.ts';
import type { Queries } from '../db/database.ts';
import { behaviourOf } from '../db/debtor-history.ts';
import { type DecidedSegment, decidedSegmentOf, decidedSegments } from '../db/debtor-segments.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import type { Debtor } from '../domain/party/party-schema.ts';
import { type Behaviour, proposedSegment, type SegmentProposal, USUAL_RULE } from '../domain/party/segment.ts';
import type { ApiDeps } from './deps.ts';
import { createCache } from './http/cache.ts';
import { instantOf } from './stored-instant.ts';

const FOR_MS = 3_000;

/** The segment that holds for a debtor's new invoices, and who says so: a person, billing, or the creditor's rule. */
export interface HeldSegment {
  readonly segment: string;
  readonly by: 'person' | 'billing' | 'rule';
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
}

/** Everything by which a debtor is told apart: nothing is counted that is not shown here. */
export interface KnownBehaviour extends Behaviour {
  readonly proposal: SegmentProposal;
  readonly segment: HeldSegment | null;
}

/** How a debtor paid over the year, the segment that this speaks for, and the one that holds. `debtor`: as billing told him. */
export async function knownBehaviour(db: Queries, creditorId: string, debtor: Debtor, nowMs: number): Promise<KnownBehaviour> {
  const today = parisDay(nowMs);
  const behaviour = await behaviourOf(db, creditorId, debtor.id, today);
  const rule = (await creditorOf(db, creditorId))?.segmentRule ?? USUAL_RULE;
  const proposal = proposedSegment(behaviour, rule, today);
  const decided = await decidedSegmentOf(db, creditorId, debtor.id);
  const ruled = rule.decides === 'rule' ? proposal.segment : null;
  return { ...behaviour, proposal, segment: heldSegment(decided, debtor.segment, ruled) };
}

/** A person comes before billing, and billing before the rule. */
function heldSegment(decided: DecidedSegment | undefined, told: string | undefined, ruled: string | null): HeldSegment | null {
  const nobody = { decidedBy: null, decidedAt: null };
  if (decided) return { ...decided, by: 'person', decidedAt: instantOf(decided.decidedAt) };
  if (told !== undefined) return { segment: told, by: 'billing', ...nobody };
  return ruled === null ? null : { segment: ruled, by: 'rule', ...nobody };
}

/** A debtor with the segment that holds for his new invoices. */
export type SegmentFinder = (creditorId: string, debtor: Debtor) => Promise<Debtor>;

/** What people decided and the rules of creditors are read again every few seconds: many invoices are told in a row. */
export function segmentFinder({ db, clock }: ApiDeps): SegmentFinder {
  const decided = createCache((creditorId) => decidedSegments(db, creditorId), FOR_MS, clock);
  const rules = createCache(async (id) => (await creditorOf(db, id))?.segmentRule ?? USUAL_RULE, FOR_MS, clock);
  return async (creditorId, debtor) => {
    const told = (await decided.get(creditorId))?.get(debtor.id) ?? debtor.segment;
    if (told !== undefined) return { ...debtor, segment: told };
    const rule = await rules.get(creditorId);
    if (rule?.decides !== 'rule') return debtor;
    const today = parisDay(clock());
    return { ...debtor, segment: proposedSegment(await behaviourOf(db, creditorId, debtor.id, today), rule, today).segment };
  };
}
