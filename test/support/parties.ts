import { creditor as demonstrated } from '../../demo/cast.ts';
import { addDays } from '../../domain/calendar/civil-date.ts';
import type { CaseOpening } from '../../domain/case/case.ts';

/** The creditor of the demonstration, under the plan that is usual. */
const { defaultPlan: _plan, capital: _capital, ...lumen } = demonstrated;
export const creditor = { ...lumen, id: 'c1' };

export const debtor = {
  id: 'd1',
  kind: 'business',
  name: 'Menuiserie Aubertin SARL',
  siren: '812345679',
  legalForm: 'SARL',
  trader: true,
  registeredOffice: { line1: '17 rue des Tanneurs', postcode: '69003', city: 'Lyon', country: 'FR' },
  email: 'comptabilite@aubertin.example',
  mobile: '+33612345678',
  segment: 'regular',
};

/** The opening of a case on an invoice of 1 200,00 € due `dueInDays` from today. */
export function openingOf(today: string, dueInDays: number, changes: { id?: string; totalCents?: number } = {}): CaseOpening {
  const { id = 'i1', totalCents = 120_000 } = changes;
  const dueOn = addDays(today, dueInDays);
  return {
    creditorId: creditor.id,
    debtor: { id: `d-${id}`, kind: 'business', segment: 'regular', department: '69' },
    invoice: {
      id,
      number: `F-${id}`,
      currency: 'EUR',
      totalCents,
      vatCents: 20_000,
      issuedOn: addDays(dueOn, -30),
      dueOn,
      serviceCompletedOn: null,
    },
    contact: { email: true, mobile: true },
  };
}
