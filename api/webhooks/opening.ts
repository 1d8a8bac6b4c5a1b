import type { InvoiceDocument } from '../../db/invoice-schema.ts';
import type { Debtor } from '../../db/party-schema.ts';
import { departmentOfPostcode } from '../../domain/calendar/departments.ts';
import type { CaseOpening, Invoice } from '../../domain/case/case.ts';
import { BadInput } from '../../domain/fault.ts';

/** What a case may know as it opens: ids, amounts, dates, and which addresses exist. No personal data. */
export function openingOf(creditorId: string, invoice: InvoiceDocument, debtor: Debtor): CaseOpening {
  const { id, kind, segment } = debtor;
  return {
    creditorId,
    debtor: { id, kind, segment: segment ?? null, department: departmentOf(debtor) },
    invoice: invoiceOf(invoice),
    contact: { email: debtor.email !== undefined, mobile: debtor.mobile !== undefined },
  };
}

function invoiceOf(invoice: InvoiceDocument): Invoice {
  const { id, number, currency, totalCents, vatCents, issuedOn, dueOn, serviceCompletedOn } = invoice;
  const absent = { vatCents: vatCents ?? null, issuedOn: issuedOn ?? null, serviceCompletedOn: serviceCompletedOn ?? null };
  return { id, number, currency, totalCents, dueOn, ...absent };
}

/** The department of the registered office; null abroad, and when it is not known. A postcode that no department has is refused with its path. */
function departmentOf({ registeredOffice }: Debtor): string | null {
  if (registeredOffice?.country !== 'FR') return null;
  try {
    return departmentOfPostcode(registeredOffice.postcode);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(error.faults.map(({ message }) => ({ path: '$.data.debtor.registeredOffice.postcode', message })));
  }
}
