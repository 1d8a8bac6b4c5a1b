import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type Format, type Options } from 'ajv';
import type { Answer } from './contract.ts';

/** One operation as its provider publishes it: a slice of the OpenAPI document that the file names (`source`). */
export interface Published {
  /** The media type of its requests. */
  readonly media: string;
  /** What a request has that the provider does not know, or lacks that it wants; null when it is as published. */
  requestFault(body: object): string | null;
  /** The answer, if the provider may give it so; throws when the contract server strays from what is published. */
  checked(answer: Answer): Answer;
  /** The fields that a body with that status may have. */
  fields(status: number): string[];
}

export type PublishedName = 'sendgrid-mail-send' | 'twilio-messages';

interface Slice {
  readonly source: { readonly media: string };
  /** By status; null: no body. */
  readonly answers: Readonly<Record<string, object | null>>;
}

interface ObjectSchema {
  readonly properties?: object;
}

/** `true` checks nothing: senders may be names, and the contract server refuses a wrong address as the provider does. */
const formats: Record<string, Format | true> = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  'date-time-rfc-2822': /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}$/,
  uri: (text: string) => URL.canParse(text),
  currency: /^[A-Z]{3}$/,
  email: true,
  'phone-number': true,
  'uri-map': true,
};

/** Reads `specs/NAME.json`. A field that it does not name is a fault, at any depth: a provider may refuse or ignore it. */
export function published(name: PublishedName): Published {
  const text = readFileSync(new URL(`./specs/${name}.json`, import.meta.url), 'utf8');
  const slice = JSON.parse(text, closed) as Slice;
  const { media } = slice.source;
  const faultInRequest = reader(slice, { coerceTypes: media === 'application/json' ? false : 'array' });
  const faultInAnswer = reader(slice, {});
  return {
    media,
    requestFault: (body) => faultInRequest('request', body),
    checked(answer) {
      const { status, body } = answer;
      const schema = slice.answers[status];
      const fault = schema ? faultInAnswer(`answers/${status}`, body) : null;
      if (fault !== null || (schema === null && body !== undefined)) throw new Error(`${name} ${status}: ${fault ?? 'a body'}`);
      return answer;
    },
    fields: (status) => Object.keys(resolved(slice, slice.answers[status] ?? {}).properties ?? {}),
  };
}

function closed(_key: string, value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && 'properties' in value;
  return isObject ? { additionalProperties: false, ...value } : value;
}

/** Says what is wrong with a value, by a part of the slice. */
function reader(slice: object, options: Options): (part: string, value: unknown) => string | null {
  const ajv = new Ajv({ strict: false, allErrors: true, formats, ...options }).addSchema(slice, 'slice');
  return (part, value) => {
    const validate = ajv.getSchema(`slice#/${part}`);
    if (!validate) throw new Error(`nothing is published of ${part}`);
    return validate(value) ? null : (validate.errors ?? []).map(said).join(', ');
  };
}

function said({ keyword, instancePath, params, message }: ErrorObject): string {
  if (keyword === 'additionalProperties') return `${instancePath}/${String(params.additionalProperty)} is not published`;
  return `${instancePath} ${message}`;
}

function resolved(slice: object, schema: object): ObjectSchema {
  if (!('$ref' in schema)) return schema;
  const name = String(schema.$ref).split('/').at(-1) ?? '';
  return (slice as { schemas: Record<string, ObjectSchema> }).schemas[name] ?? {};
}
