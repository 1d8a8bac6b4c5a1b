import { creditsOfAmounts, type EntryRow, entryOf } from '../db/bank.ts';
import { candidatesFor } from '../db/open-invoices.ts';
import { caseId } from '../domain/case/case.ts';
import { createLedger } from '../domain/matching/ledger.ts';
import { matchAgainst } from '../domain/matching/match.ts';
import type { OpenInvoice } from '../domain/matching/open-invoice.ts';
import { creditorIn } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import type { Given, Handlers } from './http/serve.ts';

/** What an entry that waits may pay, best first, each with its reasons; what a return may undo. */
export function candidateHandlers(deps: ApiDeps) {
  return {
    'GET /unmatched/{entryKey}/candidates': async (given) => ({ 200: await candidatesOf(deps, given) }),
  } satisfies Partial<Handlers>;
}

async function candidatesOf(deps: ApiDeps, given: Given<'GET /unmatched/{entryKey}/candidates'>) {
  const { entryKey } = given.params;
  const creditorId = await creditorIn(deps, given);
  const entry = await entryOf(deps.db, creditorId, entryKey);
  if (!entry) throw new HttpProblem(404, `No bank entry ${entryKey}.`);
  const { document } = entry;
  const { invoices, remembered } = await deps.db.transaction((tx) => candidatesFor(tx, creditorId, [document]));
  const [result] = matchAgainst(createLedger(invoices, remembered), [document]);
  const why = { reasons: result?.reasons ?? [], borneOut: true, onlyNear: false };
  const sure = (result?.allocations ?? []).map((share) => ({ ...share, ...why }));
  const candidates = [...sure, ...(result?.candidates ?? [])].map(
    ({ invoice: id, amountCents, reasons, borneOut, onlyNear }) => ({
      caseId: caseId(creditorId, id),
      amountCents,
      reasons,
      borneOut,
      onlyNear,
      ...invoiceShown(invoices.find((invoice) => invoice.id === id)),
    }),
  );
  const undoes = document.amountCents < 0 ? await creditsOfAmounts(deps.db, creditorId, [-document.amountCents]) : [];
  return { entryKey, candidates, undoes: undoes.map(paymentShown) };
}

function invoiceShown(invoice: OpenInvoice | undefined) {
  const { number = '', balanceCents = 0, dueOn = null, debtor } = invoice ?? {};
  return { invoiceNumber: number, balanceCents, dueOn, debtorId: debtor?.id ?? '', debtorName: debtor?.name ?? null };
}

function paymentShown({ key, document }: EntryRow) {
  const { amountCents, bookedOn, counterparty, label } = document;
  return { key, amountCents, bookedOn, counterparty, label };
}
