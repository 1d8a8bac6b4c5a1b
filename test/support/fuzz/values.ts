import fc from 'fast-check';

/** What we read of a JSON schema in the document. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
  readonly pattern?: string;
}

type Schemas = Readonly<Record<string, Schema>>;

/** What strangers send where something else is expected. */
const bad: readonly unknown[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  '\u202etxt.exe',
  'deux\nlignes',
  '\u2028',
  '😀'.repeat(100),
  'x'.repeat(5000),
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '%00',
  "' or 1=1 --",
  '=1+1',
  '<script>',
  '{{x}}',
  'NaN',
  '-0',
  '9999-12-31',
  '0000-00-00',
  '2026-02-30',
  '-271821-04-20',
  '2026-11-28T25:00:00Z',
  '9999-12-31T23:59:59+14:00',
  '2026-W01',
  0,
  -1,
  1.5,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 31 - 1,
  2 ** 53,
  -(2 ** 53),
  Number.MAX_SAFE_INTEGER,
  1e-9,
  null,
  true,
  false,
  [],
  {},
  [[]],
  { constructor: 1 },
  JSON.parse('{"__proto__": {"a": 1}}'),
  nested(30),
  [null],
  ['\u0000'],
];

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}

export const badValues: fc.Arbitrary<unknown> = fc.constantFrom(...bad);
export const badTexts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...bad.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** Values of a schema; what it cannot say (check digits, rules between fields) is left to chance. */
export function valuesOf(schema: Schema, schemas: Schemas): fc.Arbitrary<unknown> {
  const of = (part: Schema): fc.Arbitrary<unknown> => valuesOf(part, schemas);
  if (schema.$ref !== undefined) return of(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(of));
  if (schema.allOf) return fc.tuple(...schema.allOf.map(of)).map((parts) => Object.assign({}, ...parts));
  const types = [schema.type ?? 'null'].flat();
  return fc.oneof(...types.map((type) => ofType[type]?.(schema, of) ?? badValues));
}

type ByType = Readonly<Record<string, (schema: Schema, of: (part: Schema) => fc.Arbitrary<unknown>) => fc.Arbitrary<unknown>>>;

const ofType: ByType = {
  null: () => fc.constant(null),
  boolean: () => fc.boolean(),
  integer: ({ minimum = -1000, maximum = 1_000_000_000 }) =>
    fc.oneof(
      fc.constantFrom(minimum, maximum),
      fc.maxSafeInteger().map((some) => minimum + (Math.abs(some) % (maximum - minimum + 1 || 1))),
    ),
  number: () => fc.double({ noNaN: true, noDefaultInfinity: true }),
  string: (schema) => textsOf(schema),
  array: ({ items = {}, minItems = 0 }, of) => fc.array(of(items), { minLength: minItems, maxLength: minItems + 2 }),
  object: ({ properties = {}, required = [] }, of) =>
    fc.record(Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, of(part)])), {
      requiredKeys: required.filter((name) => Object.hasOwn(properties, name)),
    }),
};

const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  date: fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  'date-time': fc.date({ noInvalidDate: true, min: new Date(0) }).map((date) => date.toISOString()),
  email: fc.emailAddress(),
  uri: fc.webUrl(),
};

function textsOf({ format = '', pattern }: Schema): fc.Arbitrary<string> {
  const shaped = formats[format];
  if (shaped) return shaped;
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.oneof(known, fc.string({ unit: 'grapheme', maxLength: 30 }));
}

/** Names that the world of the fuzzer knows, so that requests come further than the first look. */
export const known: fc.Arbitrary<string> = fc.constantFrom(
  'c1',
  'a',
  'invoice:c1:a',
  'cus_31',
  'default-b2b',
  'demo',
  'main',
  'FR7630006000011234567890189',
  '2026-S2',
  'bank',
  'e1',
  '77',
  'F-1',
);

/** A document with one of its places spoilt: another value there, a field more, or a field less. */
export function spoilt(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(values, fc.nat(), badValues, fc.constantFrom('other', 'more', 'less')).map(([value, at, other, how]) => {
    const copy = structuredClone(value);
    const places = placesIn(copy);
    const place = places[at % places.length];
    if (!place) return other;
    if (how === 'other') place.holder[place.key] = other;
    else if (how === 'less') delete place.holder[place.key];
    else place.holder.surplus = other;
    return copy;
  });
}

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}
