import { Router } from 'express';
import { mustBeRefused, queryText } from './api.ts';
import { askedIn, type Sent } from './sent.ts';
import { type House, isAtLeast, type Room, roomOf, type Visit } from './visit.ts';

const ON_A_PAGE = 50;

/** The lists beside the money that waits: what found its invoices, and what the bank took back. */
const lists = [
  { path: '/rapprochement/affectees', state: 'allocated', title: 'Argent affecté' },
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
  return router.post('/rapprochement/affectees/:key/defaire', roomOf(house, undoing));
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
    mayUndo: state === 'allocated' && isAtLeast(session, 'operator'),
  });
}

/** The money waits again, and the page shows it. */
const undoing: Room = async ({ api, goOn }, req) => {
  const { key = '' } = req.params;
  try {
    await api.call('POST /entries/{entryKey}/undo', { params: { entryKey: key } });
  } catch (error) {
    mustBeRefused(error, 409);
    return goOn('/rapprochement/affectees', { kind: 'bad', text: error.message });
  }
  goOn(`/rapprochement${queryText({ ecriture: key })}`, {
    kind: 'good',
    text: 'L’affectation est défaite\u00a0: les dossiers l’apprennent, l’argent attend de nouveau.',
  });
};
