import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { Answer } from './contract.ts';

/** One operation as its provider publishes it: a slice of the OpenAPI document that the file names (`source`). */
export interface Published {
  /** What a request has that the provider does not know, or lacks that it wants; null when it is as published. */
  requestFault(body: object): string | null;
  /** The answer, if the provider may give it so; throws when the contract server strays from what is published. */
  checked(answer: Answer): Answer;
}

interface Slice {
  readonly request: { readonly properties: object };
  /** By status; null: no body. */
  readonly answers: Readonly<Record<string, object | null>>;
}

/** Reads `specs/NAME.json`. */
export function published(name: 'sendgrid-mail-send' | 'twilio-messages'): Published {
  const slice = JSON.parse(readFileSync(new URL(`./specs/${name}.json`, import.meta.url), 'utf8')) as Slice;
  const ajv = new Ajv({ strict: false, coerceTypes: true, allErrors: true }).addSchema(slice, name);
  const faultIn = (part: string, value: unknown) => {
    const validate = ajv.getSchema(`${name}#/${part}`);
    if (!validate) throw new Error(`${name} says nothing of ${part}`);
    return validate(value) ? null : ajv.errorsText(validate.errors, { dataVar: name });
  };
  return {
    requestFault(body) {
      const unknown = Object.keys(body).filter((field) => !(field in slice.request.properties));
      return unknown.length > 0 ? `${unknown.join(', ')} is not published` : faultIn('request', body);
    },
    checked(answer) {
      const { status, body } = answer;
      const schema = slice.answers[status];
      const fault = schema ? faultIn(`answers/${status}`, body) : null;
      if (fault !== null || (schema === null && body !== undefined)) throw new Error(`${name} ${status}: ${fault ?? 'a body'}`);
      return answer;
    },
  };
}
