import type { Queries } from '../../db/database.ts';
import { appendAfter, latelyOf } from '../../db/evidence.ts';
import { cases } from '../../db/schema.ts';
import { apply } from '../../domain/case/apply/apply.ts';
import { balanceCents, uncontestedCents } from '../../domain/case/balance.ts';
import { type Case, openCase, type PaidBefore } from '../../domain/case/case.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { phaseOf, strongestHold } from '../../domain/case/phase.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';

const at = '2026-11-02T09:00:00+01:00';
const plan = shippedPlans[0] as Plan;

export interface RowRequest {
  readonly creditorId?: string;
  readonly invoiceId: string;
  readonly number?: string;
  readonly debtorId?: string;
  readonly totalCents?: number;
  readonly currency?: string;
  readonly issuedOn?: string;
  readonly dueOn?: string;
  readonly paid?: PaidBefore;
  readonly facts?: readonly Fact[];
}

/** Writes a case row and its evidence as the activities do, after some facts. */
export async function putCase(db: Queries, request: RowRequest): Promise<Case> {
  const paid = request.paid ? { paid: request.paid } : {};
  const facts: Fact[] = [{ type: 'opened', plan: plan.id, version: 1, ...paid, at, actor: 'billing' }, ...(request.facts ?? [])];
  const state = facts.reduce((theCase, fact) => apply(theCase, fact, plan), openCase({ ...openingOf(request), ...paid }, at));
  const rows = await appendAfter(db, state.id, (await latelyOf(db, state.id, 1))[0], facts);
  const { id, creditorId, invoice, debtor } = state;
  const row = {
    id,
    creditorId,
    debtorId: debtor.id,
    invoiceId: invoice.id,
    invoiceNumber: invoice.number,
    currency: invoice.currency,
    phase: phaseOf(state, plan, Date.parse(at)),
    hold: strongestHold(state),
    planId: plan.id,
    planVersion: plan.version,
    balanceCents: balanceCents(state),
    openCents: uncontestedCents(state),
    dueOn: invoice.dueOn,
    nextActAt: '2026-11-11T09:00:00+01:00',
    needsHuman: state.tasks.length > 0,
    revision: rows.at(-1)?.sequence ?? 0,
    state,
    plan,
    closedAt: state.closed?.at ?? null,
  };
  await db.insert(cases).values(row).onConflictDoUpdate({ target: cases.id, set: row });
  return state;
}

function openingOf({ creditorId = 'c1', invoiceId, number, debtorId, totalCents, currency, issuedOn, dueOn }: RowRequest) {
  return {
    creditorId,
    debtor: { id: debtorId ?? 'cus_31', kind: 'business' as const, segment: null, department: '67' },
    invoice: {
      id: invoiceId,
      number: number ?? `F-${invoiceId}`,
      currency: currency ?? 'EUR',
      totalCents: totalCents ?? 120000,
      vatCents: null,
      issuedOn: issuedOn ?? '2026-10-07',
      dueOn: dueOn ?? '2026-11-06',
      serviceCompletedOn: null,
    },
    contact: { email: true, mobile: false },
  };
}
