import * as z from 'zod';
import { actNames, acts } from '../../domain/case/acts/index.ts';
import type { PlanChange } from '../../domain/case/next/plan-change.ts';
import { idSchema, strict } from '../../domain/document-schema.ts';
import { tones } from '../../domain/plan/plan.ts';
import { templateIds } from '../../domain/plan/template-ids.ts';
import { type Route as LegalRoute, ROUTE_NAMES } from '../../domain/routes/route.ts';
import { actBody } from './act-schema.ts';
import { caseView, hold, phase, route, taskKind } from './case-schema.ts';
import { claim } from './claim-schema.ts';
import { factRow } from './fact-schema.ts';
import { headProof } from './head-schema.ts';
import { lifeToCome } from './life-schema.ts';
import { file, json, routes } from './route.ts';
import {
  cents,
  count,
  creditCents,
  creditor,
  currency,
  day,
  exactly,
  flag,
  instant,
  list,
  longCursor,
  nameSchema,
  object,
  page,
  queryFlag,
  queryNumber,
  text,
} from './schema.ts';

const summary = object({
  caseId: text,
  creditorId: text,
  debtorId: text,
  invoiceId: text,
  invoiceNumber: text,
  currency,
  phase,
  hold,
  planId: text,
  planVersion: count,
  balanceCents: cents,
  dueOn: day,
  nextActAt: instant.nullable(),
  needsHuman: flag,
  route: route.nullable(),
  revision: count,
  closedAt: instant.nullable(),
  updatedAt: instant,
});

const taskLine = object({
  caseId: text,
  creditorId: text,
  debtorId: text,
  debtorName: text.nullable(),
  invoiceNumber: text,
  currency,
  balanceCents: cents,
  creditCents,
  owedCents: cents
    .nullable()
    .exactOptional()
    .meta({ description: 'De late-charges : ce qui est dû en raison du retard à ce jour ; null : un taux manque' }),
  kind: taskKind,
  key: text,
  context: text,
  since: instant,
  owner: text,
  dueOn: day,
  overdue: flag,
  oneOfSeveral: flag.meta({ description: 'Son dossier en a une autre de la même sorte, qu’elle soit listée ou non' }),
  content: text.exactOptional().meta({ description: 'Empreinte de ce qui attend un accord\u00a0: approve la nomme' }),
  remedy: text,
});

const told = { sequence: count, at: instant, actor: text, cause: text.nullable() };
const linked = { caseId: text, ...told, at: text, previousDigest: text, digest: text };

const document = object({
  id: text,
  caseId: text,
  kind: text,
  filename: text,
  contentType: text,
  bytes: count,
  sha256: text,
  createdAt: instant,
});

const legalRoute = exactly<LegalRoute>()(
  object({
    route: z.enum(ROUTE_NAMES),
    open: flag.nullable(),
    court: z
      .enum([
        'tribunal-de-commerce',
        'tribunal-des-activites-economiques',
        'chambre-commerciale-du-tribunal-judiciaire',
        'tribunal-mixte-de-commerce',
        'tribunal-judiciaire',
        'tribunal-administratif',
      ])
      .nullable(),
    reasons: list(
      object({
        rule: text,
        article: text,
        fact: text,
        says: z.enum(['for', 'against', 'to-confirm']),
        missing: list(text).exactOptional(),
      }),
    ),
  }),
);

const standing = z.discriminatedUnion('state', [
  object({ state: z.enum(['absent', 'sent', 'left-out']) }),
  object({ state: z.literal('to-come'), plannedOn: day.nullable() }),
]);
const version = object({ id: text, version: count });
/** What `PlanChange` says of it. */
export const noticeFirst = flag.meta({
  description: 'Le premier courrier au débiteur pour cette facture serait une mise en demeure',
});
const planChange = {
  from: version,
  to: version,
  steps: list(object({ step: text, before: standing, after: standing })),
  next: object({ before: text, after: text }),
  noticeFirst,
} satisfies { readonly [Field in keyof PlanChange]: z.ZodType<PlanChange[Field]> };

const unwritten = object({ refused: text });
/** A message in every form it has. */
export const preview = object({
  template: z.enum(templateIds),
  email: object({ subject: text, html: text, text }),
  sms: z.union([object({ text, encoding: z.enum(['GSM-7', 'UCS-2']), segments: count }), unwritten]),
  letter: z.union([object({ title: text, html: text, text }), unwritten]),
  invented: list(text),
});
const casePreview = preview.extend({
  shares: z.record(text, cents).meta({ description: 'Ce qu’il demande pour chacun des dossiers qu’il regroupe ; vide : rien' }),
});
/** A message as it would be written for a case today. */
export type MessagePreview = z.output<typeof casePreview>;

const pending = object({ status: z.enum(['pending', 'accepted']), requestId: text, detail: text });
const approvers = 'approve, chooseRoute et waive demandent une clé d’approbateur (rôle « approver »).';

/** What is known of cases, and what people do with them. */
export const caseRoutes = routes({
  'GET /cases': {
    text: 'Les dossiers, par pages stables',
    role: 'viewer',
    query: strict({
      ...page,
      creditor,
      phase: phase.exactOptional(),
      hold: hold.exactOptional(),
      needsHuman: queryFlag.exactOptional(),
      debtor: idSchema.exactOptional(),
      number: nameSchema.exactOptional().meta({ description: 'Numéro de facture' }),
    }),
    answers: { 200: json('Une page', object({ cases: list(summary), next: text.nullable() })) },
  },
  'GET /cases/{caseId}': {
    text: 'Un dossier',
    role: 'viewer',
    query: strict({ fresh: queryFlag.default(false).meta({ description: 'Tel que le voit son workflow à cette seconde' }) }),
    answers: { 200: json('Le dossier', caseView) },
    refusals: { 503: 'Aucun worker n’a répondu : demander sans fresh' },
  },
  'GET /cases/{caseId}/timeline': {
    text: 'Ce qui s’est passé',
    role: 'viewer',
    answers: { 200: json('Les faits', object({ caseId: text, timeline: list(factRow({ ...told, sentence: text })) })) },
  },
  'GET /cases/{caseId}/evidence': {
    text: 'La chaîne de preuve',
    role: 'viewer',
    answers: { 200: json('La chaîne', object({ caseId: text, revision: count, rows: list(factRow(linked)) })) },
  },
  'GET /cases/{caseId}/head': {
    text: 'La dernière tête signée qui couvre le dossier, et le chemin qui le prouve : depuis quand rien n’a pu être changé',
    role: 'viewer',
    answers: { 200: json('La preuve, ou rien encore', object({ caseId: text, proof: headProof.nullable() })) },
  },
  'GET /cases/{caseId}/claim': {
    text: 'Le décompte à ce jour',
    role: 'viewer',
    answers: { 200: json('Le décompte', claim) },
  },
  'GET /cases/{caseId}/routes': {
    text: 'Les voies de droit à ce jour : règles, textes et faits, sans avis',
    role: 'viewer',
    answers: { 200: json('Les voies', object({ caseId: text, asOf: day, routes: list(legalRoute) })) },
  },
  'GET /cases/{caseId}/plan-change': {
    text: 'Ce que changerait un autre plan (changePlan) ; rien ne change',
    role: 'viewer',
    query: strict({ plan: idSchema, version: queryNumber.exactOptional().meta({ description: 'La dernière, si elle manque' }) }),
    answers: {
      200: json('Étapes ajoutées, retirées, déplacées, et la suite avant et après', object({ caseId: text, ...planChange })),
    },
  },
  'GET /cases/{caseId}/life-to-come': {
    text: 'La suite à simuler (exigible simulate --case) : les factures ouvertes du client telles qu’elles sont',
    role: 'viewer',
    answers: { 200: json('L’histoire à jouer et ses parties', lifeToCome) },
  },
  'GET /cases/{caseId}/documents': {
    text: 'Les documents du dossier',
    role: 'viewer',
    answers: { 200: json('La liste', object({ caseId: text, documents: list(document) })) },
  },
  'GET /cases/{caseId}/documents/{documentId}': {
    text: 'Un document',
    role: 'viewer',
    answers: { 200: file('Ses octets', 'application/pdf') },
  },
  'GET /cases/{caseId}/export': {
    text: 'Tout le dossier, en un ZIP qui se vérifie seul : preuves, messages, pièces et la procédure',
    role: 'viewer',
    answers: { 200: file('L’archive', 'application/zip') },
  },
  'GET /cases/{caseId}/court-file': {
    text: 'Le dossier remis et toutes les pièces de son bordereau, numérotées, en un ZIP',
    role: 'viewer',
    answers: { 200: file('L’archive', 'application/zip') },
    refusals: { 409: 'Le dossier n’a pas encore été remis' },
  },
  'GET /cases/{caseId}/preview/{template}': {
    text: 'Un message tel qu’il serait écrit aujourd’hui, sous toutes ses formes ; rien ne part',
    role: 'viewer',
    query: strict({ tone: z.enum(tones).exactOptional() }),
    answers: { 200: json('E-mail, SMS et lettre', casePreview) },
    refusals: { 409: 'La somme ne peut pas être demandée' },
  },
  'POST /cases/{caseId}/acts/{act}': {
    text: 'Un acte d’opérateur',
    details: `Actes : ${actNames.join(', ')}. ${approvers} Un même requestId n’agit qu’une fois.`,
    role: 'operator',
    body: actBody,
    sample: acts.pause.sample,
    readsItself: true,
    written: ['$.text'],
    answers: {
      200: json('Le dossier après l’acte', caseView),
      202: json('Aucun worker n’a répondu à temps : redemander avec le même requestId', pending),
    },
    refusals: { 409: 'Refusé, avec la phrase', 503: 'Le moteur ne répond pas : redemander avec le même requestId' },
  },
  'GET /tasks': {
    text: 'Ce qui attend quelqu’un, le plus urgent d’abord ou dans un autre ordre, par pages stables',
    role: 'viewer',
    query: strict({
      ...page,
      creditor,
      cursor: longCursor,
      kind: taskKind.exactOptional(),
      owner: nameSchema.exactOptional().meta({ description: 'operator, approver, ou le nom donné au litige' }),
      overdue: queryFlag.exactOptional(),
      debtor: idSchema.exactOptional(),
      name: nameSchema.max(100).exactOptional().meta({ description: 'Une partie du nom du client' }),
      least: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).exactOptional().meta({
        description: 'Solde d’au moins tant de centimes',
      }),
      sort: z
        .enum(['due', 'amount', 'debtor'])
        .default('due')
        .meta({ description: 'Par échéance, par solde (le plus grand d’abord) ou par client' }),
    }),
    answers: { 200: json('Une page', object({ tasks: list(taskLine), next: text.nullable() })) },
  },
});
