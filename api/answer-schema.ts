import * as z from 'zod';

const text = z.string();
const cents = z.int();
const when = z.string().nullable();

/** What the API answers, for OpenAPI: what is read from it, not what is checked. */
export const anyObject = z.record(text, z.unknown());
export const problem = z
  .object({
    type: text,
    title: text,
    status: z.int(),
    detail: text,
    errors: z.array(z.object({ path: text, message: text })).optional(),
  })
  .meta({ id: 'Problem' });
export const receipt = z.object({ eventId: text, caseId: text.nullable() });
export const pending = z.object({ status: z.enum(['pending', 'accepted']), requestId: text, detail: text });
export const enrolled = z.object({ caseId: text, enrolled: z.boolean() });
export const kept = z.object({ id: text, version: z.int() });
export const planKept = kept.extend({ warnings: z.array(text) });
export const creditorKept = kept.extend({ webhookSecrets: z.object({ billing: text.optional(), bank: text.optional() }) });

const summary = z.object({
  caseId: text,
  creditorId: text,
  debtorId: text,
  invoiceId: text,
  invoiceNumber: text,
  currency: text,
  phase: text,
  hold: text,
  planId: text,
  planVersion: z.int(),
  balanceCents: cents,
  dueOn: text,
  nextActAt: when,
  needsHuman: z.boolean(),
  route: text.nullable(),
  revision: z.int(),
  closedAt: when,
  updatedAt: text,
});
export const casePage = z.object({ cases: z.array(summary), next: text.nullable() });

export const caseView = z
  .object({
    caseId: text,
    creditorId: text,
    debtorId: text,
    invoice: z.object({ id: text, number: text, dueOn: text, totalCents: cents, currency: text }),
    plan: z.object({ id: text, version: z.int() }),
    phase: text,
    hold: text,
    holds: z.array(anyObject),
    balanceCents: cents,
    next: z.object({ at: when, act: anyObject.nullable(), why: text }),
    needsHuman: z.boolean(),
    tasks: z.array(
      z.object({ kind: text, key: text, since: text, context: text, owner: text.optional(), dueOn: text.optional() }),
    ),
    route: text.nullable(),
    closed: z.object({ at: text, reason: text }).nullable(),
  })
  .meta({ id: 'Case' });

export const taskPage = z.object({
  tasks: z.array(
    z.object({
      caseId: text,
      creditorId: text,
      debtorId: text,
      debtorName: when,
      invoiceNumber: text,
      currency: text,
      balanceCents: cents,
      kind: text,
      key: text,
      context: text,
      since: text,
      owner: text,
      dueOn: text,
      overdue: z.boolean(),
      remedy: text,
    }),
  ),
  next: when,
});

const told = { sequence: z.int(), at: text, type: text, actor: text, cause: text.nullable(), fact: anyObject };
export const timeline = z.object({ caseId: text, timeline: z.array(z.object({ ...told, sentence: text })) });
export const evidence = z.object({
  caseId: text,
  revision: z.int(),
  rows: z.array(z.object({ caseId: text, ...told, previousDigest: text, digest: text })),
});
export const documents = z.object({
  caseId: text,
  documents: z.array(
    z.object({ id: text, kind: text, filename: text, contentType: text, bytes: z.int(), sha256: text, createdAt: text }),
  ),
});

export const importReceipt = z.object({ importId: text, state: z.enum(['waiting', 'settling', 'done', 'refused']) });
const importedStatement = z.object({
  format: text,
  id: text,
  account: text,
  currency: text,
  openingCents: cents.nullable(),
  closingCents: cents.nullable(),
  balances: z.enum(['agree', 'disagree', 'unknown']),
  throughOn: when,
  bookings: z.int(),
  entries: z.int(),
  fresh: z.int().meta({ description: 'Écritures comptées pour la première fois' }),
  known: z.int().meta({ description: 'Déjà comptées par un autre relevé ou un webhook' }),
  pending: z.int(),
  allocated: z.int(),
  unmatched: z.int(),
  notPayments: z.int(),
});
export const importView = importReceipt.extend({
  sha256: text,
  bytes: z.int(),
  filename: when,
  receivedAt: text,
  endedAt: when,
  progress: z.object({ settled: z.int(), bookings: z.int() }),
  statements: z.array(importedStatement),
  warnings: z.array(text),
  problem: z
    .object({ kind: z.enum(['bad-input', 'refused']), detail: text, errors: z.array(z.object({ path: text, message: text })) })
    .nullable(),
});

const share = z.object({ caseId: text, amountCents: cents });
export const allocated = z.object({ entryKey: text, allocations: z.array(share).optional(), undoes: text.optional() });
export const bankAccounts = z.object({
  accounts: z.array(z.object({ account: z.string(), throughOn: when, names: z.array(z.string()) })),
  unknown: z.array(z.string()).meta({ description: 'Noms dont les écritures attendent que l’on dise de quel compte ils sont' }),
});
export const accountNamed = z.object({ name: z.string(), account: z.string(), settled: z.int() });

export const unmatchedPage = z.object({
  entries: z.array(
    z.object({
      key: text,
      account: text,
      amountCents: cents,
      currency: text,
      bookedOn: when,
      label: when,
      reasons: z.array(text),
      openCents: cents,
    }),
  ),
  credits: z.array(z.object({ caseId: text, debtorId: text, invoiceNumber: text, currency: text, creditCents: cents })),
  next: text.nullable(),
});
