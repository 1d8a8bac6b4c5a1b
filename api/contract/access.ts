import * as z from 'zod';
import { MOST_VIEWS, viewFields } from '../../db/saved-views.ts';
import { idSchema, instantSchema, strict, textSchema } from '../../domain/document-schema.ts';
import { moneySources, webhookPurposes } from '../../domain/known-providers.ts';
import { isPlainText } from '../../domain/plain-text.ts';
import {
  accessQuerySchema,
  chosenCreditorSchema,
  draftSchema,
  invitationSchema,
  personSchema,
  registrationSchema,
  signInSchema,
} from '../people/people-schema.ts';
import { json, routes } from './route.ts';
import { count, flag, instant, list, nameSchema, object, role, text } from './schema.ts';

/** For how long the secret before stays valid, at most and unless told otherwise. */
const ROTATION_HOURS = 24;

const newKey = strict({
  creditor: idSchema,
  role: z.enum(['viewer', 'operator', 'approver']),
  name: textSchema.exactOptional(),
  expiresAt: instantSchema.exactOptional().meta({ description: 'Instant à partir duquel la clé n’ouvre plus rien' }),
});
const shownKey = { id: z.int(), creditor: text, role, name: text.exactOptional(), expiresAt: instant.exactOptional() };
const listedKey = object({
  id: z.int(),
  creditorId: text.nullable(),
  role,
  name: text.nullable(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
});

const purpose = z.enum(webhookPurposes);
/** Who tells of money that came. */
export const sourceSchema = z.enum(moneySources);
const sourceAccounts = object({ source: sourceSchema, accounts: list(text) });

const access = object({
  id: z.int(),
  at: instant,
  kind: text,
  actor: text,
  creditorId: text.nullable(),
  subject: text.nullable(),
  count,
});

const creditors = list(text).nullable();
const person = object({ id: z.int(), name: text, role, creditors });
/** Who speaks; `person`: his name, when he is one. */
const holder = object({
  id: z.int(),
  creditorId: text.nullable(),
  creditors,
  role,
  name: text,
  person: text.nullable().exactOptional(),
});
const invitation = { invitation: text, expiresAt: instant };
const nobody = { 404: 'Personne de ce numéro' };

/** The name that a person gives a view of his. */
const viewName = z.string().trim().min(1).max(60).refine(isPlainText, 'one line of plain text');
/** What a page asks of the list of cases, as its address says it. */
const asked = strict(
  Object.fromEntries(viewFields.map((field) => [field, nameSchema.exactOptional()])) as {
    readonly [F in (typeof viewFields)[number]]: z.ZodExactOptional<typeof nameSchema>;
  },
);
const savedView = object({ id: z.int(), name: text, asked });
const notKept = { 409: `Ce nom est celui d’une autre vue, il y en a déjà ${MOST_VIEWS}, ou une clé les demande` };
const noView = { 404: 'Aucune vue de ce numéro chez cette personne' };

const draft = object({ fields: z.record(text, text) });

/** What a browser is given to make or use a passkey (WebAuthn level 3, JSON). */
const credentialRef = z.looseObject({ id: text, type: text });
const creationOptions = z.looseObject({
  challenge: text,
  rp: z.looseObject({ name: text }),
  user: z.looseObject({ id: text, name: text, displayName: text }),
  pubKeyCredParams: list(object({ alg: z.int(), type: text })),
  excludeCredentials: list(credentialRef).optional(),
});
const requestOptions = z.looseObject({
  challenge: text,
  rpId: text.optional(),
  allowCredentials: list(credentialRef).optional(),
});

/** Keys, secrets and people: the admin's business. What is made is shown once. */
export const accessRoutes = routes({
  'GET /keys': {
    text: 'Les clés, sans ce qu’elles sont (clé d’administration)',
    role: 'admin',
    answers: { 200: json('La liste', object({ keys: list(listedKey) })) },
  },
  'POST /keys': {
    text: 'Nouvelle clé (clé d’administration)',
    role: 'admin',
    body: newKey,
    sample: { creditor: 'lemoine', role: 'operator', name: 'comptabilité', expiresAt: '2027-11-28T00:00:00+01:00' },
    answers: { 201: json('La clé, montrée une fois', object({ ...shownKey, key: text })) },
  },
  'DELETE /keys/{id}': {
    text: 'Révoquer une clé',
    role: 'admin',
    answers: { 200: json('Révoquée', object({ id: z.int(), revoked: flag })) },
  },
  'POST /creditors/{id}/secrets': {
    text: 'Nouveau secret de webhook ; celui d’avant vaut encore graceHours heures, 24 au plus',
    role: 'admin',
    body: strict({
      purpose,
      graceHours: z.int().min(0).max(ROTATION_HOURS).default(ROTATION_HOURS).meta({
        description: 'Heures pendant lesquelles le secret d’avant vaut encore ; 0 : plus une requête',
      }),
    }),
    sample: { purpose: 'billing', graceHours: 2 },
    answers: { 201: json('Le secret, montré une fois', object({ purpose, secret: text, previousValidForHours: z.int() })) },
  },
  'GET /creditors/{id}/sources': {
    text: 'Les comptes dont chaque source d’argent peut parler (clé d’administration)',
    role: 'admin',
    answers: { 200: json('Les sources qui ont des comptes à elles', object({ sources: list(sourceAccounts) })) },
  },
  'PUT /creditors/{id}/sources/{source}': {
    text: `Donner ses comptes à une source d’argent (${moneySources.join(', ')}) : elle ne parle plus que d’eux, et elle seule`,
    role: 'admin',
    body: strict({ accounts: z.array(textSchema).max(200) }),
    sample: { accounts: ['FR7630006000011234567890189'] },
    answers: { 200: json('Gardé', sourceAccounts) },
  },
  'GET /session': {
    text: 'Qui parle : une clé ou une personne',
    role: 'viewer',
    answers: {
      200: json(
        'Rôle et créanciers ; names : qui est person:3 ou key:4, parmi ceux qui partagent un créancier',
        holder.extend({ names: z.record(text, text) }),
      ),
    },
  },
  'PUT /session': {
    text: 'Agir désormais au nom d’un autre de ses créanciers',
    role: 'viewer',
    body: chosenCreditorSchema,
    sample: { creditor: 'lemoine' },
    answers: { 200: json('Rôle et créancier', holder) },
    refusals: { 404: 'Pas un des siens', 409: 'Une clé ne choisit pas' },
  },
  'GET /session/draft': {
    text: 'Ce qui fut saisi dans la session et n’est pas encore gardé ailleurs ; une clé n’en a pas',
    role: 'viewer',
    answers: { 200: json('Les champs', draft) },
  },
  'PUT /session/draft': {
    text: 'Garder ce qui est saisi, à la place de ce qui l’était, jusqu’à la fin de la session',
    role: 'viewer',
    body: draftSchema,
    sample: { fields: { name: 'Atelier Lemoine', siren: '732829320' } },
    answers: { 200: json('Gardé', draft) },
    refusals: { 409: 'Une clé ne garde rien' },
  },
  'GET /session/morning': {
    text: 'Où va, chaque matin travaillé, la liste de ce qu’une personne a à faire ; null : nulle part',
    role: 'viewer',
    answers: { 200: json('L’adresse', object({ to: text.nullable() })) },
    refusals: { 409: 'Une clé ne lit pas' },
  },
  'PUT /session/morning': {
    text: 'Recevoir cette liste par e-mail, ou ne plus la recevoir (null)',
    role: 'viewer',
    body: strict({ to: z.email().nullable() }),
    sample: { to: 'anne@lemoine.example' },
    answers: { 200: json('Gardé', object({ to: text.nullable() })) },
    refusals: { 409: 'Une clé ne lit pas' },
  },
  'DELETE /session': {
    text: 'Sortir',
    role: 'viewer',
    answers: { 200: json('La session est finie', object({ signedOut: flag })) },
  },
  'GET /session/views': {
    text: 'Les vues de la liste des dossiers que la personne a gardées, par nom ; une clé n’en a pas',
    role: 'viewer',
    answers: { 200: json('Les siennes seules', object({ views: list(savedView) })) },
  },
  'POST /session/views': {
    text: 'Garder une vue : ce que l’on demande à la liste des dossiers (filtre, ordre, colonnes), sous un nom',
    role: 'viewer',
    body: strict({ name: viewName, asked }),
    sample: { name: 'Gros litiges', asked: { hold: 'dispute', open: 'true', sort: 'balance', colonnes: 'client,solde' } },
    answers: { 201: json('Gardée', savedView) },
    refusals: notKept,
  },
  'PUT /session/views/{id}': {
    text: 'Renommer une vue',
    role: 'viewer',
    body: strict({ name: viewName }),
    sample: { name: 'Litiges à suivre' },
    answers: { 200: json('La vue', savedView) },
    refusals: { ...noView, ...notKept },
  },
  'DELETE /session/views/{id}': {
    text: 'Retirer une vue',
    role: 'viewer',
    answers: { 200: json('Retirée', object({ id: z.int(), removed: flag })) },
    refusals: { ...noView, ...notKept },
  },
  'GET /accesses': {
    text: 'Qui a lu quoi, qui est entré, qui a été refusé, du plus récent au plus ancien (administration)',
    role: 'admin',
    query: accessQuerySchema,
    answers: { 200: json('Le registre', object({ accesses: list(access) })) },
  },
  'GET /people': {
    text: 'Les personnes (administration)',
    role: 'admin',
    answers: { 200: json('La liste', object({ people: list(person) })) },
  },
  'POST /people': {
    text: 'Inviter une personne ; le lien vaut trois jours et sert une fois',
    role: 'admin',
    body: personSchema,
    sample: { name: 'Anne Lemoine', role: 'approver', creditors: ['lemoine'] },
    answers: { 201: json('La personne et son invitation', object({ ...person.shape, ...invitation })) },
  },
  'PUT /people/{id}': {
    text: 'Changer le nom, le rôle ou les créanciers d’une personne ; ses sessions suivent aussitôt',
    role: 'admin',
    body: personSchema,
    sample: { name: 'Anne Lemoine', role: 'approver', creditors: ['lemoine'] },
    answers: { 200: json('La personne', person) },
    refusals: nobody,
  },
  'DELETE /people/{id}': {
    text: 'Fermer la porte à une personne : sessions, liens et clés d’accès finissent avec',
    role: 'admin',
    answers: { 200: json('C’est fait', object({ id: z.int(), ended: flag })) },
    refusals: nobody,
  },
  'POST /people/{id}/invitations': {
    text: 'Une autre invitation : un nouvel appareil, ou une invitation perdue',
    role: 'admin',
    answers: { 201: json('L’invitation', object(invitation)) },
    refusals: nobody,
  },
});

const foreign = { 403: 'Une page d’un autre site' };

/** The doors through which people come in. */
export const signInRoutes = routes({
  'GET /entry/{token}': {
    text: 'Le lien que le démarrage affiche sur un poste : ouvre le site, une fois',
    role: 'anyone',
    answers: { 303: { text: 'Vers le site, avec une session' } },
    refusals: { 403: 'Une page d’un autre site, ou une lecture à l’avance' },
  },
  'POST /passkeys/registration': {
    text: 'Le défi que l’appareil d’une personne invitée doit signer (WebAuthn)',
    role: 'anyone',
    body: invitationSchema,
    answers: { 200: json('Les options de navigator.credentials.create', creationOptions) },
    refusals: foreign,
  },
  'POST /passkeys': {
    text: 'La clé d’accès que l’appareil a faite ; l’invitation a servi, la session est ouverte',
    role: 'anyone',
    body: registrationSchema,
    answers: { 201: json('La personne', person) },
    refusals: foreign,
  },
  'POST /passkeys/challenge': {
    text: 'Le défi à signer pour entrer',
    role: 'anyone',
    answers: { 200: json('Les options de navigator.credentials.get', requestOptions) },
    refusals: foreign,
  },
  'POST /passkeys/sign-in': {
    text: 'Entrer par une clé d’accès',
    role: 'anyone',
    body: signInSchema,
    answers: { 200: json('La personne ; la session est ouverte', person) },
    refusals: foreign,
  },
});
