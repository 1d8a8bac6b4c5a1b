import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import * as z from 'zod';
import { idSchema, strict, textSchema } from '../../domain/document-schema.ts';
import { isPlainText } from '../../domain/plain-text.ts';
import { roles } from '../../domain/role.ts';

const role = z.enum(roles);
const creditors = z.array(idSchema).min(1).max(1000);

/** A person: only an admin belongs to no creditor. */
export const personSchema = strict({ name: textSchema, role, creditors: creditors.nullable().default(null) }).refine(
  (person) => person.role === 'admin' || person.creditors !== null,
  { path: ['creditors'], message: 'the creditors of the person; only an admin has none' },
);

export const chosenCreditorSchema = strict({ creditor: idSchema.nullable() });

/** How much of a form a session keeps: as many fields as a creditor has, and more, each as long as a letterhead. */
const [MOST_FIELDS, MOST_LETTERS] = [50, 500];

/** What was typed into a form that is not kept yet, by the names of its fields. */
export const draftSchema = strict({
  fields: z
    .record(z.string().min(1).max(100), z.string().max(MOST_LETTERS))
    .refine((fields) => Object.keys(fields).length <= MOST_FIELDS, `at most ${MOST_FIELDS} items`),
});

/** Which lines of the register of accesses: the last ones, of one case or document when it is named. */
export const accessQuerySchema = strict({
  subject: z.string().min(1).max(500).refine(isPlainText, 'one line of plain text').exactOptional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'the token of a link');
const text = z.string().max(20_000);
const extensions = z.record(z.string(), z.unknown());
const credential = { id: text, rawId: text, type: z.literal('public-key'), clientExtensionResults: extensions };
const attachment = z.string().max(50).nullish();

export const invitationSchema = strict({ invitation: token });

/** What `navigator.credentials.create` made, as JSON. */
export const registrationSchema = strict({
  invitation: token,
  response: z.looseObject({
    ...credential,
    authenticatorAttachment: attachment,
    response: z.looseObject({ clientDataJSON: text, attestationObject: text }),
  }),
});

/** What `navigator.credentials.get` made, as JSON. */
export const signInSchema = strict({
  response: z.looseObject({
    ...credential,
    authenticatorAttachment: attachment,
    response: z.looseObject({ clientDataJSON: text, authenticatorData: text, signature: text }),
  }),
});

/** The shape was read; what the fields hold is for the library to judge. */
export function registrationOf({ response }: z.output<typeof registrationSchema>): RegistrationResponseJSON {
  return response as RegistrationResponseJSON;
}

export function signInOf({ response }: z.output<typeof signInSchema>): AuthenticationResponseJSON {
  return response as AuthenticationResponseJSON;
}
