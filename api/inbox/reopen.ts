import { caseRowOf } from '../../db/cases.ts';
import type { Case, CaseOpening } from '../../domain/case/case.ts';
import type { Fact, OutsideFact, Told } from '../../domain/case/fact.ts';
import { isNews, onceClosed } from '../../domain/case/facts/hearing.ts';
import { aloneInTheWorld } from '../../domain/case/world.ts';
import type { Delivery } from './delivery.ts';

/**
 * Tells a fact to a case that no workflow runs any more: reopened from its row, or nothing when the fact is known or changes nothing.
 * Answers null when it is told, else why a human must look at it.
 */
export async function reopenFor({ db, engine }: Delivery, caseId: string, fact: OutsideFact & Told): Promise<string | null> {
  const row = await caseRowOf(db, caseId);
  if (!row) return `no case ${caseId}`;
  const rule = onceClosed(fact);
  if (rule === 'noted' || rule === 'moot' || !isNews(row.state, fact)) return null;
  if (rule === 'refused') return `${caseId} is closed and does not hear ${fact.type}`;
  const { at, actor, cause } = fact;
  const reopened: Fact = { type: 'reopened', reason: rule.reopens, at, actor, ...(cause === undefined ? {} : { cause }) };
  await engine.reopen(caseId, {
    opening: openingAgain(row.state),
    plan: row.plan,
    actor,
    ...(cause === undefined ? {} : { cause }),
    carried: { case: row.state, world: aloneInTheWorld, revision: row.revision, unrecorded: [reopened, fact] },
  });
  return null;
}

function openingAgain({ creditorId, debtor, invoice, contact, timeBarredOn }: Case): CaseOpening {
  const limit = timeBarredOn === null ? {} : { timeBarredOn };
  return { creditorId, debtor, invoice, contact: { email: contact.email, mobile: contact.mobile }, ...limit };
}
