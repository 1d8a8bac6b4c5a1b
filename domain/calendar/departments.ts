import { refuse } from '../fault.ts';

const METROPOLE = Array.from({ length: 95 }, (_, index) => String(index + 1).padStart(2, '0')).filter((code) => code !== '20');
const OVERSEAS = ['971', '972', '973', '974', '975', '976', '977', '978', '986', '987', '988'];
const KNOWN: ReadonlySet<string> = new Set([...METROPOLE, '2A', '2B', ...OVERSEAS]);

/** Communes whose postcode starts with the number of Guadeloupe although they left it in 2007: Saint-Barthélemy and Saint-Martin. */
const SEPARATED: ReadonlyMap<string, string> = new Map([
  ['97133', '977'],
  ['97150', '978'],
]);

/** Bas-Rhin, Haut-Rhin, Moselle: local law for holidays and for the commercial court. */
export const ALSACE_MOSELLE: ReadonlySet<string> = new Set(['57', '67', '68']);

/** True for a French department or overseas collectivity: `75`, `2A`, `974`. */
export function isDepartment(code: string): boolean {
  return KNOWN.has(code);
}

/** True outside metropolitan France. */
export function isOverseas(department: string): boolean {
  return department.length === 3;
}

/** True for Wallis-et-Futuna, French Polynesia and New Caledonia, which have their own law of courts and of trade. */
export function isPacific(department: string): boolean {
  return department === '986' || department === '987' || department === '988';
}

/** Throws `BadInput` for a department that does not exist. */
export function requireDepartment(code: string, path = 'department'): void {
  if (!isDepartment(code)) refuse(path, `got "${code}", expected a French department such as "75", "2A" or "974"`);
}

/** The department of a French postcode, by its first digits; throws `BadInput` when there is none. */
export function departmentOfPostcode(postcode: string): string {
  if (!/^\d{5}$/.test(postcode)) refuse('postcode', `got "${postcode}", expected five digits`);
  const code = SEPARATED.get(postcode) ?? prefixOf(postcode);
  if (!isDepartment(code)) refuse('postcode', `got "${postcode}", which is in no French department`);
  return code;
}

function prefixOf(postcode: string): string {
  if (postcode.startsWith('20')) return postcode < '20200' ? '2A' : '2B';
  return postcode.slice(0, postcode.startsWith('97') || postcode.startsWith('98') ? 3 : 2);
}
