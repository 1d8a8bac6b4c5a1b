import { type SemesterRates, SHIPPED_SEMESTERS } from '../../domain/law/rates.ts';
import { following, type Semester } from '../../domain/law/semester.ts';

/** The first semester whose rates the product does not ship. */
export const FIRST_UNSHIPPED: Semester = following(SHIPPED_SEMESTERS.at(-1)?.semester ?? '');

/** Invented values for a semester: for tests, never for a letter. */
export function testRatesOf(semester: Semester): SemesterRates {
  return {
    semester,
    centralBankBasisPoints: 250,
    legalProfessionalBasisPoints: 280,
    legalPrivateBasisPoints: 690,
    source: 'valeurs inventées pour les tests',
    checkedOn: '2026-11-22',
  };
}

/** Invented values for the ten years that follow the shipped rates, so that a life may go on. */
export function comingTestRates(): SemesterRates[] {
  const semesters: Semester[] = [FIRST_UNSHIPPED];
  while (semesters.length < 20) semesters.push(following(semesters.at(-1) ?? FIRST_UNSHIPPED));
  return semesters.map(testRatesOf);
}
