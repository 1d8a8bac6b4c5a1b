import type { CivilDate } from '../calendar/civil-date.ts';
import { entriesOf, RATE_KEYS, type SemesterRates, SHIPPED_RATES, SHIPPED_SEMESTERS } from './data/rates.ts';
import type { DatedValue } from './dated-value.ts';
import { firstDayOf, following, indexOf, type Semester, type SemesterIndex, semesterOf } from './semester.ts';

export type { SemesterRates } from './data/rates.ts';
export { SHIPPED_RATES, SHIPPED_SEMESTERS } from './data/rates.ts';

/** Dated entries of the central bank rate and of both columns of the legal rate: the shipped ones and those that an operator entered. Plain JSON. */
export type RateTable = readonly DatedValue[];

/** Which of the three rates. */
export type RateKind = keyof typeof RATE_KEYS;

/** A rate, or the refusal to guess one. */
export type RateAnswer =
  | { readonly status: 'known'; readonly rateBasisPoints: number; readonly source: string }
  | { readonly status: 'rate-missing'; readonly semester: Semester };

type Index = Readonly<Record<RateKind, ReadonlyMap<SemesterIndex, DatedValue>>>;

const indexes = new WeakMap<RateTable, Index>();

/** The rate of a semester in basis points, or `rate-missing`: an unknown semester is never extrapolated (C. com. L441-10 II; CMF L313-2, D313-1-A). */
export function rateOf(kind: RateKind, semester: Semester, rates: RateTable = SHIPPED_RATES): RateAnswer {
  const entry = indexed(rates)[kind].get(indexOf(semester));
  return entry ? { status: 'known', rateBasisPoints: entry.value, source: entry.source } : { status: 'rate-missing', semester };
}

/** The same in basis points by position on the time line, undefined when missing: for loops over many slices. */
export function basisPointsAt(kind: RateKind, semester: SemesterIndex, rates: RateTable): number | undefined {
  return indexed(rates)[kind].get(semester)?.value;
}

/** The table with one more semester; what it said of that semester before is replaced. */
export function withSemester(entered: SemesterRates, rates: RateTable = SHIPPED_RATES): RateTable {
  return [...rates.filter((entry) => entry.validFrom !== firstDayOf(entered.semester)), ...entriesOf(entered)];
}

/** The shipped rates and the semesters entered since. A semester that a release came to ship keeps the release's values. */
export function tableWith(entered: readonly SemesterRates[]): RateTable {
  const since = entered.filter(({ semester }) => shippedRatesOf(semester) === undefined);
  return since.length === 0 ? SHIPPED_RATES : [...SHIPPED_RATES, ...since.flatMap((rates) => entriesOf(rates))];
}

/** What the product ships for a semester, if it does. */
export function shippedRatesOf(semester: Semester): SemesterRates | undefined {
  return SHIPPED_SEMESTERS.find((shipped) => shipped.semester === semester);
}

/** True when two documents give one semester the same three rates, whatever their sources. */
export function sameRates(a: SemesterRates, b: SemesterRates): boolean {
  return (
    a.centralBankBasisPoints === b.centralBankBasisPoints &&
    a.legalProfessionalBasisPoints === b.legalProfessionalBasisPoints &&
    a.legalPrivateBasisPoints === b.legalPrivateBasisPoints
  );
}

/** The semester that somebody has to enter: the current one if unknown, else the next from 1 December and 1 June; null when nothing is due. */
export function missingSemester(on: CivilDate, rates: RateTable = SHIPPED_RATES): Semester | null {
  const current = semesterOf(on);
  if (!isComplete(current, rates)) return current;
  const lastMonth = on.slice(5, 7) === '06' || on.slice(5, 7) === '12';
  const next = following(current);
  return lastMonth && !isComplete(next, rates) ? next : null;
}

/** True when a table holds the three rates of a semester. */
export function isComplete(semester: Semester, rates: RateTable): boolean {
  return Object.values(indexed(rates)).every((byKind) => byKind.has(indexOf(semester)));
}

function indexed(rates: RateTable): Index {
  const known = indexes.get(rates);
  if (known) return known;
  const byKind = (kind: RateKind) =>
    new Map(rates.filter((entry) => entry.key === RATE_KEYS[kind]).map((entry) => [indexOf(semesterOf(entry.validFrom)), entry]));
  const index: Index = {
    centralBank: byKind('centralBank'),
    legalProfessional: byKind('legalProfessional'),
    legalPrivate: byKind('legalPrivate'),
  };
  indexes.set(rates, index);
  return index;
}
