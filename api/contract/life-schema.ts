import * as z from 'zod';
import { LANGUAGES } from '../../domain/party/language.ts';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import { QUALITIES } from '../../domain/party/quality.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { debtorKinds } from '../../domain/plan/plan.ts';
import { planDocumentSchema } from '../../domain/plan/plan-document.ts';
import type { Story } from '../../domain/simulate/story.ts';
import { storyFactSchema } from '../../domain/simulate/story-fact-input.ts';
import { wholeCase } from './case-schema.ts';
import { cents, currency, day, exactly, instant, list, object, text } from './schema.ts';

/** A plan with every default filled in: a document of its own. */
export const plan = planDocumentSchema as unknown as z.ZodType<Plan>;

const kind = z.enum(debtorKinds);
const maybe = <S extends z.ZodType>(schema: S) => schema.exactOptional();

const quality = maybe(z.enum(QUALITIES).nullable());

const story = exactly<Story>()(
  object({
    plan,
    from: instant,
    until: day,
    creditor: object({
      id: text,
      kind: z.enum(['company', 'individual']),
      terms: object({
        dayCount: maybe(z.enum(['ACT/365F', 'ACT/ACT'])),
        allocation: maybe(z.enum(['interest-first', 'principal-first'])),
        contractRateBasisPoints: maybe(cents),
        capitaliseFrom: maybe(day),
      }),
      department: maybe(text),
      quality,
      legalForm: maybe(text),
    }),
    debtors: list(
      object({
        id: text,
        kind,
        department: maybe(text),
        quality,
        legalForm: maybe(text),
        country: maybe(text),
        language: maybe(z.enum(LANGUAGES)),
        email: maybe(text),
        mobile: maybe(text),
        segment: maybe(text),
      }),
    ),
    invoices: list(
      object({
        id: text,
        number: text,
        debtor: text,
        totalCents: cents,
        vatCents: maybe(cents),
        currency,
        issuedOn: maybe(day),
        dueOn: day,
        nature: maybe(z.enum(['services', 'goods', 'transport', 'consumer']).nullable()),
      }),
    ),
    facts: list(storyFactSchema),
    before: maybe(
      object({
        cases: list(object({ case: wholeCase, plan })),
        contacts: list(object({ on: day, atMs: z.int(), caseId: text, step: text })),
      }),
    ),
  }),
);

/** What `simulate --case` plays from: every open case of the debtor as it stands, and who writes to whom. */
export const lifeToCome = object({ story, creditor: creditorSchema, debtor: debtorSchema });
