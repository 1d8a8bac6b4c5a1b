import { caseOfInvoice } from '../db/cases.ts';
import type { Queries } from '../db/database.ts';
import { storedCase } from '../db/stored-cases.ts';
import { tellCase } from '../db/tell-case.ts';
import { parisDay, toInstant } from '../domain/calendar/paris.ts';
import { creditPayment } from '../domain/case/next/credit.ts';
import type { PassCredit, Passed } from './activities.ts';

/** Tells the other invoice that it is paid with the credit, up to what it owes, when it is an open one of the same debtor and currency. */
export async function passCredit(tx: Queries, { caseId, id, to, amountCents, nowMs }: PassCredit): Promise<Passed> {
  const from = (await storedCase(tx, caseId))?.case;
  if (!from) throw new Error(`${caseId} was never recorded`);
  const { creditorId, debtor, invoice } = from;
  const target = await caseOfInvoice(tx, { creditorId, debtorId: debtor.id, currency: invoice.currency, invoiceId: to });
  if (!target || target.closedAt !== null || target.balanceCents <= 0)
    return { refused: 'pas une facture ouverte de ce client dans cette devise' };
  const takenCents = Math.min(amountCents, target.balanceCents);
  const payment = creditPayment(from, id, takenCents, parisDay(nowMs));
  await tellCase(tx, { caseId: target.id, fact: { ...payment, at: toInstant(nowMs), actor: 'case', cause: caseId } });
  return { amountCents: takenCents };
}
