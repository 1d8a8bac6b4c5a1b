import { isCivilDate } from '../calendar/civil-date.ts';

const YEAR_FIRST = /^((?:19|20)\d\d)[-/. ](\d{1,2})[-/. ](\d{1,2})$/;
const DAY_FIRST = /^(\d{1,2})[-/. ](\d{1,2})[-/. ]((?:19|20)?\d\d)$/;

/** True for a day written with its separators: `2026-11-20`, `20/11/2026`, `20.11.26`. */
export function isDateWritten(text: string): boolean {
  const [, year, month, day] = YEAR_FIRST.exec(text) ?? [];
  if (year !== undefined) return isDay(year, month, day);
  const [, dayFirst, monthAfter, yearLast] = DAY_FIRST.exec(text) ?? [];
  return yearLast !== undefined && isDay(yearLast.padStart(4, '20'), monthAfter, dayFirst);
}

/** True when a text begins with a day, with or without its year: `12/10`, `12.10.2026`. */
export function startsWithDay(text: string): boolean {
  const [, written = ''] = /^(\d{1,4}(?:[-/.]\d{1,4}){1,2})(?![\dA-Z])/.exec(text) ?? [];
  return isDateWritten(written) || isDateWritten(`${written}/2026`);
}

function isDay(year = '', month = '', day = ''): boolean {
  return isCivilDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}
