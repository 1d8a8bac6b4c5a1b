import { wordingsSince } from '../db/amendments.ts';
import { canonicalDigest } from '../db/canonical.ts';
import { creditorOf } from '../db/creditors.ts';
import type { Queries } from '../db/database.ts';
import { debtorOf } from '../db/debtors.ts';
import { invoiceOf } from '../db/invoices.ts';
import { balanceCents } from '../domain/case/balance.ts';
import type { Case } from '../domain/case/case.ts';
import { type Plan, stepOf } from '../domain/plan/plan.ts';

/**
 * The digest (SHA-256) of what a person approves when he approves a step: to whom and from whom it goes, the sum, where the money goes, the
 * step of the plan, the wordings as they stand and the files that billing joins. As long as it is the same, what leaves is what was approved.
 */
export async function contentOf(tx: Queries, theCase: Case, plan: Plan, step: string): Promise<string> {
  const { creditorId, debtor, invoice } = theCase;
  const document = (await invoiceOf(tx, creditorId, invoice.id))?.document;
  const {
    planChoices: _,
    defaultPlan: __,
    bankAccounts: ___,
    secondPerson: ____,
    ...creditor
  } = (await creditorOf(tx, creditorId)) ?? {};
  const content = {
    debtor: (await debtorOf(tx, creditorId, debtor.id)) ?? null,
    creditor,
    invoice,
    balanceCents: balanceCents(theCase),
    annexes: [document?.documentUrl ?? null, document?.proofs ?? []],
    step: stepOf(plan, step) ?? null,
    wordings: await wordingsSince(tx),
  };
  return canonicalDigest(JSON.parse(JSON.stringify(content)));
}
