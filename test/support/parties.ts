import { addDays } from '../../domain/calendar/civil-date.ts';
import type { CaseOpening } from '../../domain/case/case.ts';

/** Invented parties with true check digits. */
export const creditor = {
  id: 'c1',
  name: 'Atelier Lumen',
  legalForm: 'SAS',
  siren: '901234568',
  rcs: { number: '901234568', city: 'Villefranche-Tarare' },
  address: { line1: '8 quai de la Saône', postcode: '69400', city: 'Villefranche-sur-Saône', country: 'FR' },
  email: 'compta@atelier-lumen.example',
  phone: '04 74 00 00 12',
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPP',
  contact: { name: 'Camille Roussel', email: 'compta@atelier-lumen.example', phone: '04 74 00 00 12' },
  signatory: { name: 'Anne Roy', capacity: 'présidente' },
  mediator: { name: 'Médiateur du commerce', address: '12 place de l’Exemple, 75010 Paris' },
};

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
