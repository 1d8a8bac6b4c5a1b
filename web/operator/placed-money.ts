import { Router } from 'express';
import { mustBeRefused, queryText } from './api.ts';
import { askedIn, type Sent } from './sent.ts';
import { type House, isAtLeast, type Room, roomOf, type Visit } from './visit.ts';

const ON_A_PAGE = 50;

/** The lists beside the money that waits: what found its invoices, what is for none, and what the bank took back. */
const lists = [
  { path: '/rapprochement/affectees', state: 'allocated', title: 'Argent affecté' },
  { path: '/rapprochement/hors-factures', state: 'not-ours', title: 'Argent hors factures' },
  { path: '/rapprochement/rejetees', state: 'reversed', title: 'Paiements rejetés' },
] as const;

/** Rapprochement, once it is done: looked at again, and taken back where it was wrong. */
export function placedMoneyRooms(house: House): Router {
  const router = Router();
  for (const list of lists)
    router.get(
      list.path,
      roomOf(house, (visit, req) => showPlaced(visit, list, askedIn(req))),
    );
  return router
    .post('/rapprochement/affectees/:key/defaire', roomOf(house, undoing))
    .post('/rapprochement/hors-factures/:key/remettre', roomOf(house, waitingAgain));
}

async function showPlaced(
  { api, session, show }: Visit,
  { path, state, title }: (typeof lists)[number],
  { cursor }: Sent,
): Promise<void> {
  if (session.creditorId === null) return show('choose', title, {});
  const asked = typeof cursor === 'string' ? cursor : undefined;
  const { entries, next } = await api.call('GET /entries', { query: { state, limit: ON_A_PAGE, cursor: asked } });
  await show('placed-money', title, {
    entries,
    state,
    next: next === null ? null : `${path}${queryText({ cursor: next })}`,
    mayUndo: state !== 'reversed' && isAtLeast(session, 'operator'),
  });
}

/** The money waits again, and the page shows it. */
const undoing: Room = (visit, req) =>
  backToWaiting(visit, req, 'POST /entries/{entryKey}/undo', {
    list: '/rapprochement/affectees',
    text: 'L’affectation est défaite\u00a0: les dossiers l’apprennent, l’argent attend de nouveau.',
  });

const waitingAgain: Room = (visit, req) =>
  backToWaiting(visit, req, 'POST /unmatched/{entryKey}/wait-again', {
    list: '/rapprochement/hors-factures',
    text: 'L’écriture attend de nouveau sa facture.',
  });

async function backToWaiting(
  { api, goOn }: Visit,
  req: Parameters<Room>[1],
  route: 'POST /entries/{entryKey}/undo' | 'POST /unmatched/{entryKey}/wait-again',
  { list, text }: { readonly list: string; readonly text: string },
): Promise<void> {
  const { key = '' } = req.params;
  try {
    await api.call(route, { params: { entryKey: key } });
  } catch (error) {
    mustBeRefused(error, 409);
    return goOn(list, { kind: 'bad', text: error.message });
  }
  goOn(`/rapprochement${queryText({ ecriture: key })}`, { kind: 'good', text });
}
