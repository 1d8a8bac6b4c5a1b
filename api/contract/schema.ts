import * as z from 'zod';
import { civilDateSchema, currencySchema, idSchema, instantSchema } from '../../domain/document-schema.ts';
import { isPlainText } from '../../domain/plain-text.ts';
import { roles } from '../../domain/role.ts';

/** A text that leaves us. */
export const text = z.string();
export const cents = z.int().meta({ examples: [120_000] });
/** What a debtor has to his credit. */
export const creditCents = z.int().meta({
  examples: [1_901],
  description: 'Ce qui peut être rendu : au-delà du prix, moins ce qu’en prennent les intérêts et l’indemnité',
});
export const count = z
  .int()
  .nonnegative()
  .meta({ examples: [1] });
export const day = civilDateSchema;
export const instant = instantSchema;
export const currency = currencySchema.meta({ examples: ['EUR'] });
export const role = z.enum(roles);
export const flag = z.boolean();

type Whole<T> = T extends object ? { readonly [K in keyof T]-?: Whole<Exclude<T[K], undefined>> } : T;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** A schema of exactly that type: it leaves out none of its fields, optional ones included, and none of the values that they may have. */
export const exactly =
  <T>() =>
  <S extends z.ZodType<T>>(schema: Same<Whole<z.output<S>>, Whole<T>> extends true ? S : never): z.ZodType<T> =>
    schema;

/** An object whose every field is told. */
export const object = z.strictObject;
/** A list that nobody changes. */
export const list = <S extends z.ZodType>(item: S) => z.array(item).readonly();

/** A name or reference that a caller sends: one plain line. */
export const nameSchema = z.string().min(1).max(300).refine(isPlainText, 'one line of plain text');

/** The names that paths hold. */
export const pathSchemas: Readonly<Record<string, z.ZodType<string>>> = { id: idSchema };

/** RFC 9457, with the fields at fault. */
export const problem = object({
  type: text,
  title: text,
  status: z.int(),
  detail: text,
  errors: list(object({ path: text, message: text })).exactOptional(),
}).meta({ id: 'Problem' });

/** What every list may be asked: how many, and after which cursor. */
export const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: nameSchema.exactOptional().meta({ description: 'next de la page d’avant' }),
};
/** Where a page ended that is ordered by more than a name. */
export const longCursor = z.string().max(1000).exactOptional().meta({ description: 'next de la page d’avant' });
/** The creditor that a request is about. */
export const creditor = idSchema
  .exactOptional()
  .meta({ description: 'Un de vos créanciers ; sans lui, celui de la clé ou de la session' });
/** A flag in a query. */
export const queryFlag = z.enum(['true', 'false']).transform((told) => told === 'true');
/** A number in a query, that a database holds. */
export const queryNumber = z.coerce.number().int().min(1).max(2_147_483_647);
