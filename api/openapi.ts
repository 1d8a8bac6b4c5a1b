import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { creditorSchema, debtorSchema } from '../db/party-schema.ts';
import { actNames } from '../domain/case/acts/index.ts';
import { semesterRatesSchema } from '../domain/law/semester-rates-document.ts';
import { planDocumentSchema } from '../domain/plan/plan-document.ts';
import { templateIds } from '../domain/plan/template-ids.ts';
import * as answers from './answer-schema.ts';
import { accountNameSchema } from './bank-accounts.ts';
import { enrolmentSchema } from './enrolments.ts';
import { newKeySchema, rotationSchema, sourceAccountsSchema } from './keys.ts';
import { operationPaths } from './operations/openapi.ts';
import { peoplePaths } from './people/openapi.ts';
import { planChangeQuerySchema } from './plan-change.ts';
import { previewQuerySchema } from './preview.ts';
import { caseQuerySchema, freshQuerySchema, pageQuerySchema } from './query-schema.ts';
import { importQuerySchema } from './statements.ts';
import { taskQuerySchema } from './tasks.ts';
import { allocationSchema } from './unmatched.ts';
import { bankEventSchema } from './webhooks/bank-event-schema.ts';
import { billingEventSchema } from './webhooks/billing-event-schema.ts';
import { providerPaths } from './webhooks/openapi.ts';

const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } });
const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: answers.problem } } });
const id = (name: string) => ({ path: z.object({ [name]: z.string() }) });

const refusals = { '400': problem('Un champ est refusé : errors en dit le chemin'), '401': problem('Clé absente ou inconnue') };
const inCase = { ...refusals, '404': problem('Ce dossier n’existe pas pour cette clé') };
const done = (description: string, schema: z.ZodType) => ({ '200': { description, ...json(schema) } });
const made = (description: string, schema: z.ZodType) => ({ '201': { description, ...json(schema) } });

const signed = z.object({
  'webhook-id': z.string().meta({ description: 'Clé d’idempotence' }),
  'webhook-timestamp': z.string().meta({ description: 'Secondes depuis 1970, à cinq minutes près' }),
  'webhook-signature': z.string().meta({ description: 'v1,base64 ; plusieurs séparées par une espace' }),
});

function webhook(summary: string, schema: z.ZodType): ZodOpenApiOperationObject {
  return {
    summary,
    security: [],
    requestParams: { ...id('creditorId'), header: signed },
    requestBody: json(schema),
    responses: {
      '202': { description: 'Gardé durablement ; la même réponse à une nouvelle livraison', ...json(answers.receipt) },
      '400': problem('Un champ est refusé : errors en dit le chemin'),
      '401': problem('Signature fausse, trop ancienne ou trop en avance'),
    },
  };
}

const acts = actNames.join(', ');

const paths: ZodOpenApiPathsObject = {
  '/webhooks/billing/{creditorId}': { post: webhook('La facturation raconte (Standard Webhooks 1.0)', billingEventSchema) },
  '/webhooks/bank/{creditorId}': { post: webhook('La banque raconte (Standard Webhooks 1.0)', bankEventSchema) },
  ...providerPaths,
  '/cases': {
    get: {
      summary: 'Les dossiers, par pages stables',
      requestParams: { query: caseQuerySchema },
      responses: { ...done('Une page', answers.casePage), ...refusals },
    },
  },
  '/cases/{caseId}': {
    get: {
      summary: 'Un dossier',
      requestParams: { ...id('caseId'), query: freshQuerySchema },
      responses: { ...done('Le dossier', answers.caseView), ...inCase },
    },
  },
  '/cases/{caseId}/timeline': {
    get: {
      summary: 'Ce qui s’est passé',
      requestParams: id('caseId'),
      responses: { ...done('Les faits', answers.timeline), ...inCase },
    },
  },
  '/cases/{caseId}/evidence': {
    get: {
      summary: 'La chaîne de preuve',
      requestParams: id('caseId'),
      responses: { ...done('La chaîne', answers.evidence), ...inCase },
    },
  },
  '/cases/{caseId}/claim': {
    get: {
      summary: 'Le décompte à ce jour',
      requestParams: id('caseId'),
      responses: { ...done('Le décompte', answers.anyObject), ...inCase },
    },
  },
  '/cases/{caseId}/routes': {
    get: {
      summary: 'Les cinq voies de droit à ce jour : règles, textes et faits, sans avis',
      requestParams: id('caseId'),
      responses: { ...done('Les voies', answers.anyObject), ...inCase },
    },
  },
  '/cases/{caseId}/plan-change': {
    get: {
      summary: 'Ce que changerait un autre plan (changePlan) ; rien ne change',
      requestParams: { ...id('caseId'), query: planChangeQuerySchema },
      responses: { ...done('Étapes ajoutées, retirées, déplacées, et la suite avant et après', answers.anyObject), ...inCase },
    },
  },
  '/cases/{caseId}/life-to-come': {
    get: {
      summary: 'La suite à simuler (exigible simulate --case) : les factures ouvertes du client telles qu’elles sont',
      requestParams: id('caseId'),
      responses: { ...done('L’histoire à jouer et ses parties', answers.anyObject), ...inCase },
    },
  },
  '/cases/{caseId}/documents': {
    get: {
      summary: 'Les documents du dossier',
      requestParams: id('caseId'),
      responses: { ...done('La liste', answers.documents), ...inCase },
    },
  },
  '/cases/{caseId}/documents/{documentId}': {
    get: {
      summary: 'Un document',
      requestParams: { path: z.object({ caseId: z.string(), documentId: z.string() }) },
      responses: { '200': { description: 'Ses octets', content: { 'application/pdf': {} } }, ...inCase },
    },
  },
  '/cases/{caseId}/export': {
    get: {
      summary: 'Tout le dossier, en un ZIP qui se vérifie seul : preuves, messages, pièces et la procédure',
      requestParams: id('caseId'),
      responses: { '200': { description: 'L’archive', content: { 'application/zip': {} } }, ...inCase },
    },
  },
  '/cases/{caseId}/preview/{template}': {
    get: {
      summary: 'Un message tel qu’il serait écrit aujourd’hui, sous toutes ses formes ; rien ne part',
      requestParams: { path: z.object({ caseId: z.string(), template: z.enum(templateIds) }), query: previewQuerySchema },
      responses: {
        ...done('E-mail, SMS et lettre', answers.anyObject),
        '409': problem('La somme ne peut pas être demandée'),
        ...inCase,
      },
    },
  },
  '/cases/{caseId}/acts/{act}': {
    post: {
      summary: 'Un acte d’opérateur',
      description: `Actes : ${acts}. approve, chooseRoute et waive demandent une clé approver. Un même requestId n’agit qu’une fois.`,
      requestParams: { path: z.object({ caseId: z.string(), act: z.enum(actNames) }) },
      requestBody: json(answers.anyObject),
      responses: {
        ...done('Le dossier après l’acte', answers.caseView),
        '202': { description: 'Aucun worker n’a répondu à temps : redemander avec le même requestId', ...json(answers.pending) },
        '403': problem('Le rôle de la clé ne suffit pas'),
        '409': problem('Refusé, avec la phrase'),
        ...inCase,
      },
    },
  },
  '/tasks': {
    get: {
      summary: 'Ce qui attend quelqu’un, le plus urgent d’abord, par pages stables',
      requestParams: { query: taskQuerySchema },
      responses: { ...done('Une page', answers.taskPage), ...refusals },
    },
  },
  '/statements': {
    post: {
      summary: 'Un relevé bancaire à importer : camt.052, 053 ou 054, ou CFONB 120, tel que la banque le donne',
      requestParams: { query: importQuerySchema },
      requestBody: { content: { 'application/octet-stream': {}, 'application/xml': {}, 'text/plain': {} } },
      responses: {
        '202': { description: 'Gardé ; le même fichier rend le même import', ...json(answers.importReceipt) },
        ...refusals,
        '403': problem('Le rôle de la clé ne suffit pas'),
        '413': problem('Fichier trop grand'),
      },
    },
  },
  '/statements/{importId}': {
    get: {
      summary: 'Où en est un import, et ce qu’il a donné, relevé par relevé',
      requestParams: id('importId'),
      responses: { ...done('L’import', answers.importView), ...inCase },
    },
  },
  '/unmatched': {
    get: {
      summary: 'Écritures que rien n’a pu affecter',
      requestParams: { query: pageQuerySchema },
      responses: { ...done('Une page', answers.unmatchedPage), ...refusals },
    },
  },
  '/unmatched/{entryKey}/allocate': {
    post: {
      summary: 'Affecter une écriture à la main',
      requestParams: id('entryKey'),
      requestBody: json(allocationSchema),
      responses: { ...done('Affectée', answers.allocated), '409': problem('Refusé, avec la phrase'), ...inCase },
    },
  },
  '/accounts': {
    get: {
      summary: 'Comptes bancaires, leurs autres noms, et les noms que nul ne connaît',
      responses: { ...done('Les comptes', answers.bankAccounts), ...refusals },
    },
  },
  '/accounts/{name}': {
    put: {
      summary: 'Dire de quel compte un nom est : la même somme dite sous les deux compte une fois',
      requestParams: id('name'),
      requestBody: json(accountNameSchema),
      responses: { ...done('Dit ; ce qui attendait est affecté', answers.accountNamed), ...refusals },
    },
  },
  '/creditors/{id}': {
    put: {
      summary: 'Créancier (clé d’administration) ; la première réponse montre ses secrets de webhook, une fois',
      requestParams: id('id'),
      requestBody: json(creditorSchema),
      responses: { ...done('Gardé', answers.creditorKept), ...refusals },
    },
    get: { summary: 'Un créancier', requestParams: id('id'), responses: { ...done('Le créancier', creditorSchema), ...inCase } },
  },
  '/creditors/{id}/secrets': {
    post: {
      summary: 'Nouveau secret de webhook ; celui d’avant vaut encore graceHours heures, 24 au plus',
      requestParams: id('id'),
      requestBody: json(rotationSchema),
      responses: { ...made('Le secret, montré une fois', answers.anyObject), ...inCase },
    },
  },
  '/creditors/{id}/sources': {
    get: {
      summary: 'Les comptes dont chaque source d’argent peut parler (clé d’administration)',
      requestParams: id('id'),
      responses: { ...done('Les sources qui ont des comptes à elles', answers.anyObject), ...refusals },
    },
  },
  '/creditors/{id}/sources/{source}': {
    put: {
      summary: 'Donner ses comptes à une source d’argent (bank, qonto, swan) : elle ne parle plus que d’eux, et elle seule',
      requestParams: { path: z.object({ id: z.string(), source: z.string() }) },
      requestBody: json(sourceAccountsSchema),
      responses: { ...done('Gardé', answers.anyObject), ...inCase },
    },
  },
  '/debtors/{id}': {
    put: {
      summary: 'Débiteur',
      requestParams: id('id'),
      requestBody: json(debtorSchema),
      responses: { ...done('Gardé', answers.kept), ...refusals },
    },
  },
  '/plans/{id}': {
    put: {
      summary: 'Version d’un plan de relance',
      requestParams: id('id'),
      requestBody: json(planDocumentSchema),
      responses: { ...done('Gardé', answers.planKept), '409': problem('Cette version existe, différente'), ...refusals },
    },
    get: {
      summary: 'La dernière version d’un plan',
      requestParams: id('id'),
      responses: { ...done('Le plan', answers.anyObject), ...inCase },
    },
  },
  '/enrolments': {
    post: {
      summary: 'Reprendre une facture ouverte d’une activité en cours ; connue, elle reste comme elle est',
      requestBody: json(enrolmentSchema),
      responses: {
        '202': { description: 'Reprise', ...json(answers.enrolled) },
        ...done('Déjà connue', answers.enrolled),
        ...refusals,
      },
    },
  },
  '/legal-rates': {
    get: {
      summary: 'Taux de chaque semestre, livrés et saisis, et le semestre à saisir',
      responses: { ...done('Les taux', answers.anyObject), ...refusals },
    },
  },
  '/legal-rates/{semester}': {
    put: {
      summary: 'Saisir les taux d’un semestre (clé d’administration) ; les dossiers qui l’attendaient reprennent',
      requestParams: id('semester'),
      requestBody: json(semesterRatesSchema.partial({ semester: true })),
      responses: {
        ...done('Gardés ; released : les dossiers libérés', answers.anyObject),
        '409': problem('Ce semestre est déjà connu avec d’autres taux'),
        ...refusals,
      },
    },
  },
  ...peoplePaths,
  ...operationPaths,
  '/keys': {
    get: {
      summary: 'Les clés, sans ce qu’elles sont (clé d’administration)',
      responses: { ...done('La liste', answers.anyObject), ...refusals },
    },
    post: {
      summary: 'Nouvelle clé (clé d’administration)',
      requestBody: json(newKeySchema),
      responses: { ...made('La clé, montrée une fois', answers.anyObject), ...refusals },
    },
  },
  '/keys/{id}': {
    delete: {
      summary: 'Révoquer une clé',
      requestParams: id('id'),
      responses: { ...done('Révoquée', answers.anyObject), ...inCase },
    },
  },
};

/** The API as OpenAPI 3.1. */
export function openApiDocument() {
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Exigible',
      version: '1.0.0',
      description:
        'Recouvrement des factures impayées. Montants en centimes entiers, dates civiles AAAA-MM-JJ (Europe/Paris), instants ISO 8601.',
    },
    security: [{ apiKey: [] }],
    components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
    paths,
  });
}
