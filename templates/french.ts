import type { CivilDate } from '../domain/calendar/civil-date.ts';

export { frenchDay as frenchDate } from '../domain/case/show/french.ts';

/** `06/11/2026`, for the columns of a table. */
export function shortFrenchDate(on: CivilDate): string {
  return `${on.slice(8, 10)}/${on.slice(5, 7)}/${on.slice(0, 4)}`;
}

/** `FR76 3000 6000 …`: an IBAN in groups of four, as people read and type it. */
export function groupedIban(iban: string): string {
  return iban.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1\u00a0');
}

/** `123 456 782`: a SIREN in groups of three. */
export function groupedSiren(siren: string): string {
  return siren.replace(/\s/g, '').replace(/(\d{3})(?=\d)/g, '$1\u00a0');
}

/** A telephone number whose groups no end of line parts. */
export function unbrokenPhone(phone: string): string {
  return phone.replace(/ /g, '\u00a0');
}

/** `06 12 34 56 78`: a French number as people say it; another as it was told. */
export function groupedPhone(phone: string): string {
  const [, first, rest = ''] = /^\+33([1-9])(\d{8})$/.exec(phone) ?? [];
  return first === undefined ? unbrokenPhone(phone) : `0${first}${rest.replace(/(\d{2})/g, '\u00a0$1')}`;
}

/** Where the rate of a slice of interest comes from, for each regime of a statement of claim: short, for a table. */
export const rateSources = {
  'commercial-default': 'taux BCE + 10 points',
  contract: 'taux contractuel',
  legal: 'intérêt légal',
  'legal-plus-5': 'intérêt légal + 5 points',
  'public-procurement': 'taux BCE + 8 points',
} as const;
