import * as z from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { anyObject, problem as problemSchema } from '../answer-schema.ts';
import {
  accessQuerySchema,
  chosenCreditorSchema,
  invitationSchema,
  personSchema,
  registrationSchema,
  signInSchema,
} from './people-schema.ts';

const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } });
const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: problemSchema } } });
const refusals = {
  '400': problem('Un champ est refusé : errors en dit le chemin'),
  '401': problem('Ni clé ni session, ou un lien déjà servi'),
  '403': problem('Une page d’un autre site, ou un rôle qui ne suffit pas'),
};
const done = (description: string) => ({ '200': { description, ...json(anyObject) } });
const made = (description: string) => ({ '201': { description, ...json(anyObject) } });
const path = (name: string) => ({ path: z.object({ [name]: z.string() }) });
const open = { security: [] };

/** How people come in, and who may. */
export const peoplePaths: ZodOpenApiPathsObject = {
  '/entry/{token}': {
    get: {
      ...open,
      summary: 'Le lien que le démarrage affiche sur un poste : ouvre le site, une fois',
      requestParams: path('token'),
      responses: { '303': { description: 'Vers le site, avec une session' }, ...refusals },
    },
  },
  '/passkeys/registration': {
    post: {
      ...open,
      summary: 'Le défi que l’appareil d’une personne invitée doit signer (WebAuthn)',
      requestBody: json(invitationSchema),
      responses: { ...done('Les options de navigator.credentials.create'), ...refusals },
    },
  },
  '/passkeys': {
    post: {
      ...open,
      summary: 'La clé d’accès que l’appareil a faite ; l’invitation a servi, la session est ouverte',
      requestBody: json(registrationSchema),
      responses: { ...made('La personne'), ...refusals },
    },
  },
  '/passkeys/challenge': {
    post: {
      ...open,
      summary: 'Le défi à signer pour entrer',
      responses: { ...done('Les options de navigator.credentials.get'), ...refusals },
    },
  },
  '/passkeys/sign-in': {
    post: {
      ...open,
      summary: 'Entrer par une clé d’accès',
      requestBody: json(signInSchema),
      responses: { ...done('La personne ; la session est ouverte'), ...refusals },
    },
  },
  '/session': {
    get: { summary: 'Qui parle : une clé ou une personne', responses: { ...done('Rôle et créanciers'), ...refusals } },
    put: {
      summary: 'Agir désormais au nom d’un autre de ses créanciers',
      requestBody: json(chosenCreditorSchema),
      responses: {
        ...done('Rôle et créancier'),
        '404': problem('Pas un des siens'),
        '409': problem('Une clé ne choisit pas'),
        ...refusals,
      },
    },
    delete: { summary: 'Sortir', responses: { ...done('La session est finie'), ...refusals } },
  },
  '/accesses': {
    get: {
      summary: 'Qui a lu quoi, qui est entré, qui a été refusé, du plus récent au plus ancien (administration)',
      requestParams: { query: accessQuerySchema },
      responses: { ...done('Le registre'), ...refusals },
    },
  },
  '/people': {
    get: { summary: 'Les personnes (administration)', responses: { ...done('La liste'), ...refusals } },
    post: {
      summary: 'Inviter une personne ; le lien vaut trois jours et sert une fois',
      requestBody: json(personSchema),
      responses: { ...made('La personne et son invitation'), ...refusals },
    },
  },
  '/people/{id}': {
    put: {
      summary: 'Changer le nom, le rôle ou les créanciers d’une personne ; ses sessions suivent aussitôt',
      requestParams: path('id'),
      requestBody: json(personSchema),
      responses: { ...done('La personne'), '404': problem('Personne de ce numéro'), ...refusals },
    },
    delete: {
      summary: 'Fermer la porte à une personne : sessions, liens et clés d’accès finissent avec',
      requestParams: path('id'),
      responses: { ...done('C’est fait'), '404': problem('Personne de ce numéro'), ...refusals },
    },
  },
  '/people/{id}/invitations': {
    post: {
      summary: 'Une autre invitation : un nouvel appareil, ou une invitation perdue',
      requestParams: path('id'),
      responses: { ...made('L’invitation'), '404': problem('Personne de ce numéro'), ...refusals },
    },
  },
};
