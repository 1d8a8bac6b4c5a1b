import { type CaseOpening, type Invoice, reachedBy } from '../../domain/case/case.ts';
import { BadInput, refuse } from '../../domain/fault.ts';
import { departmentOfAddress } from '../../domain/party/country.ts';
import type { InvoiceDocument } from '../../domain/party/invoice-schema.ts';
import type { Debtor } from '../../domain/party/party-schema.ts';

/** What a case may know as it opens: ids, amounts, dates, and which addresses exist. No personal data. `path`: where both were told. */
export function openingOf(creditorId: string, invoice: InvoiceDocument, debtor: Debtor, path: string): CaseOpening {
  const { id, kind, segment } = debtor;
  if (invoice.nature === 'consumer' && kind !== 'consumer')
    refuse(`${path}.invoice.nature`, `got "consumer", expected services, goods or transport for a debtor of kind "${kind}"`);
  return {
    creditorId,
    debtor: { id, kind, segment: segment ?? null, department: departmentOf(debtor, path) },
    invoice: invoiceOf(invoice),
    contact: reachedBy(debtor),
  };
}

function invoiceOf(invoice: InvoiceDocument): Invoice {
  const { id, number, currency, totalCents, vatCents, issuedOn, dueOn, serviceCompletedOn, nature } = invoice;
  const absent = { vatCents: vatCents ?? null, issuedOn: issuedOn ?? null, serviceCompletedOn: serviceCompletedOn ?? null };
  return { id, number, currency, totalCents, dueOn, ...absent, ...(nature ? { nature } : {}) };
}

/** The department of the registered office; null abroad, and when it is not known. A postcode that no department has is refused with its path. */
function departmentOf({ registeredOffice }: Debtor, path: string): string | null {
  if (registeredOffice === undefined) return null;
  try {
    return departmentOfAddress(registeredOffice);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(error.faults.map(({ message }) => ({ path: `${path}.debtor.registeredOffice.postcode`, message })));
  }
}
