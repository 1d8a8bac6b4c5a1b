import * as z from 'zod';
import { dayAt, msOf } from '../calendar/clock.ts';
import { isDepartment } from '../calendar/departments.ts';
import { claimCurrencySchema, idSchema, readDocument, strict, textSchema } from '../document-schema.ts';
import { BadInput, type Fault } from '../fault.ts';
import { LANGUAGES } from '../party/language.ts';
import { countrySchema, qualitySchema } from '../party/party-fields-schema.ts';
import { qualityExpected } from '../party/quality.ts';
import type { Plan } from '../plan/plan.ts';
import { debtorKinds } from '../plan/plan.ts';
import { parsePlan } from '../plan/plan-document.ts';
import { shippedPlans } from '../plan/shipped.ts';
import type { Story } from './story.ts';
import { storyCentsSchema, storyDaySchema, storyFactSchema, storyInstantSchema } from './story-fact-input.ts';

const terms = strict({
  dayCount: z.enum(['ACT/365F', 'ACT/ACT']).exactOptional(),
  allocation: z.enum(['interest-first', 'principal-first']).exactOptional(),
  contractRateBasisPoints: z.int().min(0).max(10_000).exactOptional(),
  capitaliseFrom: storyDaySchema.exactOptional(),
});

const department = z.string().refine(isDepartment, 'a French department such as "75", "2A" or "974"');

const debtor = strict({
  id: idSchema,
  kind: z.enum(debtorKinds),
  department: department.exactOptional(),
  email: textSchema.exactOptional(),
  mobile: textSchema.exactOptional(),
  segment: textSchema.exactOptional(),
  quality: qualitySchema.exactOptional(),
  legalForm: textSchema.exactOptional(),
  country: countrySchema.exactOptional(),
  language: z.enum(LANGUAGES).exactOptional(),
});

const invoice = strict({
  id: idSchema,
  number: textSchema,
  debtor: idSchema,
  totalCents: storyCentsSchema,
  vatCents: z.int().nonnegative().exactOptional(),
  currency: claimCurrencySchema.default('EUR'),
  issuedOn: storyDaySchema.exactOptional(),
  dueOn: storyDaySchema,
  nature: z.enum(['services', 'goods', 'transport', 'consumer']).nullable().exactOptional(),
});

/** The document that `simulate` takes; `plan` is the id of a shipped plan or a plan document. */
const storyInputSchema = strict({
  plan: z.unknown(),
  from: storyInstantSchema,
  until: storyDaySchema,
  creditor: strict({
    id: idSchema,
    kind: z.enum(['company', 'individual']).default('company'),
    terms: terms.default({}),
    department: department.exactOptional(),
    quality: qualitySchema.exactOptional(),
    legalForm: textSchema.exactOptional(),
  }),
  debtors: z.array(debtor).min(1),
  invoices: z.array(invoice).min(1),
  facts: z.array(storyFactSchema).default([]),
});

type Read = z.output<typeof storyInputSchema>;

/** Reads the input of `simulate`. Throws `BadInput`: for each field at fault its JSON path, what came and what is expected. */
export function readStory(document: unknown): Story {
  const read = readDocument(storyInputSchema, document);
  const faults = [...dates(read), ...qualities(read), ...repeated(read), ...strangers(read)];
  if (faults.length > 0) throw new BadInput(faults);
  return { ...read, plan: planOf(read.plan) };
}

function planOf(plan: unknown): Plan {
  if (typeof plan !== 'string') return ownPlan(plan);
  const shipped = shippedPlans.find((candidate) => candidate.id === plan);
  if (shipped) return shipped;
  const ids = shippedPlans.map(({ id }) => id).join(', ');
  throw new BadInput([{ path: '$.plan', message: `got ${JSON.stringify(plan)}, expected one of ${ids}, or a plan document` }]);
}

function ownPlan(document: unknown): Plan {
  try {
    return parsePlan(document);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(error.faults.map(({ path, message }) => ({ path: path.replace('$', () => '$.plan'), message })));
  }
}

function dates({ from, until, invoices }: Read): Fault[] {
  const firstOn = dayAt(msOf(from));
  const ends = until < firstOn ? [{ path: '$.until', message: `got "${until}", expected no day before ${firstOn}` }] : [];
  const due = invoices.flatMap(({ issuedOn, dueOn }, index) =>
    issuedOn !== undefined && dueOn < issuedOn
      ? [{ path: `$.invoices[${index}].dueOn`, message: `got "${dueOn}", expected no day before issuedOn ${issuedOn}` }]
      : [],
  );
  return [...ends, ...due];
}

/** A quality fits the kind of its party. */
function qualities({ creditor, debtors }: Read): Fault[] {
  const parties = [
    { path: '$.creditor', party: creditor },
    ...debtors.map((party, index) => ({ path: `$.debtors[${index}]`, party })),
  ];
  return parties.flatMap(({ path, party }) => {
    const expected = qualityExpected(party);
    return expected === null ? [] : [{ path: `${path}.quality`, message: `got "${party.quality}", expected ${expected}` }];
  });
}

function repeated({ debtors, invoices }: Read): Fault[] {
  return [...twice('$.debtors', debtors), ...twice('$.invoices', invoices)];
}

function twice(list: string, items: readonly { readonly id: string }[]): Fault[] {
  const seen = new Set<string>();
  return items.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ path: `${list}[${index}].id`, message: `got "${id}" a second time, expected each once` }];
  });
}

const article: Readonly<Record<string, string>> = {
  debtor: 'a debtor',
  invoice: 'an invoice',
  to: 'an invoice',
  payment: 'a payment',
};

/** Whatever a fact or an invoice names is in the story. */
export function strangers({ debtors, invoices, facts }: Pick<Story, 'debtors' | 'invoices' | 'facts'>): Fault[] {
  const known: Readonly<Record<string, ReadonlySet<string>>> = {
    debtor: new Set(debtors.map(({ id }) => id)),
    invoice: new Set(invoices.map(({ id }) => id)),
    to: new Set(invoices.map(({ id }) => id)),
    payment: new Set(facts.flatMap((fact) => (fact.type === 'payment' ? [fact.id] : []))),
  };
  const strange = (path: string, item: object) =>
    Object.entries(item).flatMap(([field, id]) =>
      known[field] && !known[field].has(id)
        ? [{ path: `${path}.${field}`, message: `got "${id}", expected the id of ${article[field]} of this story` }]
        : [],
    );
  return [
    ...invoices.flatMap((each, index) => strange(`$.invoices[${index}]`, { debtor: each.debtor })),
    ...facts.flatMap((each, index) => strange(`$.facts[${index}]`, each)),
  ];
}
