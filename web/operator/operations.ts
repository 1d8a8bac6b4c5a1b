import { Router } from 'express';
import { ADMIN_ONLY, ApiProblem } from './api.ts';
import { sentIn, textsIn } from './sent.ts';
import { type House, isAtLeast, type Room, roomOf, type Visit } from './visit.ts';

const HERE = '/reglages/installation';

/** Réglages, for who keeps the house: how its parts are, by what messages leave, what does not move, and what mends it. */
export function operationRooms(house: House): Router {
  return Router()
    .get(HERE, roomOf(house, showHouse))
    .post(`${HERE}/de-cote/:sequence`, roomOf(house, settling))
    .post(`${HERE}/envois`, roomOf(house, holding))
    .post(`${HERE}/relance`, roomOf(house, restarting));
}

async function showHouse({ api, session, show }: Visit): Promise<void> {
  if (!isAtLeast(session, 'admin')) throw new ApiProblem(403, ADMIN_ONLY);
  const [installation, { stuck }, { setAside }, { creditors }] = await Promise.all([
    api.call('GET /installation'),
    api.call('GET /stuck'),
    api.call('GET /set-aside'),
    api.call('GET /creditors'),
  ]);
  await show('operations', 'Installation', { installation, stuck, setAside, creditors });
}

/** What was set aside is tried again, or taken away. */
const settling: Room = async ({ api, goOn }, req) => {
  const isDropped = sentIn(req).que === 'drop';
  const params = { sequence: req.params.sequence ?? '' };
  await api.call('POST /set-aside/{sequence}', { params, body: { do: isDropped ? 'drop' : 'retry' } });
  goOn(HERE, { kind: 'good', text: isDropped ? 'C’est écarté.' : 'C’est relancé.' });
};

/** Nothing of a creditor leaves any more, or it may again. */
const holding: Room = async ({ api, goOn }, req) => {
  const { creancier, que, raison } = textsIn(req);
  const reason = raison?.trim() ? { reason: raison.trim() } : {};
  if (que === 'release') await api.call('POST /releases', { body: { creditor: creancier } });
  else await api.call('POST /holds', { body: { creditor: creancier, ...reason } });
  goOn(HERE, { kind: 'good', text: que === 'release' ? 'Les envois repartent.' : 'Rien ne part plus.' });
};

/** Open cases begin anew from their rows: one, or all. */
const restarting: Room = async ({ api, goOn }, req) => {
  const { dossier } = textsIn(req);
  const { asked } = await api.call('POST /restarts', { body: dossier ? { case: dossier } : {} });
  goOn(HERE, { kind: 'good', text: `${asked} ${asked > 1 ? 'dossiers sont relancés' : 'dossier est relancé'}.` });
};
