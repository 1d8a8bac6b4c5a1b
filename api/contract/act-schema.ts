import * as z from 'zod';
import {
  type Field,
  type FieldOf,
  type Fields,
  LONGEST_LINES,
  LONGEST_LIST,
  LONGEST_TEXT,
} from '../../domain/case/acts/field.ts';
import { type ActName, actNames, acts, fieldsOf } from '../../domain/case/acts/index.ts';
import { isPlainText, linesOf } from '../../domain/plain-text.ts';
import { day, object } from './schema.ts';

type Schemas = { readonly [K in Field['kind']]: (field: FieldOf<K>) => z.ZodType };

const schemas: Schemas = {
  text: () => z.string().trim().min(1).max(LONGEST_TEXT).refine(isPlainText, 'one line of plain text'),
  lines: () =>
    z
      .string()
      .trim()
      .min(1)
      .max(LONGEST_LINES)
      .refine((text) => linesOf(text).every(isPlainText), 'lines of plain text'),
  cents: () => z.int().positive(),
  date: () => day,
  flag: () => z.boolean(),
  whole: () => z.int().positive().max(2_147_483_647),
  choice: ({ choices }) => z.enum(Object.keys(choices)),
  list: ({ of }) =>
    z
      .array(object(shapeOf(of)))
      .min(1)
      .max(LONGEST_LIST),
};

function schemaOf<K extends Field['kind']>(field: FieldOf<K>): z.ZodType {
  const schema = schemas[field.kind](field).meta({ description: field.label });
  return field.optional ? z.exactOptional(schema) : schema;
}

/** Fields of an act as a schema reads them. */
export function shapeOf(fields: Fields): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, schemaOf(field)]));
}

/** What an act takes, for the document: the act's own check reads it, in French. */
function bodyOf(name: ActName): z.ZodType {
  const id = `Act${name[0]?.toUpperCase()}${name.slice(1)}`;
  return object(shapeOf(fieldsOf(name))).meta({ id, description: acts[name].text, examples: [acts[name].sample] });
}

/** What `POST /cases/{caseId}/acts/{act}` takes: one of these, the act's own. */
export const actBody = z.union(actNames.map(bodyOf));
