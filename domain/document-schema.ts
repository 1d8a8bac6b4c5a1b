import * as z from 'zod';
import { isCivilDate } from './calendar/civil-date.ts';
import { BadInput, type Fault } from './fault.ts';
import { hasCents } from './money/currency.ts';
import { isPlainText } from './plain-text.ts';

/** Reads outside data through a schema; throws `BadInput` naming every field at fault: JSON path, what came, what is expected. */
export function readDocument<T>(schema: z.ZodType<T>, document: unknown): T {
  const read = schema.safeParse(document, { reportInput: true });
  if (read.success) return read.data;
  throw new BadInput(read.error.issues.flatMap(faultsOf));
}

/** An object that refuses the fields it does not know, and says which it knows. */
export function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = `one of the fields ${Object.keys(shape).join(', ')}`;
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? known : undefined) });
}

/** An address without its host drops `.` and `..`: what bears that name could never be asked for. */
const ID_EXPECTED = '1 to 100 characters among A-Z a-z 0-9 . _ -, and not . or .. alone';
/** Ids of creditors, debtors, invoices, plans and steps: fit for a URL and for a workflow id. */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,100}$/, ID_EXPECTED)
  .refine((id) => id !== '.' && id !== '..', { error: ID_EXPECTED, when: ({ issues }) => issues.length === 0 });
/** One line that a person wrote. */
export const textSchema = z.string().trim().min(1).max(500).refine(isPlainText, 'one line of plain text');
/** A day that exists. */
export const civilDateSchema = z
  .string()
  .refine(isCivilDate, 'a calendar date YYYY-MM-DD that exists, before 9900')
  .meta({ format: 'date' });
/** An instant with its offset. */
export const instantSchema = z.iso.datetime({ offset: true });
/** More than nothing, in integer cents. */
export const centsSchema = z.int().positive();
/** ISO 4217 code. */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 currency such as EUR');
/** The currency of something that is claimed: one whose unit is a hundred cents, since every amount is in cents. */
export const claimCurrencySchema = currencySchema.refine(hasCents, {
  error: 'a currency of a hundred cents, such as EUR or USD: amounts in any other would be misread',
  when: ({ issues }) => issues.length === 0,
});

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  const path = pathOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: `${path}.${key}`, message: `got an unknown field, expected ${issue.message}` }));
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map((inner) => ({
      path,
      message: `got ${shown(inner.input)} as a name, expected ${expectation(inner)}`,
    }));
  }
  if (issue.code === 'invalid_union') return [unionFault(issue, path)];
  return [{ path, message: `${cameIn(issue.input)}, expected ${expectation(issue)}` }];
}

/** A union told by one field names that field and what it may hold. */
function unionFault(issue: z.core.$ZodIssueInvalidUnion, path: string): Fault {
  if (!('options' in issue) || issue.discriminator === undefined)
    return { path, message: `${cameIn(issue.input)}, expected ${issue.message}` };
  const told = (issue.input as Readonly<Record<string, unknown>> | undefined)?.[issue.discriminator];
  return { path, message: `${cameIn(told)}, expected ${oneOf(issue.options ?? [])}` };
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`), '$');
}

function cameIn(value: unknown): string {
  return value === undefined ? 'missing' : `got ${shown(value)}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 100 ? `${text.slice(0, 97)}…` : text;
}

type Expectations = {
  readonly [Code in z.core.$ZodIssue['code']]?: (issue: Extract<z.core.$ZodIssue, { code: Code }>) => string;
};

const expectations: Expectations = {
  invalid_type: (issue) => kinds[issue.expected] ?? issue.expected,
  invalid_value: (issue) => oneOf(issue.values),
  too_small: (issue) => `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${unitOf(issue.origin)}`,
  too_big: (issue) => `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}${unitOf(issue.origin)}`,
  invalid_format: (issue) => formats[issue.format] ?? issue.message,
};

function expectation(issue: z.core.$ZodIssue): string {
  const words = expectations[issue.code] as ((issue: z.core.$ZodIssue) => string) | undefined;
  return words?.(issue) ?? issue.message;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  int: 'an integer',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  nonoptional: 'a value',
};

const formats: Readonly<Record<string, string>> = {
  datetime: 'an ISO 8601 instant with its offset',
  email: 'an e-mail address',
  url: 'an http(s) URL',
};

function unitOf(origin: string): string {
  return { string: ' characters', array: ' items' }[origin] ?? '';
}

function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? shown(values[0]) : `one of ${values.map(shown).join(', ')}`;
}
