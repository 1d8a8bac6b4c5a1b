import { Router } from 'express';
import type { AnswerOf } from '../../api/client.ts';
import { proposedSegments } from '../../domain/party/segment.ts';
import { amendmentsShown } from './amendments.ts';
import { type Api, type ApiProblem, mustBeRefused } from './api.ts';
import type { FoundLine } from './case-columns.ts';
import { ACT } from './do-act.ts';
import { inTurns } from './in-turns.ts';
import { debtorPath } from './rooms.ts';
import { textsIn } from './sent.ts';
import { type House, isAtLeast, type Room, roomOf, type Visit } from './visit.ts';

const MOST_INVOICES = 200;

type Payments = AnswerOf<'GET /debtors/{id}/payments'>;

/** Un débiteur: what he owes, how he pays, how he is reached and when he was written to. */
export function debtorRooms(house: House): Router {
  return Router()
    .get(
      '/debiteurs/:creditorId/:debtorId',
      roomOf(house, async (visit, req) => showDebtor(visit, req.params)),
    )
    .post('/debiteurs/:creditorId/:debtorId/coordonnees', roomOf(house, correcting))
    .post('/debiteurs/:creditorId/:debtorId/segment', roomOf(house, deciding));
}

type Names = Readonly<Record<string, string>>;

/** Which debtor of which creditor. */
function askedOf({ creditorId: creditor = '', debtorId: id = '' }: Names) {
  return { params: { id }, query: { creditor } };
}

async function showDebtor(visit: Visit, params: Names, wrong: ApiProblem | null = null, typed: Names = {}): Promise<void> {
  const { api, session } = visit;
  const asked = askedOf(params);
  const { creditor } = asked.query;
  const found = await Promise.all([
    api.call('GET /debtors/{id}', asked),
    api.call('GET /search', { query: { debtor: asked.params.id, creditor, limit: MOST_INVOICES } }),
    api.call('GET /debtors/{id}/contacts', asked),
    api.call('GET /debtors/{id}/payments', asked),
    amendmentsShown(visit, { creditor, kind: 'debtor', subject: asked.params.id }),
  ]);
  const [debtor, { cases }, { contacts }, payments, amendments] = found;
  const open = cases.filter(({ phase }) => phase !== 'closed');
  await visit.show(
    'debtor',
    debtor.name,
    {
      debtor,
      creditor,
      open,
      closed: cases.filter(({ phase }) => phase === 'closed'),
      sums: sumsOf(open),
      contacts,
      payments,
      amendments,
      segments: segmentsFor(payments),
      typed: { email: debtor.email ?? '', mobile: debtor.mobile ?? '', ...typed },
      wrongs: (wrong?.faults ?? []).map(({ path, message }) => `${path.replace('$.', '')}\u00a0: ${message}`),
      wrong: wrong?.message ?? null,
      mayCorrect: isAtLeast(session, 'operator'),
    },
    wrong ? 422 : 200,
  );
}

function sumsOf(lines: readonly FoundLine[]): { currency: string; cents: number }[] {
  const sums = new Map<string, number>();
  for (const { currency, balanceCents } of lines) sums.set(currency, (sums.get(currency) ?? 0) + balanceCents);
  return [...sums].map(([currency, cents]) => ({ currency, cents }));
}

/** Those that are proposed, and the one that a person gave, whatever it is called. */
function segmentsFor({ segment }: Payments): string[] {
  return [...new Set([...proposedSegments, ...(segment?.by === 'person' ? [segment.segment] : [])])];
}

/** Addresses are written down with the debtor, and every open case of his reads them again. */
const correcting: Room = async (visit, req) => {
  const { email = '', mobile = '' } = textsIn(req);
  const asked = askedOf(req.params);
  const { creditor } = asked.query;
  const known = await visit.api.call('GET /debtors/{id}', asked);
  const { email: _email, mobile: _mobile, ...rest } = known;
  const digits = mobile.replace(/[\s.]/g, '').replace(/^0(?=\d{9}$)/, '+33');
  const told = { ...rest, ...(email.trim() === '' ? {} : { email: email.trim() }), ...(digits === '' ? {} : { mobile: digits }) };
  try {
    await visit.api.call('PUT /debtors/{id}', { ...asked, body: told });
  } catch (error) {
    mustBeRefused(error, 400);
    return showDebtor(visit, req.params, error, { email, mobile });
  }
  const read = await readAgain(visit.api, creditor, known.id);
  visit.goOn(debtorPath({ creditorId: creditor, debtorId: known.id }), {
    kind: 'good',
    text: `Coordonnées corrigées\u00a0; ${read} ${read > 1 ? 'dossiers les relisent' : 'dossier les relit'}.`,
  });
};

/** New invoices take the segment; open cases keep the one that they were opened with. */
const deciding: Room = async (visit, req) => {
  const { segment = '' } = textsIn(req);
  await visit.api.call('PUT /debtors/{id}/segment', {
    ...askedOf(req.params),
    body: { segment: segment === '' ? null : segment },
  });
  visit.goOn(debtorPath(req.params), {
    kind: 'good',
    text: 'Segment noté\u00a0: ses factures à venir le prennent, ses dossiers ouverts gardent le leur.',
  });
};

async function readAgain(api: Api, creditor: string, debtor: string): Promise<number> {
  const { cases } = await api.call('GET /search', { query: { debtor, creditor, open: 'true', limit: MOST_INVOICES } });
  await inTurns(cases, ({ caseId }) => api.call(ACT, { params: { caseId, act: 'correctContact' }, body: {} }));
  return cases.length;
}
