import * as z from 'zod';
import { isDepartment } from '../calendar/departments.ts';
import { claimDaySchema } from '../claim/claim-input.ts';
import { readDocument, strict } from '../document-schema.ts';
import { BadInput, type Fault, refuse } from '../fault.ts';
import { CAP_FAMILIES, type DeadlineAnswer, type DeadlineKind, type DeadlineQuestion, NATURES } from './deadline.ts';
import { deadlineOf } from './deadlines.ts';

const day = claimDaySchema;

/** A French department that exists. */
export const departmentSchema = z.string().refine(isDepartment, 'a French department such as "75", "2A" or "974"');

const department = departmentSchema.optional();
const suspension = strict({ from: day, to: day }).refine(
  ({ from, to }) => from <= to,
  'a suspension that ends on or after its first day',
);
const endOfMonth = z.enum(['days-then-month-end', 'month-end-then-days']);
const term = z
  .strictObject({ net: z.int().min(0).max(366).optional(), endOfMonth: endOfMonth.optional() })
  .refine(({ net, endOfMonth: month }) => (net === undefined) !== (month === undefined), 'one of net and endOfMonth')
  .transform(({ net, endOfMonth: month }) => (month === undefined ? { net: net ?? 0 } : { endOfMonth: month }));

const schemas: Readonly<Record<DeadlineKind, z.ZodType<DeadlineQuestion>>> = {
  'payment-term': strict({ kind: z.literal('payment-term'), invoiceOn: day, term }),
  'payment-cap': strict({
    kind: z.literal('payment-cap'),
    family: z.enum(CAP_FAMILIES),
    invoiceOn: day.optional(),
    receptionOn: day.optional(),
    deliveryOn: day.optional(),
  }),
  prescription: strict({
    kind: z.literal('prescription'),
    nature: z.enum(NATURES),
    completedOn: day.optional(),
    dueOn: day.optional(),
    suspensions: z.array(suspension).optional(),
    acknowledgements: z.array(strict({ on: day, confirmed: z.boolean() })).optional(),
    demands: z.array(strict({ on: day })).optional(),
    asOf: day.optional(),
  }).refine(({ nature, demands }) => demands === undefined || nature === 'public', {
    path: ['demands'],
    message: 'no demands: they interrupt against a public body alone (nature "public")',
  }),
  notice: strict({ kind: z.literal('notice'), effectiveOn: day, days: z.int().min(1).max(366), department }),
  'injunction-service': strict({ kind: z.literal('injunction-service'), orderOn: day, department }),
  opposition: strict({
    kind: z.literal('opposition'),
    servedOn: day,
    orderOn: day,
    distance: z.enum(['overseas', 'abroad']).optional(),
    toPerson: z.boolean().optional(),
    department,
  }).refine(({ servedOn, orderOn }) => orderOn <= servedOn, { path: ['servedOn'], message: 'no day before orderOn' }),
  'uncontested-claim': strict({ kind: z.literal('uncontested-claim'), servedOn: day, department }),
  'insolvency-declaration': strict({
    kind: z.literal('insolvency-declaration'),
    publishedOn: day,
    creditorAbroad: z.boolean().optional(),
    creditorDepartment: department,
    courtDepartment: department,
    department,
  }).refine((asked) => !(asked.creditorAbroad && asked.creditorDepartment !== undefined), {
    path: ['creditorDepartment'],
    message: 'no department for a creditor abroad',
  }),
  'retention-of-title': strict({ kind: z.literal('retention-of-title'), publishedOn: day, department }),
  grace: strict({ kind: z.literal('grace'), from: day }),
  'electronic-registered-letter': strict({ kind: z.literal('electronic-registered-letter'), informedOn: day }),
};

/** Answers a list of questions in its order; a refused one answers its first fault in its place. Throws `BadInput` when the document is no list. */
export function answerDeadlines(document: unknown): readonly DeadlineAnswer[] {
  if (!Array.isArray(document))
    return refuse('$', 'expected a list of deadlines, such as [{"kind": "grace", "from": "2026-10-01"}]');
  return document.map((item: unknown, index) => answerOne(item, `$[${index}]`));
}

function answerOne(item: unknown, path: string): DeadlineAnswer {
  try {
    return deadlineOf(readDocument(schemaOf(item), item));
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return { kind: kindOf(item), error: within(path, error.faults[0]) };
  }
}

function schemaOf(item: unknown): z.ZodType<DeadlineQuestion> {
  const kind = kindOf(item);
  const schema = Object.entries(schemas).find(([name]) => name === kind)?.[1];
  return schema ?? refuse('$.kind', `got ${JSON.stringify(kind)}, expected one of ${Object.keys(schemas).join(', ')}`);
}

function kindOf(item: unknown): string | null {
  const kind: unknown = typeof item === 'object' && item !== null && 'kind' in item ? item.kind : null;
  return typeof kind === 'string' ? kind : null;
}

function within(path: string, fault: Fault | undefined): Fault {
  return { path: `${path}${(fault?.path ?? '').replace(/^\$/, '')}`, message: fault?.message ?? '' };
}
