import * as z from 'zod';
import { jobKinds, jobStates } from '../../db/job-schema.ts';
import { acts, fieldsOf } from '../../domain/case/acts/index.ts';
import { idSchema, strict, textSchema } from '../../domain/document-schema.ts';
import { shapeOf } from './act-schema.ts';
import { json, routes } from './route.ts';
import { samples } from './samples.ts';
import { count, creditor, instant, list, nameSchema, object, page, text } from './schema.ts';
import { NO_DEBTOR } from './views.ts';

/** More invoices than that are taken over in several jobs. */
const MOST_ENROLMENTS = 20_000;
/** Who approves answers for what leaves, and who gives up money for that: more is no longer looked at. */
export const MOST_DECISIONS = 200;

const job = {
  jobId: text,
  kind: z.enum(jobKinds),
  state: z.enum(jobStates),
  askedBy: text,
  askedAt: instant,
  endedAt: instant.nullable(),
  progress: object({
    done: count,
    same: count.meta({ description: 'Pour lesquels il n’y avait plus rien à faire' }),
    refused: count,
    total: count,
  }),
};
const jobView = object({
  ...job,
  refusals: list(object({ label: text, refusal: text })).meta({ description: 'Les 200 premiers refus' }),
});

const begun = { 202: json('Gardé\u00a0; court, il est déjà fini', jobView) };
const lasting =
  'Gardé avant d’être commencé, et fait au nom de qui le demande, même s’il s’en va ou si le serveur redémarre ; GET /jobs/{jobId} dit où il en est.';

const NONE_OPEN = 'Ce client n’a aucun dossier ouvert';

/** A debtor, and what the act takes for each of his cases. */
function ofDebtor(name: 'pause' | 'resume') {
  return strict({ ...shapeOf(fieldsOf(name)), debtorId: idSchema });
}

/** The same act for many things at once. */
export const jobRoutes = routes({
  'POST /jobs/enrolments': {
    text: 'Reprendre beaucoup de factures ouvertes (POST /enrolments, une par une)',
    details: lasting,
    role: 'operator',
    query: strict({ creditor }),
    body: strict({
      enrolments: z
        .array(
          strict({
            label: nameSchema.meta({ description: 'Comment on l’appelle si elle est refusée' }),
            enrolment: z.unknown().meta({ description: 'Ce que prend POST /enrolments' }),
          }),
        )
        .min(1)
        .max(MOST_ENROLMENTS),
    }),
    sample: { enrolments: [{ label: 'Ligne 2, F2026-0412', enrolment: samples.enrolment }] },
    bodyLimit: '20mb',
    answers: begun,
  },
  'POST /jobs/approvals': {
    text: 'Approuver beaucoup d’envois (acte approve, un par un)',
    details: lasting,
    role: 'approver',
    body: strict({
      approvals: z
        .array(strict({ caseId: nameSchema, step: nameSchema, content: nameSchema.exactOptional() }))
        .min(1)
        .max(MOST_DECISIONS),
    }),
    sample: { approvals: [{ caseId: samples.caseId, step: 'formal-notice' }] },
    answers: begun,
  },
  'POST /jobs/waivers': {
    text: 'Renoncer aux intérêts et à l’indemnité de beaucoup de dossiers (acte waive, un par un)',
    details: lasting,
    role: 'approver',
    body: strict({ cases: z.array(nameSchema).min(1).max(MOST_DECISIONS), reason: textSchema.exactOptional() }),
    sample: { cases: [samples.caseId], reason: 'geste commercial' },
    answers: begun,
  },
  'POST /jobs/pauses': {
    text: 'Mettre en pause tous les dossiers ouverts d’un client (acte pause, un par un)',
    details: `${lasting} Un dossier déjà en pause aussi longtemps ou plus reste comme il est ; ceux qui s’ouvrent ensuite ne sont pas en pause. Un même requestId n’agit qu’une fois sur chacun.`,
    role: acts.pause.mayAct,
    query: strict({ creditor }),
    body: ofDebtor('pause'),
    sample: { debtorId: samples.debtor.id, ...acts.pause.sample },
    answers: begun,
    refusals: { 404: NO_DEBTOR, 409: NONE_OPEN },
  },
  'POST /jobs/resumptions': {
    text: 'Reprendre tous les dossiers en pause d’un client (acte resume, un par un)',
    details: `${lasting} Un dossier dont une réponse, un paiement annoncé ou une facture électronique attend encore quelqu’un est refusé, et les autres reprennent. Un même requestId n’agit qu’une fois sur chacun.`,
    role: acts.resume.mayAct,
    query: strict({ creditor }),
    body: ofDebtor('resume'),
    sample: { debtorId: samples.debtor.id, ...acts.resume.sample },
    answers: begun,
    refusals: { 404: NO_DEBTOR, 409: NONE_OPEN },
  },
  'POST /jobs/plan-changes': {
    text: 'Donner une version d’un plan à tous les dossiers ouverts dont elle change la suite (acte changePlan, un par un)',
    details: lasting,
    role: 'operator',
    query: strict({ creditor }),
    body: strict({ plan: idSchema, version: z.int().positive() }),
    sample: { plan: 'default-b2b', version: 1 },
    answers: begun,
  },
  'GET /jobs': {
    text: 'Les derniers de ces travaux, les plus récents d’abord',
    role: 'viewer',
    query: strict({ limit: page.limit, creditor }),
    answers: { 200: json('La liste', object({ jobs: list(object(job)) })) },
  },
  'GET /jobs/{jobId}': {
    text: 'Où en est un travail, et ce qui a été refusé',
    role: 'viewer',
    answers: { 200: json('Le travail', jobView) },
  },
  'POST /jobs/{jobId}/stop': {
    text: 'Arrêter un travail : ce qui est fait le reste, ce qui attend ne sera pas fait',
    role: 'operator',
    answers: { 200: json('Le travail', jobView) },
    refusals: { 409: 'Il est déjà terminé' },
  },
});
