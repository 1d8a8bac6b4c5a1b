import { eq } from 'drizzle-orm';
import type { Database, Queries } from '../db/database.ts';
import { debtorWorld } from '../db/debtor-world.ts';
import { appendEvidence } from '../db/evidence.ts';
import { settleByHand, settleReported } from '../db/messages.ts';
import { ratesOf, tellIfEntered } from '../db/rates.ts';
import { cases } from '../db/schema.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { epochMs, parisDay, toInstant } from '../domain/calendar/paris.ts';
import { apply } from '../domain/case/apply.ts';
import { balanceCents } from '../domain/case/balance.ts';
import { type Case, openCase } from '../domain/case/case.ts';
import { claimOfCase, lateChargesCents } from '../domain/case/claim-of-case.ts';
import type { Fact } from '../domain/case/fact.ts';
import { phaseOf, strongestHold } from '../domain/case/phase.ts';
import type { ClaimFigures, World } from '../domain/case/world.ts';
import type { ClaimStatement } from '../domain/claim/claim.ts';
import type { Plan } from '../domain/plan/plan.ts';
import type { RecordFacts } from './activities.ts';
import { tellIfFresh } from './feed-age.ts';
import { claimCreditorOf } from './parties.ts';

/** A case row as it is read back. */
export interface StoredCase {
  readonly case: Case;
  readonly plan: Plan;
  readonly revision: number;
}

/** The stored case of that id. */
export async function storedCase(db: Queries, caseId: string, forUpdate = false): Promise<StoredCase | undefined> {
  const query = db
    .select({ state: cases.state, plan: cases.plan, revision: cases.revision })
    .from(cases)
    .where(eq(cases.id, caseId));
  const [row] = forUpdate ? await query.for('update') : await query;
  return row && { case: row.state as Case, plan: row.plan as Plan, revision: row.revision };
}

/** Writes facts down: evidence rows and the case row in one transaction. Twice the same facts: once. Answers with the debtor's world as it now is. */
export async function recordFacts(db: Database, input: RecordFacts, nowMs: number): Promise<World> {
  const stored = await db.transaction(async (tx) => {
    const before = await storedCase(tx, input.caseId, true);
    const opened = before ?? openedCase(input);
    const fresh = input.facts.slice(Math.max(0, opened.revision + 1 - input.firstSequence));
    if (fresh.length === 0) return opened;
    await appendEvidence(tx, input.caseId, input.firstSequence, input.facts);
    const after = advance(opened, fresh, input.plan);
    await saveCase(tx, after, input.nextActAt, nowMs);
    if (fresh.some(({ type }) => type === 'rate-missing' || type === 'reopened'))
      await tellIfEntered(tx, after.case, toInstant(nowMs));
    for (const { message, at } of fresh.filter(isReport)) await settleReported(tx, message, at);
    for (const { step, channel, outcome, at } of fresh.filter(isSettled))
      await settleByHand(tx, { caseId: input.caseId, step, channel }, outcome, at);
    if (fresh.some(({ type }) => type === 'feed-stale')) await tellIfFresh(tx, after.case, after.plan, nowMs);
    return after;
  });
  return worldOf(db, stored.case, nowMs);
}

/** What a provider says of a message of ours proves that the message left. */
function isReport(fact: Fact): fact is Fact & { readonly message: string } {
  return fact.type !== 'sent' && 'message' in fact && fact.message !== undefined;
}

function isSettled(fact: Fact): fact is Fact & { readonly type: 'settle-unknown-send' } {
  return fact.type === 'settle-unknown-send';
}

function openedCase({ opening, plan, caseId }: RecordFacts): StoredCase {
  if (!opening || !plan) throw new Error(`${caseId}: facts came before the case was opened`);
  return { case: openCase(opening.case, opening.enteredAt), plan, revision: 0 };
}

function advance(stored: StoredCase, facts: readonly Fact[], newPlan: Plan | undefined): StoredCase {
  const state = facts.reduce((theCase, fact) => apply(theCase, fact, stored.plan), stored.case);
  return { case: state, plan: newPlan ?? stored.plan, revision: stored.revision + facts.length };
}

async function saveCase(tx: Queries, stored: StoredCase, nextActAt: string | null, nowMs: number): Promise<void> {
  const row = rowOf(stored, nextActAt, nowMs);
  await tx.insert(cases).values(row).onConflictDoUpdate({ target: cases.id, set: row });
}

function rowOf(
  { case: theCase, plan, revision }: StoredCase,
  nextActAt: string | null,
  nowMs: number,
): typeof cases.$inferInsert {
  return {
    id: theCase.id,
    creditorId: theCase.creditorId,
    debtorId: theCase.debtor.id,
    invoiceId: theCase.invoice.id,
    invoiceNumber: theCase.invoice.number,
    currency: theCase.invoice.currency,
    phase: phaseOf(theCase, plan, nowMs),
    hold: strongestHold(theCase),
    planId: plan.id,
    planVersion: plan.version,
    balanceCents: balanceCents(theCase),
    dueOn: theCase.invoice.dueOn,
    nextActAt,
    needsHuman: theCase.tasks.length > 0,
    route: theCase.route?.route ?? null,
    revision,
    state: theCase,
    plan,
    closedAt: theCase.closed?.at ?? null,
    updatedAt: new Date(nowMs).toISOString(),
  };
}

/** The world of a case: its debtor's contacts and invoices, and what is owed besides the principal today. */
export async function worldOf(db: Queries, theCase: Case, nowMs: number): Promise<World> {
  const [creditor, rates] = [await claimCreditorOf(db, theCase.creditorId), await ratesOf(db)];
  const asOf = parisDay(Math.max(nowMs, epochMs(theCase.enteredAt)));
  return {
    ...(await debtorWorld(db, theCase, nowMs)),
    lateChargesCents: lateChargesCents(theCase, creditor, asOf, rates),
    claim: figuresOf(claimOfCase(theCase, creditor, asOf, rates), asOf),
  };
}

function figuresOf(
  { status, principalCents, interestCents, indemnityCents, totalCents }: ClaimStatement,
  asOf: CivilDate,
): ClaimFigures {
  return { asOf, status, principalCents, interestCents, indemnityCents, totalCents };
}
