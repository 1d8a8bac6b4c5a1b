import type { CivilDate } from '../calendar/civil-date.ts';
import type { DoneBefore, InvoiceNature, PaidBefore } from '../case/case.ts';
import type { Quality } from '../party/quality.ts';
import type { DebtorKind } from '../plan/plan.ts';

/** The debtor of an open invoice, as far as the file knows him. */
export interface EnrolledDebtor {
  readonly id: string;
  readonly kind: DebtorKind;
  readonly name: string;
  readonly siren?: string;
  readonly legalForm?: string;
  readonly quality?: Quality;
  readonly segment?: string;
  readonly email?: string;
  readonly mobile?: string;
  readonly phone?: string;
  readonly registeredOffice?: { readonly line1: string; readonly postcode: string; readonly city: string };
}

/** One open invoice of a running business: a line of its file. */
export interface Enrolment {
  readonly line: number;
  readonly invoice: {
    readonly id: string;
    readonly number: string;
    readonly currency: string;
    readonly totalCents: number;
    readonly vatCents?: number;
    readonly issuedOn?: CivilDate;
    readonly dueOn: CivilDate;
    readonly serviceCompletedOn?: CivilDate;
    readonly purchaseOrder?: string;
    readonly nature?: InvoiceNature;
  };
  readonly debtor: EnrolledDebtor;
  readonly plan?: string;
  /** What was done for it before it enters; absent: nothing. */
  readonly before?: DoneBefore;
  /** What was paid before the invoice entered, and when; null when nothing was. */
  readonly paid: PaidBefore | null;
}

/** What is still owed as the invoice enters. */
export function openCents({ invoice, paid }: Enrolment): number {
  return invoice.totalCents - (paid?.amountCents ?? 0);
}

/** One object without its empty fields. */
export function known<Fields extends Record<string, unknown>>(fields: Fields): { [K in keyof Fields]?: Fields[K] & {} } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
