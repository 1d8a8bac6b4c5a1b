import * as z from 'zod';
import { civilDateSchema, claimCurrencySchema, readDocument, strict } from '../document-schema.ts';
import { BadInput, type Fault } from '../fault.ts';
import { debtorKinds } from '../plan/plan.ts';
import type { ClaimInput } from './claim.ts';

const FIRST_DAY = '2000-01-01';
/** Before it the law of late interest was another one, which is not known here. */
const OLDEST_STATEMENT = '2014-01-01';
const LAST_DAY = '2100-12-31';
const MOST_CENTS = 1_000_000_000_000;

/** A day that a claim may hold: within a lifetime, so that a mistyped year is seen. */
export const claimDaySchema = dayFrom(civilDateSchema, FIRST_DAY);

const day = claimDaySchema;
const id = z.string().trim().min(1).max(100);
const cents = z.int().min(0).max(MOST_CENTS);
const movement = z.int().positive().max(MOST_CENTS);

const terms = strict({
  dayCount: z.enum(['ACT/365F', 'ACT/ACT']).optional(),
  allocation: z.enum(['interest-first', 'principal-first']).optional(),
  contractRateBasisPoints: z.int().min(0).max(10_000).optional(),
  capitaliseFrom: day.optional(),
});

const invoice = strict({ number: id, totalCents: cents, vatCents: cents.optional(), issuedOn: day.optional(), dueOn: day });
const creditNote = strict({ id, invoice: id, amountCents: movement, on: day });
const payment = strict({ id, invoice: id.optional(), amountCents: movement, on: day });
const paidBack = strict({ id, invoice: id, amountCents: movement, on: day });
const regime = z.enum(['legal', 'contract', 'commercial-default']);

/** The document that `claim` takes, for OpenAPI and the reader. */
export const claimInputSchema = strict({
  asOf: dayFrom(civilDateSchema, OLDEST_STATEMENT),
  creditor: strict({ kind: z.enum(['company', 'individual']) }),
  debtor: strict({ kind: z.enum(debtorKinds) }),
  currency: claimCurrencySchema.optional(),
  terms: terms.optional(),
  invoices: z.array(invoice).min(1),
  creditNotes: z.array(creditNote).optional(),
  payments: z.array(payment).optional(),
  paidBack: z.array(paidBack).optional(),
  formalNotice: strict({ effectiveOn: day }).optional(),
  insolvency: strict({ openedOn: day }).optional(),
  judgment: strict({ servedOn: day, regime: regime.optional() }).optional(),
  waived: z.boolean().optional(),
});

function dayFrom(schema: typeof civilDateSchema, first: string) {
  const error = `a day from ${first} to ${LAST_DAY}`;
  return schema.refine((on) => on >= first && on <= LAST_DAY, { error, when: ({ issues }) => issues.length === 0 });
}

type Check = (input: ClaimInput) => readonly Fault[];

const CHECKS: readonly Check[] = [
  dueAfterIssue,
  vatWithinTotal,
  (input) =>
    repeated(
      '$.invoices',
      'number',
      input.invoices.map((each) => each.number),
    ),
  (input) =>
    repeated(
      '$.payments',
      'id',
      (input.payments ?? []).map((each) => each.id),
    ),
  (input) =>
    repeated(
      '$.paidBack',
      'id',
      (input.paidBack ?? []).map((each) => each.id),
    ),
  (input) =>
    repeated(
      '$.creditNotes',
      'id',
      (input.creditNotes ?? []).map((each) => each.id),
    ),
  (input) => movements('$.payments', input.payments ?? [], input),
  (input) => movements('$.paidBack', input.paidBack ?? [], input),
  (input) => movements('$.creditNotes', input.creditNotes ?? [], input),
  contractRateGiven,
];

/** Reads the input of `claim`. Throws `BadInput`: for each field at fault its JSON path, what came and what is expected; `root` is the path of the document itself. */
export function readClaimInput(document: unknown, root = '$'): ClaimInput {
  try {
    return readConsistent(document);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(error.faults.map(({ path, message }) => ({ path: path.replace('$', () => root), message })));
  }
}

function readConsistent(document: unknown): ClaimInput {
  const input: ClaimInput = readDocument(claimInputSchema, document);
  const faults = CHECKS.flatMap((check) => check(input));
  if (faults.length > 0) throw new BadInput(faults);
  return input;
}

function dueAfterIssue({ invoices }: ClaimInput): readonly Fault[] {
  return invoices.flatMap(({ dueOn, issuedOn }, index) =>
    issuedOn !== undefined && dueOn < issuedOn
      ? [{ path: `$.invoices[${index}].dueOn`, message: `got "${dueOn}", expected no day before issuedOn ${issuedOn}` }]
      : [],
  );
}

function vatWithinTotal({ invoices }: ClaimInput): readonly Fault[] {
  return invoices.flatMap(({ vatCents = 0, totalCents }, index) =>
    vatCents > totalCents
      ? [{ path: `$.invoices[${index}].vatCents`, message: `got ${vatCents}, expected at most totalCents ${totalCents}` }]
      : [],
  );
}

function repeated(list: string, field: string, values: readonly string[]): readonly Fault[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) < index
      ? [{ path: `${list}[${index}].${field}`, message: `got "${value}" a second time, expected each once` }]
      : [],
  );
}

/** A payment, money paid back or a credit note names an invoice that is there, and does not precede it. */
function movements(
  list: string,
  moves: readonly { invoice?: string | undefined; on: string }[],
  { invoices }: ClaimInput,
): readonly Fault[] {
  const issuedOn = new Map(invoices.map((each) => [each.number, each.issuedOn ?? FIRST_DAY]));
  const firstOn = [...issuedOn.values()].reduce((first, on) => (on < first ? on : first), LAST_DAY);
  return moves.flatMap(({ invoice: number, on }, index) => {
    const from = number === undefined ? firstOn : issuedOn.get(number);
    if (from === undefined)
      return [{ path: `${list}[${index}].invoice`, message: `got "${number}", expected the number of an invoice of this claim` }];
    return on < from
      ? [{ path: `${list}[${index}].on`, message: `got "${on}", expected no day before the invoice was issued, ${from}` }]
      : [];
  });
}

function contractRateGiven({ judgment, terms: agreed }: ClaimInput): readonly Fault[] {
  if (judgment?.regime !== 'contract' || agreed?.contractRateBasisPoints !== undefined) return [];
  return [{ path: '$.judgment.regime', message: 'got "contract", expected terms.contractRateBasisPoints beside it' }];
}
