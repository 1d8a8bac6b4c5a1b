import type { CivilDate } from '../calendar/civil-date.ts';
import { refuse } from '../fault.ts';
import { PROCEDURES } from './data/procedures.ts';
import { LEGAL_VALUES } from './data/values.ts';
import { type DatedValue, entryOn } from './dated-value.ts';

export { l126Enabled } from './data/procedures.ts';

/** A number of the law on a day, with its article. Throws `BadInput` when the table knows none for that day. */
export function legalValue(key: string, on: CivilDate): number {
  return legalEntry(key, on).value;
}

/** The same with its interval and source. */
export function legalEntry(key: string, on: CivilDate): DatedValue {
  return entryOn(LEGAL_VALUES, key, on) ?? refuse('', `no legal value "${key}" is known on ${on}`);
}

/** True when the table knows a number of the law on a day. */
export function isKnownInLaw(key: string, on: CivilDate): boolean {
  return entryOn(LEGAL_VALUES, key, on) !== undefined;
}

/** Whether the law opens a procedure on a day; false when it did not exist. */
export function isOpenInLaw(key: string, on: CivilDate): boolean {
  return entryOn(PROCEDURES, key, on)?.value ?? false;
}
