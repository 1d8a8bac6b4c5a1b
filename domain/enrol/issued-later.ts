import type { CivilDate } from '../calendar/civil-date.ts';
import type { Enrolment } from './enrolment.ts';

/** An invoice that bears a day to come, with its line in the table. */
export interface IssuedLater {
  readonly line: number;
  readonly number: string;
  readonly issuedOn: CivilDate;
}

const LINES_NAMED = 3;

/** Those among some that were issued after a day: figures count them from their own day only, though their reminders are planned now. */
export function issuedAfter(day: CivilDate, enrolments: readonly Enrolment[]): IssuedLater[] {
  return enrolments.flatMap(({ line, invoice: { number, issuedOn } }) =>
    issuedOn !== undefined && issuedOn > day ? [{ line, number, issuedOn }] : [],
  );
}

/** What whoever takes them over has to know of them; null when there is none. */
export function issuedLaterSaid(later: readonly IssuedLater[]): string | null {
  if (later.length === 0) return null;
  const lines = later.map(({ line }) => line).toSorted((one, other) => one - other);
  const named = `${lines.slice(0, LINES_NAMED).join(', ')}${lines.length > LINES_NAMED ? '…' : ''}`;
  const check = 'Vérifiez la colonne «\u00a0Date de facture\u00a0».';
  if (later.length === 1)
    return `1 facture émise après aujourd’hui\u00a0: elle ne compte dans Chiffres qu’à partir de sa date (ligne ${named}). ${check}`;
  return `${later.length} factures émises après aujourd’hui\u00a0: elles ne comptent dans Chiffres qu’à partir de leur date (lignes ${named}). ${check}`;
}
