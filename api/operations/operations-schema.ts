import * as z from 'zod';
import { idSchema, strict, textSchema } from '../../domain/document-schema.ts';

/** What a restart, a hold or a release is asked for; absent: everything. */
export const restartSchema = strict({ case: z.string().max(300).exactOptional() });
export const holdSchema = strict({ creditor: idSchema.exactOptional(), reason: textSchema.exactOptional() });
export const setAsideSchema = strict({ do: z.enum(['retry', 'drop']) });
