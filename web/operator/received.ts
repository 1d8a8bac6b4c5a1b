import { Router } from 'express';
import type { AnswerOf } from '../../api/client.ts';
import { inFrench } from '../../domain/in-french.ts';
import { queryText } from './api.ts';
import { textOf } from './case-filter.ts';
import { askedIn, type Sent } from './sent.ts';
import { purposes } from './settings-shown.ts';
import { type House, isAtLeast, roomOf, type Visit } from './visit.ts';

type Received = AnswerOf<'GET /received-webhooks'>['received'][number];

const doors = [
  ...purposes,
  { id: 'sendgrid', name: 'E-mail' },
  { id: 'twilio', name: 'SMS' },
  { id: 'post', name: 'La Poste' },
] as const;
const answers = [
  { id: 'accepted', name: 'Pris' },
  { id: 'duplicate', name: 'Déjà connu' },
  { id: 'unknown', name: 'Ne concerne rien d’ici' },
  { id: 'refused', name: 'Refusé' },
] as const;
const tones: Readonly<Record<Received['answer'], string>> = { accepted: 'good', duplicate: '', unknown: 'warn', refused: 'bad' };

/** Webhooks reçus: what came in through the doors within a month, and what was answered. */
export function receivedRooms(house: House): Router {
  return Router().get(
    '/entrees/webhooks',
    roomOf(house, async (visit, req) => showReceived(visit, askedIn(req))),
  );
}

async function showReceived(visit: Visit, query: Sent): Promise<void> {
  if (!isAtLeast(visit.session, 'operator')) return visit.show('received', 'Webhooks reçus', { mayLook: false });
  const door = doors.find(({ id }) => id === textOf(query.porte))?.id;
  const answer = answers.find(({ id }) => id === textOf(query.reponse))?.id;
  const cursor = Number(textOf(query.suite)) || undefined;
  const { received, next } = await visit.api.call('GET /received-webhooks', { query: { door, answer, cursor } });
  const filter = { porte: door, reponse: answer };
  await visit.show('received', 'Webhooks reçus', {
    mayLook: true,
    lines: received.map(shown),
    doors,
    answers,
    filter,
    isFiltered: door !== undefined || answer !== undefined || cursor !== undefined,
    next: next === null ? null : `/entrees/webhooks${queryText({ ...filter, suite: next })}`,
    creditor: visit.session.creditorId,
    isAdmin: isAtLeast(visit.session, 'admin'),
  });
}

function shown({ at, door, creditorId, reference, kind, caseId, answer, status, faults, count }: Received) {
  return {
    at,
    door: doors.find(({ id }) => id === door)?.name ?? door,
    creditorId,
    reference,
    kind,
    href: caseId === null ? null : `/dossiers/${encodeURIComponent(caseId)}`,
    answer: answers.find(({ id }) => id === answer)?.name ?? answer,
    tone: tones[answer],
    status,
    why: (faults ?? []).map(inFrench),
    count,
  };
}
