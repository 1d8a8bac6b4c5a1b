import { Router } from 'express';
import type { AnswerOf } from '../../api/client.ts';
import { answerSubjects } from '../../domain/case/case.ts';
import { subjectNames } from '../../domain/case/show/french.ts';
import { chunksOf, fileIn } from '../shared/upload.ts';
import { type Api, ApiProblem, mustBeRefused } from './api.ts';
import type { FoundLine } from './case-columns.ts';
import { textsIn } from './sent.ts';
import { type House, type Room, roomOf, type Visit } from './visit.ts';

/** As much as the API takes of a scanned letter. */
const MOST_BYTES = 10_000_000;

/** A mail that belongs to no open case, as the API tells. */
type StrayMail = AnswerOf<'GET /stray-mails'>['mails'][number];

/** Courriers: answers of which a person says whose they are, and letters that were scanned. */
export function mailRooms(house: House): Router {
  return Router()
    .get(
      '/courriers',
      roomOf(house, async (visit) => showMails(visit)),
    )
    .post('/courriers/lettre', roomOf(house, scanning))
    .post('/courriers/:mailId', roomOf(house, ending));
}

/** How many wait; none for who may not look at them. */
export async function strayMails({ api }: Visit): Promise<readonly StrayMail[]> {
  try {
    return (await api.call('GET /stray-mails')).mails;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 403) return [];
    throw error;
  }
}

async function showMails(visit: Visit, wrong: string | null = null): Promise<void> {
  const subjects = answerSubjects.map((about) => ({ about, name: subjectNames[about] }));
  await visit.show('mails', 'Courriers', { mails: await strayMails(visit), subjects, wrong }, wrong === null ? 200 : 422);
}

/** Given to the one open case that its words name, or put aside. */
const ending: Room = async (visit, req) => {
  const { facture = '', vers } = textsIn(req);
  const found = vers === 'personne' ? null : await openCaseNamed(visit.api, facture);
  if (found === undefined) return showMails(visit, noCase(facture));
  const mail = { params: { mailId: req.params.mailId ?? '' }, body: found === null ? {} : { caseId: found.caseId } };
  await visit.api.call('POST /stray-mails/{mailId}/end', mail);
  const text =
    found === null ? 'Courrier mis de côté.' : `Courrier joint à la facture ${found.invoiceNumber}\u00a0: une tâche le montre.`;
  visit.goOn('/courriers', { kind: 'good', text });
};

const scanning: Room = async (visit, req) => {
  const file = await fileIn(req, 'fichier', MOST_BYTES);
  if (file === null) return showMails(visit, 'Choisissez un fichier PDF, PNG ou JPEG, de 10 Mo au plus.');
  const { facture = '', about = 'question' } = file.fields;
  const found = await openCaseNamed(visit.api, facture);
  if (!found) return showMails(visit, noCase(facture));
  try {
    const query = { about, filename: file.name };
    await visit.api.call('POST /cases/{caseId}/letters', { params: { caseId: found.caseId }, query, body: chunksOf(file.bytes) });
  } catch (error) {
    mustBeRefused(error, 400, 413);
    return showMails(visit, 'Ce fichier n’est ni un PDF, ni un PNG, ni un JPEG de 10 Mo au plus.');
  }
  visit.goOn('/courriers', {
    kind: 'good',
    text: `Lettre jointe à la facture ${found.invoiceNumber}\u00a0: une tâche la montre.`,
  });
};

/** The open case of which that is the number; undefined when there is none, or several. */
async function openCaseNamed(api: Api, number: string): Promise<FoundLine | undefined> {
  if (number.trim() === '') return undefined;
  const { cases } = await api.call('GET /search', { query: { q: number.trim(), open: 'true', limit: 20 } });
  const exact = cases.filter(({ invoiceNumber }) => invoiceNumber === number.trim());
  return exact.length === 1 ? exact[0] : undefined;
}

function noCase(number: string): string {
  return `Aucun dossier ouvert pour la facture «\u00a0${number.trim()}\u00a0»\u00a0: donnez son numéro exact.`;
}
