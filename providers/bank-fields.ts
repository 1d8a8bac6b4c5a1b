import * as z from 'zod';
import { onOneLine } from '../domain/plain-text.ts';

/** An amount as banks write it, 50.01 or "50.01", in exact cents. */
export const decimalCents = z
  .union([z.number(), z.string()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,13}(?:\.\d{1,2})?$/, 'an amount with at most two decimals, such as 50.01'))
  .transform((text) => Math.round(Number(text) * 100));

/** A reference or a name, absent when the bank leaves it empty. */
export const someText = z
  .string()
  .nullish()
  .transform((text) => (text === undefined || text === null || text.trim() === '' ? null : onOneLine(text.slice(0, 2000))));
