import type { IncomingMessage } from 'node:http';
import { Router } from 'express';
import type { AnswerOf } from '../../api/client.ts';
import { chunksOf, fileIn } from '../shared/upload.ts';
import { type Api, ApiProblem, mustBeRefused } from './api.ts';
import { entriesSaid, type Import, isUnbalanced, KNOWN_NOW, unknownIn, whyNot } from './import-words.ts';
import { countedBy, frenchNumber, type Progress, progressOf } from './progress.ts';
import { stopped } from './stop-work.ts';
import { type House, isAtLeast, type Room, roomOf, type Visit } from './visit.ts';

/** What is taken through a page; the command line takes what is larger. */
const MOST_BYTES = 50_000_000;

type Receipt = AnswerOf<'POST /statements'>;

/** Entrées: what a person brings in by hand, a bank file or the open invoices of a running business. */
export function entryRooms(house: House): Router {
  return Router()
    .get(
      '/entrees',
      roomOf(house, async (visit) => showEntries(visit)),
    )
    .post('/entrees/releve', roomOf(house, receiving))
    .get('/entrees/releve/:importId', roomOf(house, following))
    .post('/entrees/releve/:importId/annuler', roomOf(house, cancelling));
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
  const told = imports.map((each) => ({ ...each, text: isUnderWay(each) ? importProgress(each).text : whyNot(each, accounts) }));
  const data = { accounts, imports: told, wrong, mayBring: isAtLeast(session, 'operator') };
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
  if (file === null) throw new ApiProblem(400, 'Choisissez un fichier\u00a0: aucun n’est venu, ou il est vide.');
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

const following: Room = async ({ api, session, show }, req) => {
  const found = await importOf(api, req.params.importId ?? '');
  const { accounts } = session.creditorId === null ? { accounts: [] } : await api.call('GET /accounts');
  const unknown = session.creditorId === null ? [] : unknownIn(found, accounts);
  const isAside = found.problem?.kind === 'set-aside';
  await show('import', 'Un relevé', {
    found,
    isUnderWay: isUnderWay(found),
    progress: importProgress(found),
    isAside,
    tone: found.state === 'done' ? 'good' : 'bad',
    result: resultOf(found),
    accounts,
    unknown,
    isKnownNow: session.creditorId !== null && whyNot(found, accounts) === KNOWN_NOW,
    isUnbalanced: isUnbalanced(found),
    said: found.state === 'done' ? entriesSaid(found) : '',
    mayBring: isAtLeast(session, 'operator'),
    mayStop: isAtLeast(session, 'operator') && (isUnderWay(found) || isAside),
  });
};

const [READ, SETTLED] = [
  ['écriture lue', 'écritures lues'],
  ['écriture prise en compte', 'écritures prises en compte'],
] as const;

/** How far a file is: read to its end first, whatever is wrong with it, and only then settled. */
function importProgress({ state, progress: { read, settled, bookings } }: Import): Progress {
  return state === 'waiting'
    ? progressOf(read, null, READ, 'Rien n’est pris en compte avant la fin de la lecture.')
    : progressOf(
        settled,
        bookings,
        SETTLED,
        'D’ici la fin rien ne part\u00a0: ce serait peut-être demandé à qui vient de payer.',
      );
}

function isUnderWay({ state }: Import): boolean {
  return state === 'waiting' || state === 'settling';
}

/** What of a file that ended was taken in, and what was not. */
function resultOf({ state, progress: { settled, bookings } }: Import): string {
  const taken = countedBy(settled, SETTLED);
  if (state === 'done') return `${taken}\u00a0: tout le fichier.`;
  if (settled === 0) return 'Rien n’a été importé.';
  return `${taken} sur ${frenchNumber(bookings)} le ${settled > 1 ? 'restent' : 'reste'}\u00a0; la suite du fichier ne l’est pas.`;
}

/** What is settled stays: it is money that came. */
const cancelling: Room = (visit, req) => {
  const importId = req.params.importId ?? '';
  const path = `/entrees/releve/${encodeURIComponent(importId)}`;
  return stopped(visit, path, 'Votre rôle ne permet pas d’annuler un import.', () =>
    visit.api.call('POST /statements/{importId}/cancel', { params: { importId } }),
  );
};

function importOf(api: Api, id: string): Promise<Import> {
  return api.call('GET /statements/{importId}', { params: { importId: id } });
}
