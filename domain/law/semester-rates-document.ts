import * as z from 'zod';
import { civilDateSchema, readDocument, strict, textSchema } from '../document-schema.ts';
import type { SemesterRates } from './rates.ts';

/** No rate of these three was ever above it; a rate written in percent or in millionths is seen. */
const HIGHEST_BASIS_POINTS = 5_000;

const rate = z.int().min(0).max(HIGHEST_BASIS_POINTS);

/** The rates of a semester as an operator enters them, in integer basis points, with where they were read and when. */
export const semesterRatesSchema = strict({
  semester: z.string().regex(/^(20[2-9]\d|21\d{2})-S[12]$/, 'a semester such as 2027-S1'),
  centralBankBasisPoints: rate.meta({ description: 'BCE, opérations principales de refinancement, au premier jour du semestre' }),
  legalProfessionalBasisPoints: rate.meta({ description: 'Intérêt légal, « tous les autres cas »' }),
  legalPrivateBasisPoints: rate.meta({ description: 'Intérêt légal, créances des particuliers' }),
  source: textSchema.meta({ description: 'L’arrêté et sa date, tels que les lettres les citeront' }),
  checkedOn: civilDateSchema,
}).meta({ id: 'SemesterRates' });

/** Reads the rates of a semester. Throws `BadInput`: for each field at fault its JSON path, what came and what is expected. */
export function readSemesterRates(document: unknown): SemesterRates {
  return readDocument(semesterRatesSchema, document);
}
