import { type AllocationRow, putAllocations } from '../db/allocations.ts';
import type { EntryRow } from '../db/bank.ts';
import type { Queries } from '../db/database.ts';
import { tellCases } from '../db/tell-case.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import type { Instant } from '../domain/calendar/paris.ts';
import { epochMs, parisDay } from '../domain/calendar/paris.ts';

/** Money of an entry for one case. `surplus`: beyond the balance that matching knew; the case sees whether late charges take it. */
export interface Share {
  readonly caseId: string;
  readonly amountCents: number;
  readonly surplus: boolean;
}

/** Who told or decided, when, and because of what. */
export interface Source {
  readonly at: Instant;
  readonly actor: string;
  readonly cause: string;
}

/** Whose money moves, and who told or decided it. */
export interface Hand {
  readonly creditorId: string;
  readonly source: Source;
}

/** An entry whose money goes to cases; `earlier` is how many allocations it has already. */
export interface Placed {
  readonly entry: Pick<EntryRow, 'key' | 'document'>;
  readonly shares: readonly Share[];
  readonly earlier: number;
}

/** Gives the money of entries to cases: the allocations, and what tells each case, in the caller's transaction. */
export async function allocate(tx: Queries, { creditorId, source }: Hand, placed: readonly Placed[]): Promise<void> {
  const rows = placed.flatMap(({ entry, shares, earlier }) =>
    shares.map((share, index) => allocationRow(creditorId, entry, share, earlier + index + 1, source)),
  );
  await putAllocations(tx, rows);
  await tellCases(
    tx,
    rows.map(({ caseId, id, entryKey: entry, amountCents, on }) => ({
      caseId,
      fact: { type: 'payment', id, entry, amountCents, on, ...source },
    })),
  );
}

/** What tells the cases that their money went back. */
export async function tellReversals(tx: Queries, reversed: readonly AllocationRow[], source: Source): Promise<void> {
  await tellCases(
    tx,
    reversed.map(({ caseId, id }) => ({ caseId, fact: { type: 'payment-reversed', payment: id, ...source } })),
  );
}

function allocationRow(creditorId: string, entry: Placed['entry'], share: Share, ordinal: number, { at }: Source) {
  return { id: `${entry.key}#${ordinal}`, creditorId, entryKey: entry.key, ...share, on: dayOf(entry, at) };
}

/** The day the money counts: booking, else value, else the day we heard of it. */
function dayOf({ document }: Placed['entry'], at: Instant): CivilDate {
  return document.bookedOn ?? document.valueOn ?? parisDay(epochMs(at));
}
