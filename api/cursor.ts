import type * as z from 'zod';
import { refuse } from '../domain/fault.ts';

/** Where the page before ended, as it gave it; undefined for the first page. Throws `BadInput` for anything else. */
export function cursorIn<T>(schema: z.ZodType<T>, cursor: string | undefined): T | undefined {
  if (cursor === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    return refuse(
      '$.cursor',
      `got ${JSON.stringify(cursor.slice(0, 50))}, expected the cursor that the page before gave as next`,
    );
  }
}
