import { wordingsSince } from '../db/amendments.ts';
import { canonicalDigest } from '../db/canonical.ts';
import { logoOf } from '../db/creditor-logos.ts';
import { creditorOf } from '../db/creditors.ts';
import type { Queries } from '../db/database.ts';
import { debtorOf } from '../db/debtors.ts';
import { invoiceOf } from '../db/invoices.ts';
import { balanceCents, uncontestedCents } from '../domain/case/balance.ts';
import type { Case, LiveCase } from '../domain/case/case.ts';
import { stepOf } from '../domain/plan/plan.ts';

/**
 * The digest (SHA-256) of what a person approves when he approves a step: to whom and from whom it goes, under which logo, the sum, where the money goes, the
 * step of the plan, the wordings as they stand and the files that billing joins; of the debtor's other invoices that the step speaks for (`besides`) as well. As long as it is the same, what leaves is what was approved.
 */
export async function contentOf(
  tx: Queries,
  { case: theCase, plan }: LiveCase,
  step: string,
  besides: readonly Case[],
): Promise<string> {
  const { creditorId, debtor } = theCase;
  const {
    planChoices: _,
    defaultPlan: __,
    bankAccounts: ___,
    secondPerson: ____,
    postage: _____,
    ...creditor
  } = (await creditorOf(tx, creditorId)) ?? {};
  const logo = await logoOf(tx, creditorId);
  const content = {
    debtor: (await debtorOf(tx, creditorId, debtor.id)) ?? null,
    creditor,
    ...(logo === undefined ? {} : { logo: logo.sha256 }),
    ...(await claimed(tx, theCase)),
    besides: await Promise.all(besides.map((other) => claimed(tx, other))),
    step: stepOf(plan, step) ?? null,
    wordings: await wordingsSince(tx),
  };
  return canonicalDigest(JSON.parse(JSON.stringify(content)));
}

/** What is asked for an invoice, and the files that go with it. */
async function claimed(tx: Queries, theCase: Case) {
  const { creditorId, invoice } = theCase;
  const document = (await invoiceOf(tx, creditorId, invoice.id))?.document;
  const annexes = [document?.documentUrl ?? null, document?.proofs ?? []];
  return { invoice, balanceCents: balanceCents(theCase), askedCents: uncontestedCents(theCase), annexes };
}
