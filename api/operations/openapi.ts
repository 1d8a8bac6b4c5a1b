import * as z from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { anyObject, problem as problemSchema } from '../answer-schema.ts';
import { holdSchema, restartSchema, setAsideSchema } from './operations-schema.ts';

const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } });
const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: problemSchema } } });
const answers = (status: string, description: string) => ({
  responses: {
    [status]: { description, ...json(anyObject) },
    '400': problem('Un champ est refusé : errors en dit le chemin'),
    '401': problem('Ni clé ni session'),
    '403': problem('Réservé à l’administrateur'),
    '404': problem('Rien sous ce nom'),
  },
});

/** What keeps an installation going: for its administrator. */
export const operationPaths: ZodOpenApiPathsObject = {
  '/stuck': {
    get: {
      summary: 'Ce qui n’avance pas, depuis quand, et la commande qui y remédie',
      ...answers('200', 'Par genre, les plus anciens'),
    },
  },
  '/set-aside': {
    get: {
      summary: 'Les informations reçues qui n’ont pas pu être prises en compte',
      ...answers('200', 'Les plus anciennes d’abord'),
    },
  },
  '/set-aside/{sequence}': {
    post: {
      summary: 'Relancer une information mise de côté, ou l’écarter',
      requestParams: { path: z.object({ sequence: z.string() }) },
      requestBody: json(setAsideSchema),
      ...answers('200', 'C’est fait'),
    },
  },
  '/restarts': {
    post: {
      summary: 'Relancer depuis la base le workflow d’un dossier ouvert, ou de tous',
      requestBody: json(restartSchema),
      ...answers('202', 'Combien de dossiers sont à relancer'),
    },
  },
  '/holds': {
    post: {
      summary: 'Ne plus rien laisser partir pour un créancier, ou pour aucun',
      requestBody: json(holdSchema),
      ...answers('200', 'Ce qui est arrêté'),
    },
  },
  '/releases': {
    post: {
      summary: 'Laisser repartir ce qui est arrêté',
      requestBody: json(holdSchema),
      ...answers('200', 'Si quelque chose l’était'),
    },
  },
};
