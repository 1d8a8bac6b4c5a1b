import { departmentOfPostcode } from '../calendar/departments.ts';

/** Parts of France that ISO 3166 gives a code of their own, with their department or collectivity. */
const FRENCH_TERRITORIES: ReadonlyMap<string, string> = new Map([
  ['GP', '971'],
  ['MQ', '972'],
  ['GF', '973'],
  ['RE', '974'],
  ['PM', '975'],
  ['YT', '976'],
  ['BL', '977'],
  ['MF', '978'],
  ['WF', '986'],
  ['PF', '987'],
  ['NC', '988'],
]);

/** The member states bound by the European order for payment and the European small claims: all but Denmark (Reg. (EC) 1896/2006 and 861/2007, art. 2). */
const EUROPEAN_PROCEDURES: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

/** True for `FR` and for the parts of France that have a code of their own, such as `RE` or `NC`. */
export function isFrance(country: string): boolean {
  return country === 'FR' || FRENCH_TERRITORIES.has(country);
}

/** True for a member state other than France in which a European order for payment can be had. */
export function hasEuropeanProcedures(country: string): boolean {
  return country !== 'FR' && EUROPEAN_PROCEDURES.has(country);
}

/** The department of a postal address; null abroad. Throws `BadInput` for a French postcode that no department has. */
export function departmentOfAddress({
  country,
  postcode,
}: {
  readonly country: string;
  readonly postcode: string;
}): string | null {
  return country === 'FR' ? departmentOfPostcode(postcode) : territoryOf(country);
}

/** The department or collectivity that a country code is the name of, such as `988` for `NC`; null for `FR` and abroad. */
export function territoryOf(country: string): string | null {
  return FRENCH_TERRITORIES.get(country) ?? null;
}
