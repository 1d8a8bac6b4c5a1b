import { addDays, type CivilDate } from '../calendar/civil-date.ts';

/** One legal value and the days on which it holds, both ends included; `validTo` null while nothing ends it. Units are in the key's name. */
export interface DatedValue<Value = number> {
  readonly key: string;
  readonly value: Value;
  readonly validFrom: CivilDate;
  readonly validTo: CivilDate | null;
  readonly source: string;
  readonly checkedOn: CivilDate;
}

/** The entry in force on a day, or undefined when the table knows none: never the last one known. */
export function entryOn<Value>(table: readonly DatedValue<Value>[], key: string, on: CivilDate): DatedValue<Value> | undefined {
  return table.find((entry) => entry.key === key && entry.validFrom <= on && (entry.validTo === null || on <= entry.validTo));
}

/** Entries of one key whose days overlap or leave a gap, in words; empty when the table is sound. */
export function gapsOf(table: readonly DatedValue<unknown>[], key: string): string[] {
  const entries = table.filter((entry) => entry.key === key).toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  return entries.slice(1).flatMap((entry, index) => {
    const previousEnd = entries[index]?.validTo;
    if (previousEnd && addDays(previousEnd, 1) === entry.validFrom) return [];
    return [`${key}: ${entry.validFrom} does not follow ${previousEnd ?? 'an entry without end'}`];
  });
}
