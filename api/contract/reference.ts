import * as z from 'zod';
import { idSchema, strict } from '../../domain/document-schema.ts';
import { webhookPurposes } from '../../domain/known-providers.ts';
import { semesterRatesSchema } from '../../domain/law/semester-rates-document.ts';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import { debtorKinds, tones } from '../../domain/plan/plan.ts';
import { planDocumentSchema } from '../../domain/plan/plan-document.ts';
import { templateIds } from '../../domain/plan/template-ids.ts';
import { COMPARED_DAYS } from '../../domain/simulate/plan-effect.ts';
import { amendment } from './amendment-schema.ts';
import { channel } from './case-schema.ts';
import { noticeFirst, preview } from './cases.ts';
import { plan } from './life-schema.ts';
import { file, json, routes } from './route.ts';
import { samples } from './samples.ts';
import { cents, count, creditor, currency, day, flag, list, object, text } from './schema.ts';

const kept = {
  id: text,
  version: count,
  waiting: list(amendment).exactOptional().meta({ description: 'Ce qui attend qu’une seconde personne le confirme' }),
};
const secrets = z.partialRecord(z.enum(webhookPurposes), text);
const ofUrl = { id: idSchema.exactOptional() };

const rates = {
  semester: text,
  centralBankBasisPoints: cents,
  legalProfessionalBasisPoints: cents,
  legalPrivateBasisPoints: cents,
  source: text,
  checkedOn: day,
};
const knownRates = z.discriminatedUnion('origin', [
  object({ ...rates, origin: z.literal('shipped') }),
  object({ ...rates, origin: z.literal('entered'), enteredBy: text }),
]);

const logo = object({
  contentType: z.enum(['image/png', 'image/jpeg']),
  width: count,
  height: count,
  bytes: count,
  sha256: text,
});

const tone = z.enum(tones);
const template = z.enum(templateIds);
const faults = list(object({ path: text, message: text })).meta({
  description: 'Tournures qui ne doivent pas partir ; path : le genre de débiteur',
});

const templateLine = object({ template, tones: list(tone), forms: list(z.enum(['email', 'sms', 'letter'])), faults });
const templateSample = preview.extend({ faults });
/** A template, its forms, and what the lint finds in it; and one written to an invented debtor. */
export type TemplateLine = z.output<typeof templateLine>;
export type TemplateSample = z.output<typeof templateSample>;

/** What a plan has before it: messages, letters, and the balances that the letters claim. */
const effect = object({
  messages: count,
  letters: count.meta({ description: 'Ce qui est posté, ou le serait une fois chaque accord donné' }),
  letterSums: list(object({ currency, cents })).meta({ description: 'Le solde de leurs factures' }),
  posted: list(object({ channel, count })),
});

/** Creditors, debtors, plans and rates: validated, versioned. */
export const referenceRoutes = routes({
  'PUT /creditors/{id}': {
    text: 'Créancier (clé d’administration) ; la première réponse montre ses secrets de webhook, une fois',
    role: 'admin',
    named: 'id',
    body: creditorSchema.safeExtend(ofUrl),
    sample: samples.creditor,
    answers: { 200: json('Gardé', object({ ...kept, webhookSecrets: secrets })) },
  },
  'GET /creditors/{id}': {
    text: 'Un créancier',
    role: 'viewer',
    answers: { 200: json('Le créancier', creditorSchema) },
  },
  'PUT /creditors/{id}/logo': {
    text: 'Le logo du créancier : un PNG ou un JPEG, 300 ko et 2000 × 2000 pixels au plus ; il est en tête des lettres, des e-mails et de la page du débiteur',
    role: 'admin',
    bodyType: 'application/octet-stream',
    answers: { 200: json('Gardé', logo) },
    refusals: { 404: 'Aucun créancier de ce nom' },
  },
  'GET /creditors/{id}/logo': {
    text: 'Le logo du créancier',
    role: 'viewer',
    answers: { 200: file('L’image, PNG ou JPEG', 'image/png') },
    refusals: { 404: 'Il n’en a pas' },
  },
  'DELETE /creditors/{id}/logo': {
    text: 'Retirer le logo du créancier ; ce qui est parti le garde',
    role: 'admin',
    answers: { 200: json('Retiré', object({ id: text })) },
    refusals: { 404: 'Aucun créancier de ce nom' },
  },
  'PUT /debtors/{id}': {
    text: 'Débiteur ; id y est écrit une seconde fois',
    role: 'operator',
    named: 'id',
    query: strict({ creditor }),
    body: debtorSchema,
    sample: samples.debtor,
    answers: { 200: json('Gardé', object(kept)) },
  },
  'PUT /plans/{id}': {
    text: 'Version d’un plan de relance',
    role: 'approver',
    named: 'id',
    query: strict({ creditor }),
    body: planDocumentSchema.safeExtend(ofUrl),
    sample: samples.plan,
    answers: { 200: json('Gardé', object({ ...kept, warnings: list(text) })) },
    refusals: { 409: 'Cette version existe, différente' },
  },
  'GET /plans/{id}': {
    text: 'La dernière version d’un plan',
    role: 'viewer',
    query: strict({ creditor }),
    answers: { 200: json('Le plan', plan) },
  },
  'GET /plans': {
    text: 'Les plans d’un créancier, les siens et ceux qui sont livrés, dans leur dernière version',
    role: 'viewer',
    query: strict({ creditor }),
    answers: { 200: json('Par nom', object({ plans: list(object({ plan, isShipped: flag, openCases: count })) })) },
  },
  'POST /plans/comparison': {
    text: 'Relire un plan sans le garder, et dire ce qu’il changerait pour les dossiers ouverts sous son nom',
    role: 'viewer',
    query: strict({ creditor }),
    body: planDocumentSchema,
    sample: { ...samples.plan, id: 'mine' },
    answers: {
      200: json(
        `Les dossiers dont la suite change, et ce qui part pour ceux de ce plan dans les ${COMPARED_DAYS} jours, joué comme « Ce qui part », avant et après`,
        object({
          plan,
          warnings: list(text),
          isKept: flag.meta({ description: 'Cette version existe déjà, la même' }),
          compared: count,
          isMore: flag.meta({ description: 'Il y a plus de dossiers que l’on n’en compare' }),
          before: effect,
          after: effect,
          changed: list(
            object({
              caseId: text,
              invoiceNumber: text,
              currency: text,
              balanceCents: cents,
              next: object({ before: text, after: text }),
              noticeFirst,
            }),
          ),
        }),
      ),
    },
    refusals: { 409: 'Cette version existe, différente' },
  },
  'GET /templates': {
    text: 'Les modèles de messages en vigueur, les formes de chacun, et ce que leur relecture trouve sous le nom du créancier',
    role: 'viewer',
    query: strict({ creditor }),
    answers: {
      200: json('Par nom', object({ templates: list(templateLine) })),
    },
  },
  'GET /templates/{template}/sample': {
    text: 'Un modèle écrit à un débiteur inventé, au nom du créancier, sous toutes ses formes ; rien ne part',
    role: 'viewer',
    query: strict({ creditor, kind: z.enum(debtorKinds).default('business'), tone: tone.default('friendly') }),
    answers: { 200: json('E-mail, SMS et lettre', templateSample) },
    refusals: { 404: 'Aucun modèle de ce nom' },
  },
  'GET /legal-rates': {
    text: 'Taux de chaque semestre, livrés et saisis, et le semestre à saisir',
    role: 'viewer',
    answers: { 200: json('Les taux', object({ rates: list(knownRates), missing: text.nullable() })) },
  },
  'PUT /legal-rates/{semester}': {
    text: 'Saisir les taux d’un semestre (clé d’administration) ; les dossiers qui l’attendaient reprennent',
    role: 'admin',
    named: 'semester',
    body: semesterRatesSchema.partial({ semester: true }),
    sample: samples.rates,
    answers: { 200: json('Gardés ; released : les dossiers libérés', object({ semester: text, released: list(text) })) },
    refusals: { 409: 'Ce semestre a commencé et est déjà connu avec d’autres taux' },
  },
});
