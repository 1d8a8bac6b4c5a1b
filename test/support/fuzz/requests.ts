import fc from 'fast-check';
import type { openApiDocument } from '../../../api/contract/openapi.ts';
import { badTexts, badValues, known, type Schema, spoilt, valuesOf } from './values.ts';

interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema?: Schema; readonly example?: unknown }>>;
type Schemas = Readonly<Record<string, Schema>>;

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, unknown>>;
}

/** One operation of the document, and the statuses that it promises. */
export interface Told {
  readonly method: string;
  readonly path: string;
  readonly statuses: readonly number[];
  readonly requests: fc.Arbitrary<FuzzRequest>;
}

export interface FuzzRequest {
  /** Path and query, escaped. */
  readonly target: string;
  readonly type: string | null;
  readonly body: string | null;
}

/** Every operation of our own document, with requests for it: some right, most wrong in one place, some nonsense. */
export function operationsOf(document: ReturnType<typeof openApiDocument>): Told[] {
  const { paths, components } = JSON.parse(JSON.stringify(document)) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    readonly components: { readonly schemas: Schemas };
  };
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      statuses: Object.keys(operation.responses).map(Number),
      requests: requestsOf(path, operation, components.schemas),
    })),
  );
}

function requestsOf(path: string, { parameters = [], requestBody }: Operation, schemas: Schemas) {
  const queries = parameters.filter((parameter) => parameter.in === 'query');
  return fc
    .record({
      names: fc.array(nameOf(parameters, schemas), { minLength: 5, maxLength: 5 }),
      query: queryOf(queries, schemas),
      body: requestBody ? bodyOf(requestBody.content, schemas) : fc.constant({ type: null, body: null }),
    })
    .map(({ names, query, body }): FuzzRequest => {
      const left = [...names];
      const where = path.replaceAll(/\{\w+\}/g, () => encoded(left.pop() ?? 'a'));
      return { target: `${where}${query}`, ...body };
    });
}

/** Without what every client drops of an address before it asks. */
function nameOf(parameters: readonly Parameter[], schemas: Schemas): fc.Arbitrary<string> {
  const told = parameters
    .filter((parameter) => parameter.in === 'path')
    .map(({ schema }) => valuesOf(schema, schemas).map(String));
  const names = fc.oneof(
    { weight: 5, arbitrary: known },
    { weight: 3, arbitrary: fc.oneof(known, ...told) },
    { weight: 2, arbitrary: badTexts },
  );
  return names.filter((name) => name !== '.' && name !== '..');
}

function queryOf(parameters: readonly Parameter[], schemas: Schemas): fc.Arbitrary<string> {
  const value = ({ schema }: Parameter): fc.Arbitrary<string> =>
    fc.oneof(
      { weight: 3, arbitrary: valuesOf(schema, schemas).map(String) },
      { weight: 2, arbitrary: known },
      { weight: 1, arbitrary: badTexts },
    );
  const told = parameters.map((parameter) => {
    const pair = value(parameter).map((text) => `${parameter.name}=${encoded(text)}`);
    return fc.array(pair, { maxLength: 2, minLength: parameter.required ? 1 : 0, size: 'small' });
  });
  const stray = fc.option(
    badTexts.map((text) => `${encoded(text)}=1`),
    { freq: 12, nil: '' },
  );
  return fc.tuple(fc.tuple(...told), stray).map(([pairs, more]) => {
    const all = [...pairs.flat(), ...(more === '' ? [] : [more])];
    return all.length === 0 ? '' : `?${all.join('&')}`;
  });
}

/** Half a character has no UTF-8: three bytes that are none are sent, as a browser would not. */
function encoded(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Cs}/gu, HALF)).replaceAll(HALF, '%ED%A0%80');
}

/** Stands for half a character until the rest is encoded. */
const HALF = '~half~';

const nonsense = fc.constantFrom(
  '',
  '{',
  'null',
  '[]',
  '"x"',
  '1',
  '{"a":1e999}',
  `${'['.repeat(2000)}${']'.repeat(2000)}`,
  '\ufeff{}',
  '{"a":1,"a":2}',
);

function bodyOf(content: Content, schemas: Schemas) {
  const [[type, { schema, example }] = ['', {}]] = Object.entries(content);
  if (!type.includes('json')) return fc.oneof(nonsense, fc.string({ unit: 'binary' })).map((body) => ({ type, body }));
  const right = valuesOf(schema ?? {}, schemas);
  const sample = example === undefined ? right : fc.constant(example);
  const documents = fc.oneof(sample, right, spoilt(sample), spoilt(right), badValues).map((value) => JSON.stringify(value) ?? '');
  const types = fc.constantFrom(
    type,
    type,
    type,
    type,
    type,
    'text/plain',
    'application/json; charset=utf-16',
    'application/x-www-form-urlencoded',
  );
  return fc
    .tuple(types, fc.oneof({ weight: 9, arbitrary: documents }, { weight: 1, arbitrary: nonsense }))
    .map(([kind, body]) => ({ type: kind, body }));
}
