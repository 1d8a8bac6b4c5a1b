import { allocationsOf } from '../db/allocations.ts';
import { creditsOfAmounts, type EntryRow, entryOf } from '../db/bank.ts';
import type { Queries } from '../db/database.ts';
import { candidatesFor, openInvoicesOfCases, totalsOfCases } from '../db/open-invoices.ts';
import { caseId } from '../domain/case/case.ts';
import type { OpenInvoice } from '../domain/matching/open-invoice.ts';
import type { BankEntry } from '../domain/statement/bank-entry.ts';
import { creditorIn } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import type { Given, Handlers } from './http/serve.ts';
import { type Offered, offeredAmong, whatIsLeftOf } from './offered.ts';

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
  const [offered, before] = await deps.db.transaction(async (tx) => [
    await offeredFor(tx, creditorId, whatIsLeftOf(entry)),
    await givenBefore(tx, creditorId, entry),
  ]);
  const found = firstThoseBefore(offered, before).map((line) => ({ ...line, id: caseId(creditorId, line.invoice.id) }));
  const totals = await totalsOfCases(
    deps.db,
    found.map(({ id }) => id),
  );
  const candidates = found.map(({ id, invoice, ...line }) => ({
    caseId: id,
    ...line,
    ...invoiceShown(invoice),
    totalCents: totals.get(id) ?? invoice.balanceCents,
  }));
  const undoes = document.amountCents < 0 ? await creditsOfAmounts(deps.db, creditorId, [-document.amountCents]) : [];
  return { entryKey, candidates, undoes: undoes.map(paymentShown) };
}

async function offeredFor(tx: Queries, creditorId: string, document: BankEntry): Promise<Offered[]> {
  const [offered = []] = offeredAmong(await candidatesFor(tx, creditorId, [document]), [document]);
  return offered;
}

const GIVEN_BEFORE = 'a déjà reçu une part de cette écriture';

/** Invoices that took a part of the entry and owe something still: they may take the rest. */
async function givenBefore(tx: Queries, creditorId: string, entry: EntryRow): Promise<Offered[]> {
  const parts = (await allocationsOf(tx, creditorId, entry.key)).filter(({ reversed }) => !reversed);
  const invoices = await openInvoicesOfCases(
    tx,
    creditorId,
    parts.map((part) => part.caseId),
  );
  return invoices.map((invoice) => ({
    invoice,
    amountCents: Math.min(invoice.balanceCents, entry.openCents),
    reasons: [GIVEN_BEFORE],
    borneOut: true,
    onlyNear: false,
  }));
}

/** What took a part comes first, with whatever else speaks for it. */
function firstThoseBefore(offered: readonly Offered[], before: readonly Offered[]): readonly Offered[] {
  const known = new Map(offered.map((line) => [line.invoice.id, line]));
  const first = before.map((line) => ({ ...line, reasons: [...line.reasons, ...(known.get(line.invoice.id)?.reasons ?? [])] }));
  const ids = new Set(before.map(({ invoice }) => invoice.id));
  return [...first, ...offered.filter(({ invoice }) => !ids.has(invoice.id))];
}

function invoiceShown({ number, balanceCents, dueOn = null, debtor }: OpenInvoice) {
  return { invoiceNumber: number, balanceCents, dueOn, debtorId: debtor.id, debtorName: debtor.name };
}

function paymentShown({ key, document }: EntryRow) {
  const { amountCents, bookedOn, counterparty, label } = document;
  return { key, amountCents, bookedOn, counterparty, label };
}
