import type { CivilDate } from '../calendar/civil-date.ts';
import { refuse } from '../fault.ts';
import { legalValue } from '../law/legal-values.ts';
import { partOfCents } from '../money/cents.ts';

/** Why a claim is lost for good. Limitation alone is not a reason (BOI-TVA-DED-40-10-20). */
export type IrrecoverableReason = 'failed-pursuit' | 'liquidation-judgment' | 'debtor-disappeared';

/** An unpaid invoice whose VAT may come back. Amounts in integer cents including VAT; `vatOn` says when the creditor owed the VAT. */
export interface LostInvoice {
  readonly totalCents: number;
  readonly vatCents: number;
  readonly unpaidCents: number;
  readonly vatOn: 'invoices' | 'receipts';
  readonly irrecoverable: { readonly reason: IrrecoverableReason; readonly on: CivilDate };
}

/** What may be recovered, until when, under which text, and the two amounts that the duplicate invoice must show as unpaid. */
export interface VatRecovery {
  readonly recoverableCents: number;
  readonly unpaidNetCents: number;
  readonly untilOn: CivilDate;
  readonly article: string;
  readonly source: string;
}

const SOURCES: Readonly<Record<IrrecoverableReason, string>> = {
  'failed-pursuit': 'poursuites restées vaines, à prouver',
  'liquidation-judgment': 'jugement de liquidation judiciaire, à sa date',
  'debtor-disappeared': 'disparition du débiteur, à prouver',
};

/**
 * VAT on a claim lost for good (CGI 272-1, recodified in the CIBS on 1 January 2027): the unpaid share of the VAT, in proportion to the price
 * including VAT, until 31 December of the second following year. Nothing when VAT is owed on receipts: none was paid. Throws `BadInput` for amounts that do not fit.
 */
export function vatRecovery(lost: LostInvoice): VatRecovery {
  const { totalCents, vatCents, unpaidCents, irrecoverable } = requireFit(lost);
  const unpaidVatCents = partOfCents(unpaidCents, BigInt(vatCents), BigInt(totalCents));
  const years = legalValue('vat-recovery-years', irrecoverable.on);
  return {
    recoverableCents: lost.vatOn === 'receipts' ? 0 : unpaidVatCents,
    unpaidNetCents: unpaidCents - unpaidVatCents,
    untilOn: `${Number(irrecoverable.on.slice(0, 4)) + years}-12-31`,
    article: irrecoverable.on < '2027-01-01' ? 'CGI 272-1' : 'CIBS (ancien CGI 272-1)',
    source: SOURCES[irrecoverable.reason],
  };
}

function requireFit(lost: LostInvoice): LostInvoice {
  if (lost.totalCents <= 0) refuse('totalCents', `got ${lost.totalCents}, expected more than 0`);
  if (lost.vatCents < 0 || lost.vatCents > lost.totalCents)
    refuse('vatCents', `got ${lost.vatCents}, expected 0 to totalCents ${lost.totalCents}`);
  if (lost.unpaidCents < 0 || lost.unpaidCents > lost.totalCents)
    refuse('unpaidCents', `got ${lost.unpaidCents}, expected 0 to totalCents ${lost.totalCents}`);
  return lost;
}
