import type { IncomingMessage } from 'node:http';
import { Router } from 'express';
import type { AnswerOf } from '../../api/client.ts';
import { chunksOf, fileIn } from '../shared/upload.ts';
import { type Api, ApiProblem, mustBeRefused } from './api.ts';
import { type House, isAtLeast, type Room, roomOf, type Visit } from './visit.ts';

/** What is taken through a page; the command line takes what is larger. */
const MOST_BYTES = 50_000_000;

/** A bank file and what became of it, as the API tells. */
type Import = AnswerOf<'GET /statements'>['imports'][number];
type Receipt = AnswerOf<'POST /statements'>;

/** Entrées: what a person brings in by hand, a bank file or the open invoices of a running business. */
export function entryRooms(house: House): Router {
  return Router()
    .get(
      '/entrees',
      roomOf(house, async (visit) => showEntries(visit)),
    )
    .post('/entrees/releve', roomOf(house, receiving))
    .get('/entrees/releve/:importId', roomOf(house, following));
}

/** A refusal with the lines that are at fault. */
interface Wrong {
  readonly text: string;
  readonly lines: readonly string[];
}

async function showEntries(visit: Visit, wrong: Wrong | null = null): Promise<void> {
  const { api, session, show } = visit;
  if (session.creditorId === null) return show('choose', 'Entrées', {});
  const [{ accounts }, { imports }] = await Promise.all([
    api.call('GET /accounts'),
    api.call('GET /statements', { query: { limit: 10 } }),
  ]);
  const data = { accounts, imports, wrong, mayBring: isAtLeast(session, 'operator') };
  await show('entries', 'Entrées', data, wrong === null ? 200 : 422);
}

const ALREADY = { kind: 'good', text: 'Ce fichier avait déjà été importé\u00a0: rien n’a été ajouté.' } as const;

const receiving: Room = async (visit, req) => {
  try {
    const { importId, state } = await received(visit.api, req);
    visit.goOn(`/entrees/releve/${encodeURIComponent(importId)}`, state === 'done' ? ALREADY : undefined);
  } catch (error) {
    mustBeRefused(error, 400, 403, 409, 413);
    const lines = error.faults.map(({ path, message }) => (path === '' ? message : `${path}\u00a0: ${message}`));
    await showEntries(visit, { text: error.message, lines });
  }
};

/** The bank file of a form, handed on; answers with its import, `done` when the same file came before. Throws `ApiProblem`, with the lines at fault, for one that is refused. */
export async function received(api: Api, req: IncomingMessage): Promise<Receipt> {
  const file = await fileIn(req, 'fichier', MOST_BYTES);
  if (file === null) throw new ApiProblem(400, 'Choisissez un fichier.');
  try {
    const query = { filename: file.name };
    return await api.call('POST /statements', { query, body: chunksOf(file.bytes) });
  } catch (error) {
    throw error instanceof ApiProblem ? refusalOf(error, file.name) : error;
  }
}

function refusalOf({ status, message, faults }: ApiProblem, name: string): ApiProblem {
  if (status === 403) return new ApiProblem(status, 'Votre rôle ne permet pas d’importer.');
  const text = `${name} n’est pas un relevé que l’on sait lire (camt.052, 053, 054 ou CFONB 120).`;
  return new ApiProblem(status, text, faults.length > 0 ? faults : [{ path: '', message }]);
}

const following: Room = async ({ api, show }, req) => {
  const found = await importOf(api, req.params.importId ?? '');
  await show('import', 'Un relevé', { found, isUnderWay: found.state === 'waiting' || found.state === 'settling' });
};

function importOf(api: Api, id: string): Promise<Import> {
  return api.call('GET /statements/{importId}', { params: { importId: id } });
}
