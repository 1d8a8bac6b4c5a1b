import { Router } from 'express';
import { mustBeRefused, queryText } from './api.ts';
import { askedIn, type Sent } from './sent.ts';
import { type House, isAtLeast, type Room, roomOf, type Visit } from './visit.ts';

const ON_A_PAGE = 50;
const ASIDE = '/rapprochement/hors-factures';

/** The lists beside the money that waits: what found its invoices, what is for none, and what the bank took back. */
const lists = [
  { path: '/rapprochement/affectees', state: 'allocated', title: 'Argent affecté' },
  { path: ASIDE, state: 'not-ours', title: 'Argent hors factures' },
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
  backToWaiting(visit, req, '/rapprochement/affectees', async (entryKey) => {
    await visit.api.call('POST /entries/{entryKey}/undo', { params: { entryKey } });
    return 'L’affectation est défaite\u00a0: les dossiers l’apprennent, l’argent attend de nouveau.';
  });

const waitingAgain: Room = (visit, req) =>
  backToWaiting(visit, req, ASIDE, async (entryKey) => {
    const { waits } = await visit.api.call('POST /unmatched/{entryKey}/wait-again', { params: { entryKey } });
    return waits ? 'L’écriture attend de nouveau sa facture.' : null;
  });

/** `takeBack` says what was done; null when the money waits for nobody. */
async function backToWaiting(
  { goOn }: Visit,
  req: Parameters<Room>[1],
  list: string,
  takeBack: (entryKey: string) => Promise<string | null>,
): Promise<void> {
  const { key = '' } = req.params;
  try {
    const text = await takeBack(key);
    if (text === null) goOn(list, { kind: 'good', text: 'L’écriture a trouvé sa facture\u00a0: elle est affectée.' });
    else goOn(`/rapprochement${queryText({ ecriture: key })}`, { kind: 'good', text });
  } catch (error) {
    mustBeRefused(error, 409);
    goOn(list, { kind: 'bad', text: error.message });
  }
}
