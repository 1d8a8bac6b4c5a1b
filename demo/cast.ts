import { addDays } from '../domain/calendar/civil-date.ts';

/** Invented names and numbers; the IBAN is one that passes its check and that no bank gives. */
export const creditor = {
  id: 'atelier-lumen',
  name: 'Atelier Lumen',
  legalForm: 'SAS',
  capital: '10 000 €',
  siren: '901234568',
  rcs: { number: '901234568', city: 'Villefranche-Tarare' },
  address: { line1: '8 quai de la Saône', postcode: '69400', city: 'Villefranche-sur-Saône', country: 'FR' },
  email: 'compta@atelier-lumen.example',
  phone: '04 74 00 00 12',
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPP',
  defaultPlan: 'demo',
  contact: { name: 'Camille Roussel', email: 'compta@atelier-lumen.example', phone: '04 74 00 00 12' },
  signatory: { name: 'Anne Roy', capacity: 'présidente' },
  mediator: { name: 'Médiateur du commerce', address: '12 place de l’Exemple, 75010 Paris' },
};

export interface Character {
  readonly id: string;
  readonly name: string;
  readonly legalForm: string;
  readonly siren: string;
  readonly line1: string;
  readonly postcode: string;
  readonly city: string;
  readonly number: string;
  readonly totalCents: number;
  readonly daysOverdue: number;
}

/** One debtor and one invoice for each fate. */
export const characters = {
  prompt: {
    id: 'aubertin',
    name: 'Menuiserie Aubertin SARL',
    legalForm: 'SARL',
    siren: '812345679',
    line1: '17 rue des Tanneurs',
    postcode: '69003',
    city: 'Lyon',
    number: 'F2026-0401',
    totalCents: 120_000,
    daysOverdue: 12,
  },
  twice: {
    id: 'belmont',
    name: 'Hôtel Belmont SAS',
    legalForm: 'SAS',
    siren: '823456787',
    line1: '2 place du Théâtre',
    postcode: '21000',
    city: 'Dijon',
    number: 'F2026-0402',
    totalCents: 348_050,
    daysOverdue: 41,
  },
  returned: {
    id: 'cordier',
    name: 'Cordier Transports SARL',
    legalForm: 'SARL',
    siren: '834567895',
    line1: '54 route de Paris',
    postcode: '44300',
    city: 'Nantes',
    number: 'F2026-0403',
    totalCents: 89_900,
    daysOverdue: 40,
  },
  credited: {
    id: 'delorme',
    name: 'Delorme et Fils SNC',
    legalForm: 'SNC',
    siren: '845678903',
    line1: '9 rue du Moulin',
    postcode: '67000',
    city: 'Strasbourg',
    number: 'F2026-0404',
    totalCents: 45_600,
    daysOverdue: 39,
  },
  bounced: {
    id: 'estienne',
    name: 'Imprimerie Estienne SARL',
    legalForm: 'SARL',
    siren: '856789011',
    line1: '31 avenue Foch',
    postcode: '59800',
    city: 'Lille',
    number: 'F2026-0405',
    totalCents: 212_340,
    daysOverdue: 42,
  },
  paused: {
    id: 'ferrand',
    name: 'Garage Ferrand EURL',
    legalForm: 'EURL',
    siren: '867890119',
    line1: '120 boulevard Gambetta',
    postcode: '63000',
    city: 'Clermont-Ferrand',
    number: 'F2026-0406',
    totalCents: 67_200,
    daysOverdue: 38,
  },
  noticed: {
    id: 'galland',
    name: 'Galland Paysages SAS',
    legalForm: 'SAS',
    siren: '878901227',
    line1: '3 chemin des Vignes',
    postcode: '33000',
    city: 'Bordeaux',
    number: 'F2026-0407',
    totalCents: 530_000,
    daysOverdue: 46,
  },
  disputed: {
    id: 'imbert',
    name: 'Imbert Carrelages SARL',
    legalForm: 'SARL',
    siren: '801234568',
    line1: '14 rue du Four',
    postcode: '13006',
    city: 'Marseille',
    number: 'F2026-0409',
    totalCents: 156_000,
    daysOverdue: 37,
  },
  promised: {
    id: 'jourdan',
    name: 'Jourdan Chauffage SAS',
    legalForm: 'SAS',
    siren: '790123459',
    line1: '6 rue de la Soif',
    postcode: '35000',
    city: 'Rennes',
    number: 'F2026-0410',
    totalCents: 98_400,
    daysOverdue: 36,
  },
  scheduled: {
    id: 'keller',
    name: 'Keller Boulangeries SARL',
    legalForm: 'SARL',
    siren: '789012341',
    line1: '22 rue des Halles',
    postcode: '45000',
    city: 'Orléans',
    number: 'F2026-0411',
    totalCents: 480_000,
    daysOverdue: 43,
  },
  pursued: {
    id: 'hervieu',
    name: 'Hervieu Négoce SA',
    legalForm: 'SA',
    siren: '889012335',
    line1: '77 quai de Bercy',
    postcode: '75012',
    city: 'Paris',
    number: 'F2026-0408',
    totalCents: 1_284_000,
    daysOverdue: 47,
  },
} as const satisfies Record<string, Character>;

export type Role = keyof typeof characters;

/** The invoice of a character as billing tells it; `today` in Paris. */
export function invoiceCreated(character: Character, today: string): object {
  const dueOn = addDays(today, -character.daysOverdue);
  return {
    invoice: {
      id: character.number.toLowerCase(),
      number: character.number,
      currency: 'EUR',
      totalCents: character.totalCents,
      vatCents: Math.round(character.totalCents / 6),
      issuedOn: addDays(dueOn, -30),
      dueOn,
      serviceCompletedOn: addDays(dueOn, -34),
      purchaseOrder: `BC-${character.number.slice(-4)}`,
    },
    debtor: debtorOf(character),
    plan: 'demo',
  };
}

/** The debtor of a character as billing knows it. */
export function debtorOf({ id, name, legalForm, siren, line1, postcode, city }: Character) {
  return {
    id,
    kind: 'business',
    name,
    siren,
    legalForm,
    trader: true,
    registeredOffice: { line1, postcode, city, country: 'FR' },
    email: `comptabilite@${id}.example`,
    mobile: '+33600000000',
    language: 'fr',
    segment: 'regular',
  };
}

/** A credit on the creditor's account, as the bank tells it. */
export function transfer(key: string, character: Character, amountCents: number, today: string): object {
  return {
    account: creditor.iban,
    key,
    bookedOn: today,
    valueOn: today,
    amountCents,
    currency: 'EUR',
    counterparty: character.name,
    label: `VIR ${character.name.toUpperCase()} FACTURE ${character.number}`,
  };
}
