import * as z from 'zod';
import { centsSchema, civilDateSchema, idSchema, strict, textSchema } from '../../domain/document-schema.ts';
import { invoiceSchema } from '../../domain/party/invoice-schema.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import { json, routes } from './route.ts';
import { samples } from './samples.ts';
import {
  cents,
  count,
  creditCents,
  creditor,
  currency,
  day,
  flag,
  instant,
  list,
  longCursor,
  nameSchema,
  object,
  page,
  text,
} from './schema.ts';

const importReceipt = { importId: text, state: z.enum(['waiting', 'settling', 'done', 'refused', 'cancelled']) };

const importedStatement = object({
  format: text,
  id: text,
  account: text,
  currency,
  openingCents: cents.nullable(),
  closingCents: cents.nullable(),
  balances: z.enum(['agree', 'disagree', 'unknown']),
  throughOn: day.nullable(),
  bookings: count,
  entries: count,
  fresh: count.meta({ description: 'Écritures comptées pour la première fois' }),
  known: count.meta({ description: 'Déjà comptées par un autre relevé ou un webhook' }),
  pending: count,
  allocated: count,
  unmatched: count,
  notPayments: count,
  returned: count.exactOptional().meta({ description: 'De ceux-là, les paiements rejetés ou repris par la banque' }),
});

const importView = object({
  ...importReceipt,
  sha256: text,
  bytes: count,
  filename: text.nullable(),
  receivedAt: instant,
  endedAt: instant.nullable(),
  progress: object({
    read: count.meta({ description: 'Écritures lues, tant que l’on ne sait pas combien il y en a' }),
    settled: count,
    bookings: count,
  }),
  statements: list(importedStatement),
  warnings: list(text),
  problem: object({
    kind: z.enum(['bad-input', 'refused', 'set-aside']),
    detail: text,
    errors: list(object({ path: text, message: text })),
  }).nullable(),
});

const entry = object({
  key: text,
  account: text,
  bookedOn: day.nullable(),
  valueOn: day.nullable(),
  amountCents: cents,
  currency,
  status: z.enum(['booked', 'pending', 'information']),
  reversal: z.boolean(),
  endToEndId: text.nullable(),
  references: list(text),
  counterparty: text.nullable(),
  label: text.nullable(),
  alsoRead: text.optional(),
  alsoNamed: list(text).optional(),
  reasons: list(text),
  openCents: cents,
});

const placedEntry = object({
  key: text,
  account: text,
  bookedOn: day.nullable(),
  amountCents: cents,
  currency,
  counterparty: text.nullable(),
  label: text.nullable(),
  reasons: list(text),
  allocations: list(object({ caseId: text, invoiceNumber: text.nullable(), amountCents: cents, reversed: flag })),
  aside: object({ reason: text.nullable(), at: instant, actor: text })
    .exactOptional()
    .meta({ description: 'Pourquoi elle ne concerne aucune facture, qui l’a dit et quand' }),
  asideCents: cents.exactOptional().meta({ description: 'Ce qui n’en concerne aucune facture' }),
});

const share = strict({ caseId: nameSchema, amountCents: centsSchema });

/** What a person decides for an entry: the cases that it pays, or, for a returned payment, the entry that it undoes. */
const decision = strict({
  allocations: z.array(share).min(1).max(500).exactOptional(),
  undoes: nameSchema.exactOptional().meta({ description: 'Clé de l’écriture que ce rejet annule' }),
}).refine(({ allocations, undoes }) => (allocations === undefined) !== (undoes === undefined), 'either allocations or undoes');

/** Several entries that a person places together: all of it is kept, or nothing. */
const placements = strict({
  placements: z
    .array(strict({ entryKey: nameSchema, allocations: z.array(share).min(1).max(500) }))
    .min(1)
    .max(100),
});

/** What was done for an invoice before it entered: the steps that it replaces never leave. */
const doneBefore = strict({
  remindedOn: civilDateSchema.exactOptional().meta({ description: 'Dernière relance' }),
  noticePostedOn: civilDateSchema.exactOptional().meta({ description: 'Mise en demeure postée le' }),
  noticeReceivedOn: civilDateSchema.exactOptional().meta({ description: 'Mise en demeure reçue le' }),
  disputed: textSchema.exactOptional().meta({ description: 'Ce que le débiteur conteste, sur le tout' }),
  givenTo: textSchema.exactOptional().meta({ description: 'Avocat, commissaire de justice ou agence qui a le dossier' }),
  givenOn: civilDateSchema.exactOptional().meta({ description: 'Depuis quel jour il l’a' }),
});

/** An open invoice of a running business: as billing tells it, with what was paid before and the last day on which nothing leaves. */
const enrolment = strict({
  invoice: invoiceSchema,
  debtor: debtorSchema,
  plan: idSchema.exactOptional(),
  paid: strict({
    amountCents: centsSchema,
    on: civilDateSchema,
    undated: z
      .literal(true)
      .exactOptional()
      .meta({ description: 'Personne ne sait quel jour : compté à `on`, sans le dire payé ce jour-là' }),
  }).exactOptional(),
  quietUntil: civilDateSchema.exactOptional(),
  before: doneBefore.exactOptional(),
}).meta({ id: 'Enrolment' });
const enrolled = object({ caseId: text, enrolled: z.boolean() });

const bankAccounts = object({
  accounts: list(object({ account: text, throughOn: day.nullable(), names: list(text) })),
  unknown: list(text).meta({ description: 'Noms dont les écritures attendent que l’on dise de quel compte ils sont' }),
});

/** Of which account a name is: an IBAN that is known, or the name itself when it is an account of its own. */
const accountName = strict({
  account: textSchema.meta({ description: 'Un compte connu de ce créancier, ou le nom lui-même si c’est un compte à part' }),
});

/** Money that comes in, where it goes, and invoices of a running business. */
export const moneyRoutes = routes({
  'POST /statements': {
    text: 'Un relevé bancaire à importer : camt.052, 053 ou 054, ou CFONB 120, tel que la banque le donne',
    role: 'operator',
    query: strict({
      account: z
        .union([textSchema, z.array(textSchema).max(50)])
        .exactOptional()
        .meta({ description: 'Un compte du créancier que nous ne connaissons pas encore (IBAN)' }),
      filename: nameSchema.max(200).exactOptional(),
      creditor,
    }),
    bodyType: 'application/octet-stream',
    answers: { 202: json('Gardé ; le même fichier rend le même import', object(importReceipt)) },
    refusals: { 413: 'Fichier trop grand' },
  },
  'GET /statements': {
    text: 'Les derniers imports, du plus récent au plus ancien',
    role: 'viewer',
    query: strict({ limit: page.limit, creditor }),
    answers: { 200: json('Les imports', object({ imports: list(importView) })) },
  },
  'GET /statements/{importId}': {
    text: 'Où en est un import, et ce qu’il a donné, relevé par relevé',
    role: 'viewer',
    answers: { 200: json('L’import', importView) },
  },
  'POST /statements/{importId}/cancel': {
    text: 'Arrêter un import en cours ou mis de côté : ce qui est imputé le reste, le reste du fichier n’est pas lu',
    role: 'operator',
    answers: { 200: json('L’import, annulé', importView) },
    refusals: { 409: 'Il est déjà terminé' },
  },
  'GET /unmatched': {
    text: 'Écritures que rien n’a pu affecter',
    role: 'viewer',
    query: strict({ ...page, creditor }),
    answers: {
      200: json(
        'Une page',
        object({
          entries: list(entry),
          credits: list(object({ caseId: text, debtorId: text, invoiceNumber: text, currency, creditCents })),
          next: text.nullable(),
        }),
      ),
    },
  },
  'GET /unmatched/{entryKey}': {
    text: 'Une écriture que rien n’a pu affecter',
    role: 'viewer',
    query: strict({ creditor }),
    answers: { 200: json('L’écriture', entry) },
    refusals: { 404: 'Aucune écriture de ce nom n’attend' },
  },
  'POST /unmatched/{entryKey}/allocate': {
    text: 'Affecter une écriture à la main',
    role: 'operator',
    query: strict({ creditor }),
    body: decision,
    sample: { allocations: [{ caseId: samples.caseId, amountCents: 120000 }] },
    answers: {
      200: json(
        'Affectée',
        object({
          entryKey: text,
          allocations: list(object({ caseId: text, amountCents: cents })).exactOptional(),
          undoes: text.exactOptional(),
        }),
      ),
    },
    refusals: { 409: 'Refusé, avec la phrase' },
  },
  'POST /unmatched/placements': {
    text: 'Affecter plusieurs écritures ensemble : tout, ou rien',
    role: 'operator',
    query: strict({ creditor }),
    body: placements,
    sample: { placements: [{ entryKey: 'e1', allocations: [{ caseId: samples.caseId, amountCents: 120000 }] }] },
    answers: { 200: json('Affectées', object({ placed: count })) },
    refusals: { 404: 'Aucune écriture de ce nom', 409: 'Refusé, avec la phrase ; rien n’est affecté' },
  },
  'POST /unmatched/{entryKey}/not-ours': {
    text: 'Dire qu’une écriture, ou ce qu’il en reste, ne concerne aucune facture : elle n’attend plus, aucune facture à venir ne la prend',
    role: 'operator',
    query: strict({ creditor }),
    body: strict({ reason: textSchema.max(200) }),
    sample: { reason: 'remboursement de TVA' },
    answers: { 200: json('Hors factures', object({ entryKey: text, reason: text })) },
    refusals: { 404: 'Aucune écriture de ce nom', 409: 'Elle n’attend pas, ou est un débit, avec la phrase' },
  },
  'POST /unmatched/{entryKey}/wait-again': {
    text: 'Remettre à rapprocher une écriture qui était hors factures : elle attend de nouveau, ou trouve ses factures au centime',
    role: 'operator',
    query: strict({ creditor }),
    answers: {
      200: json('Remise', object({ entryKey: text, waits: flag.meta({ description: 'Faux quand elle est affectée' }) })),
    },
    refusals: { 404: 'Aucune écriture de ce nom', 409: 'Elle n’est pas hors factures' },
  },
  'GET /entries': {
    text: 'Écritures affectées à des factures, reprises par la banque, ou qui n’en concernent aucune, les plus récentes d’abord',
    role: 'viewer',
    query: strict({
      limit: page.limit,
      cursor: longCursor,
      creditor,
      state: z.enum(['allocated', 'reversed', 'not-ours']).default('allocated'),
    }),
    answers: { 200: json('Une page', object({ entries: list(placedEntry), next: text.nullable() })) },
  },
  'POST /entries/{entryKey}/undo': {
    text: 'Défaire ce à quoi une écriture est affectée : les dossiers l’apprennent, l’argent attend de nouveau',
    role: 'operator',
    query: strict({ creditor }),
    answers: { 200: json('Défaite', object({ entryKey: text, undone: flag })) },
    refusals: { 404: 'Aucune écriture de ce nom', 409: 'Rien n’est affecté, ou la banque l’a déjà repris' },
  },
  'GET /accounts': {
    text: 'Comptes bancaires, leurs autres noms, et les noms que nul ne connaît',
    role: 'viewer',
    query: strict({ creditor }),
    answers: { 200: json('Les comptes', bankAccounts) },
  },
  'PUT /accounts/{name}': {
    text: 'Dire de quel compte un nom est : la même somme dite sous les deux compte une fois',
    role: 'operator',
    query: strict({ creditor }),
    body: accountName,
    sample: { account: 'FR7630006000011234567890189' },
    answers: { 200: json('Dit ; ce qui attendait est affecté', object({ name: text, account: text, settled: count })) },
  },
  'POST /enrolments': {
    text: 'Reprendre une facture ouverte d’une activité en cours ; connue, elle reste comme elle est',
    role: 'operator',
    query: strict({ creditor }),
    body: enrolment,
    sample: samples.enrolment,
    answers: { 202: json('Reprise', enrolled), 200: json('Déjà connue', enrolled) },
  },
  'POST /enrolments/missing': {
    text: 'Lesquelles de ces factures ne sont pas encore reprises ; rien ne change',
    role: 'operator',
    query: strict({ creditor }),
    body: strict({ invoices: z.array(idSchema).max(20_000) }),
    sample: { invoices: ['inv_1'] },
    bodyLimit: '20mb',
    answers: { 200: json('Celles qui manquent, dans le même ordre', object({ missing: list(text) })) },
  },
});
