import type { DatedValue } from '../dated-value.ts';

/** One seat of the experimental economic courts: the department it sits in, and whether other commercial courts share that department. */
export interface EconomicCourt {
  readonly department: string;
  readonly seat: string;
  readonly wholeDepartment: boolean;
}

const SEATS: readonly EconomicCourt[] = [
  { department: '89', seat: 'Auxerre', wholeDepartment: false },
  { department: '84', seat: 'Avignon', wholeDepartment: true },
  { department: '76', seat: 'Le Havre', wholeDepartment: false },
  { department: '72', seat: 'Le Mans', wholeDepartment: true },
  { department: '87', seat: 'Limoges', wholeDepartment: true },
  { department: '69', seat: 'Lyon', wholeDepartment: false },
  { department: '13', seat: 'Marseille', wholeDepartment: false },
  { department: '54', seat: 'Nancy', wholeDepartment: false },
  { department: '92', seat: 'Nanterre', wholeDepartment: true },
  { department: '75', seat: 'Paris', wholeDepartment: true },
  { department: '22', seat: 'Saint-Brieuc', wholeDepartment: true },
  { department: '78', seat: 'Versailles', wholeDepartment: true },
];

/** Tribunaux des activités économiques: twelve commercial courts under that name for four years. */
export const ECONOMIC_COURTS: readonly DatedValue<EconomicCourt>[] = SEATS.map((seat) => ({
  key: seat.department,
  value: seat,
  validFrom: '2025-01-01',
  validTo: '2028-12-31',
  source: 'loi 2023-1059 du 20 novembre 2023, art. 26 ; arrêté du 5 juillet 2024',
  checkedOn: '2026-11-21',
}));

/** Forms of company that are commercial whatever they do (C. com. L210-1), as invoices and registers write them. */
export const COMMERCIAL_FORMS: readonly string[] = [
  'sarl',
  'eurl',
  'sa',
  'sas',
  'sasu',
  'snc',
  'scs',
  'sca',
  'société à responsabilité limitée',
  'société anonyme',
  'société par actions simplifiée',
  'société en nom collectif',
  'société en commandite simple',
  'société en commandite par actions',
];

/** Forms under which a person trades alone: trader, artisan, liberal or farmer, the form does not tell. */
export const SOLE_TRADER_FORMS: readonly string[] = [
  'ei',
  'eirl',
  'entreprise individuelle',
  'entrepreneur individuel',
  'micro-entreprise',
  'microentreprise',
  'micro-entrepreneur',
  'auto-entrepreneur',
  'autoentrepreneur',
];
