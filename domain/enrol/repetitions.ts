import type { Fault } from '../fault.ts';
import type { Enrolment } from './enrolment.ts';
import { lineFault } from './enrolment-of.ts';

/** Lines that are sound alone and not together: one invoice twice, one customer code for two customers. */
export function repetitions(enrolments: readonly Enrolment[]): Fault[] {
  const invoices = new Map<string, Enrolment>();
  const debtors = new Map<string, Enrolment>();
  return enrolments.flatMap((enrolment) => {
    const same = first(invoices, enrolment.invoice.id, enrolment);
    const known = first(debtors, enrolment.debtor.id, enrolment);
    return [...sameInvoice(enrolment, same), ...otherDebtor(enrolment, known)];
  });
}

/** The first line of that name; undefined when this is it. */
function first(seen: Map<string, Enrolment>, id: string, enrolment: Enrolment): Enrolment | undefined {
  const before = seen.get(id);
  if (!before) seen.set(id, enrolment);
  return before;
}

function sameInvoice({ line, invoice }: Enrolment, same: Enrolment | undefined): Fault[] {
  if (!same) return [];
  const message = `${invoice.number} est déjà à la ligne ${same.line}\u00a0: retirer l’une des deux, ou les distinguer par une colonne « Identifiant facture »`;
  return [lineFault(line, ['N° facture', message])];
}

function otherDebtor({ line, debtor }: Enrolment, known: Enrolment | undefined): Fault[] {
  if (!known) return [];
  const differs = (['name', 'kind'] as const).find((field) => known.debtor[field] !== debtor[field]);
  if (!differs) return [];
  const heading = differs === 'name' ? 'Client' : 'Type';
  const message = `le client ${debtor.id} est « ${known.debtor.name} » (${known.debtor.kind}) à la ligne ${known.line} et « ${debtor.name} » (${debtor.kind}) ici\u00a0: corriger, ou donner deux codes client`;
  return [lineFault(line, [heading, message])];
}
