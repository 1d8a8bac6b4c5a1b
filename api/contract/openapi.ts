import * as z from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { actNames } from '../../domain/case/acts/index.ts';
import { templateIds } from '../../domain/plan/template-ids.ts';
import { chapters } from './index.ts';
import { type Answer, paramNames, type Route, type Routes } from './route.ts';
import { samples } from './samples.ts';
import { nameSchema, pathSchemas, problem } from './schema.ts';

/** Names in paths that are shown with what they may be; the route itself answers 404 to any other. */
const shownParams: Readonly<Record<string, z.ZodType>> = {
  caseId: nameSchema.meta({ example: samples.caseId }),
  act: z.enum(actNames),
  template: z.enum(templateIds),
  ...pathSchemas,
};

const refused = (description: string) => ({ description, content: { 'application/problem+json': { schema: problem } } });

function refusalsOf(name: string, { role, refusals = {} }: Route): ZodOpenApiResponsesObject {
  const told: Record<number, string> = {
    400: 'Un champ est refusé : errors en dit le chemin',
    401: role === 'anyone' ? 'Signature ou identifiants faux' : 'Ni clé ni session',
    ...(role === 'anyone' ? {} : { 403: 'Le rôle ne suffit pas' }),
    ...(paramNames(name).length > 0 ? { 404: 'Rien de ce nom pour cette clé' } : {}),
    ...refusals,
  };
  return Object.fromEntries(Object.entries(told).map(([status, description]) => [status, refused(description)]));
}

function answerOf({ text, schema, file }: Answer) {
  if (schema !== undefined) return { description: text, content: { 'application/json': { schema } } };
  return file === undefined ? { description: text } : { description: text, content: { [file]: {} } };
}

function paramsOf(name: string, { query, headers }: Route) {
  const path = z.object(Object.fromEntries(paramNames(name).map((param) => [param, shownParams[param] ?? nameSchema])));
  return { path, ...(query ? { query: query as z.ZodObject } : {}), ...(headers ? { header: headers } : {}) };
}

function bodyOf({ body, sample, bodyType = 'application/json' }: Route) {
  const example = sample === undefined ? {} : { example: sample };
  if (body !== undefined) return { requestBody: { content: { [bodyType]: { schema: body, ...example } } } };
  return bodyType === 'application/json' ? {} : { requestBody: { content: { [bodyType]: {} } } };
}

function operationOf(name: string, route: Route, tag: string): ZodOpenApiOperationObject {
  const answers = Object.entries(route.answers).map(([status, answer]) => [status, answerOf(answer)]);
  return {
    operationId: idOf(name),
    tags: [tag],
    summary: route.text,
    ...(route.details === undefined ? {} : { description: route.details }),
    ...(route.role === 'anyone' ? { security: [] } : {}),
    requestParams: paramsOf(name, route),
    ...bodyOf(route),
    responses: { ...refusalsOf(name, route), ...Object.fromEntries(answers) },
  };
}

/** `GET /cases/{caseId}/claim` is `getCasesCaseIdClaim`. */
function idOf(name: string): string {
  return (
    name.toLowerCase().split(' ')[0] +
    name
      .replace(/^\S+/, '')
      .replaceAll(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())
      .replaceAll(/\W/g, '')
  );
}

function paths(doors: Routes): ZodOpenApiPathsObject {
  const made: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [tag, routes] of Object.entries({ ...chapters, Webhooks: { ...chapters.Webhooks, ...doors } }))
    for (const [name, route] of Object.entries(routes)) {
      const [method = '', path = ''] = name.split(' ');
      made[path] = { ...made[path], [method.toLowerCase()]: operationOf(name, route, tag) };
    }
  return made;
}

/** The API as OpenAPI 3.1, made of the contract and of what the doors of providers tell. */
export function openApiDocument(doors: Routes = {}) {
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Exigible',
      version: '1.0.0',
      description:
        'Recouvrement des factures impayées. Montants en centimes entiers, dates civiles AAAA-MM-JJ (Europe/Paris), instants ISO 8601.',
    },
    tags: Object.keys(chapters).map((name) => ({ name })),
    security: [{ apiKey: [] }],
    components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
    paths: paths(doors),
  });
}
