import * as z from 'zod';
import { answerSubjects } from '../../domain/case/case.ts';
import { strict } from '../../domain/document-schema.ts';
import { file, json, routes } from './route.ts';
import { creditor, instant, list, nameSchema, object, text } from './schema.ts';

const query = strict({ creditor });
const none = 'Aucun courrier de ce numéro';

/** What debtors answer outside their page, when a person has to say whose it is. */
export const answerRoutes = routes({
  'POST /cases/{caseId}/letters': {
    text: 'Une lettre reçue, scannée (PDF, PNG ou JPEG, 10 Mo au plus) : gardée comme réponse du débiteur, elle suspend les relances comme un e-mail',
    role: 'operator',
    query: strict({
      about: z.enum(answerSubjects).default('question').meta({ description: 'Ce dont elle parle' }),
      filename: nameSchema.max(200).default('lettre'),
    }),
    bodyType: 'application/octet-stream',
    answers: { 202: json('Gardée', object({ caseId: text, document: text })) },
    refusals: { 413: 'Fichier trop grand' },
  },
  'GET /stray-mails': {
    text: 'Les courriers reçus qui ne sont d’aucun dossier ouvert, du plus ancien au plus récent',
    role: 'operator',
    query,
    answers: {
      200: json(
        'La liste ; sans créancier : de personne de connu',
        object({
          mails: list(object({ id: text, creditorId: text.nullable(), sender: text, subject: text, receivedAt: instant })),
        }),
      ),
    },
  },
  'GET /stray-mails/{mailId}': {
    text: 'Un tel courrier, tel qu’il est arrivé',
    role: 'operator',
    query,
    answers: { 200: file('Le courrier (RFC 5322)', 'message/rfc822') },
    refusals: { 404: none },
  },
  'POST /stray-mails/{mailId}/end': {
    text: 'Donner un tel courrier à un dossier, qui l’entend, ou le mettre de côté',
    role: 'operator',
    query,
    body: strict({ caseId: nameSchema.exactOptional().meta({ description: 'Absent : mis de côté' }) }),
    sample: { caseId: 'invoice:atelier:inv_8812' },
    answers: { 200: json('Fait', object({ id: text, caseId: text.nullable() })) },
    refusals: { 404: none, 409: 'Quelqu’un s’en est déjà occupé' },
  },
});
