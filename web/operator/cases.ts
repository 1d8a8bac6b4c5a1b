import { Router } from 'express';
import { type HoldType, holdTypes, QUIET_START } from '../../domain/case/case.ts';
import { holdNames, phaseNames } from '../../domain/case/show/french.ts';
import { ageBands } from '../../domain/figures/ageing.ts';
import { proposedSegments } from '../../domain/party/segment.ts';
import { mustBeRefused, queryText } from './api.ts';
import { chosenColumns, columns, naming as namingOf } from './case-columns.ts';
import { askedOf, textOf } from './case-filter.ts';
import { shownOf, viewsFor } from './case-views.ts';
import { sendCsv, sendWorkbook } from './cases-out.ts';
import { faultSaid } from './faults-said.ts';
import { bandNames, NO_SEGMENT } from './format.ts';
import { askedIn, type Sent, textsIn } from './sent.ts';
import { type House, type Room, roomOf, type Visit } from './visit.ts';

const ON_A_PAGE = 50;

const sorts = [
  { sort: 'due', name: 'échéance' },
  { sort: 'balance', name: 'solde' },
  { sort: 'next', name: 'prochain acte' },
  { sort: 'debtor', name: 'client' },
] as const;

const LONGEST_NAME = 60;

/** Dossiers: every case by what a person knows of it, in a chosen order, and as a table for a spreadsheet. */
export function casesRooms(house: House): Router {
  return Router()
    .get(
      '/dossiers',
      roomOf(house, async (visit, req) => showCases(visit, askedIn(req))),
    )
    .get(
      '/dossiers.csv',
      roomOf(house, async (visit, req, res) => sendCsv(visit, askedIn(req), res)),
    )
    .get(
      '/dossiers.xlsx',
      roomOf(house, async (visit, req, res) => sendWorkbook(visit, askedIn(req), res)),
    )
    .get('/dossiers/vues', (_req, res) => res.redirect(303, '/dossiers'))
    .post('/dossiers/vues', roomOf(house, keepingView))
    .post('/dossiers/vues/:id', roomOf(house, renamingView))
    .post('/dossiers/vues/:id/fin', roomOf(house, removingView))
    .get(
      '/chercher',
      roomOf(house, async (visit, req) => {
        const q = textOf(askedIn(req).q) ?? '';
        const { found } = await searched(visit, { q }, undefined, 2);
        const [only] = found.cases;
        if (q !== '' && only && found.cases.length === 1) return visit.goOn(`/dossiers/${encodeURIComponent(only.caseId)}`);
        visit.goOn(`/dossiers${queryText({ q, open: 'tous' })}`);
      }),
    );
}

/** What a form of this page was refused with. */
interface Wrong {
  /** Where it stands: keeping a view, or renaming the one that is shown. */
  readonly form: 'keep' | 'rename';
  readonly name: string;
  readonly message: string;
}

async function showCases(visit: Visit, query: Sent, wrong: Wrong | null = null): Promise<void> {
  const shown = shownOf(query);
  const { colonnes: _, ...filter } = shown;
  const { found, faults } = await searched(visit, filter, textOf(query.cursor));
  const chosen = chosenColumns(shown, visit);
  const lines = await namingOf(visit, chosen)(found.cases);
  const data = {
    rows: lines.map((line) => ({
      ...line,
      href: `/dossiers/${encodeURIComponent(line.caseId)}`,
      cells: chosen.map(({ cell, href, isNumber = false }) => ({ text: cell(line), href: href?.(line) ?? null, isNumber })),
    })),
    heads: chosen.map(({ name, isNumber = false }) => ({ name, isNumber })),
    columns: columns.map(({ id, name }) => ({ id, name, isChosen: chosen.some((each) => each.id === id) })),
    filter: { ...nothing, ...filter },
    ...(await viewsFor(visit, shown)),
    asked: queryText(shown),
    phases: Object.entries(phaseNames).map(([id, name]) => ({ id, name })),
    holds: holdTypes.map((id) => ({ id, name: heldBy(id) })),
    lates: ageBands.map((id) => ({ id, name: bandNames[id] })),
    segments: segmentsWith(filter.segment),
    sorts,
    faults,
    wrong,
    isFiltered: Object.keys(filter).length > 1 || filter.open !== 'true',
    next: found.next === null ? null : `/dossiers${queryText({ ...shown, cursor: found.next })}`,
    first: query.cursor === undefined ? null : `/dossiers${queryText(shown)}`,
    csv: `/dossiers.csv${queryText(shown)}`,
    workbook: `/dossiers.xlsx${queryText(shown)}`,
  };
  await visit.show('cases', 'Dossiers', data, wrong || faults.length > 0 ? 422 : 200);
}

/** The segments that a list offers: those that the rule knows, none, and the one that is asked for. */
function segmentsWith(asked: string | undefined): string[] {
  return [...new Set([...proposedSegments, NO_SEGMENT, ...(asked === undefined ? [] : [asked])])];
}

/** The cases that fit; none, and what is wrong, for a filter that does not exist, or no longer: an old view, an address written by hand. */
async function searched(
  { api }: Visit,
  filter: Readonly<Record<string, string>>,
  cursor: string | undefined,
  limit: number = ON_A_PAGE,
) {
  try {
    return { found: await api.call('GET /search', { query: { limit, ...askedOf(filter), cursor } }), faults: [] };
  } catch (error) {
    mustBeRefused(error, 400);
    return { found: { cases: [], next: null }, faults: error.faults.map(faultSaid) };
  }
}

/** A hold as the filter calls it: a pause has another name in the list where a taking over began with it. */
const heldBy = (hold: HoldType) => (hold === 'pause' ? `${holdNames.pause} ou ${QUIET_START}` : holdNames[hold]);

const nothing = { q: '', phase: '', hold: '', late: '', segment: '', open: '', sort: '' };

/** What a form of views tells: the name that was typed, and what the page shows. */
interface ToldView {
  readonly name: string;
  readonly asked: Readonly<Record<string, string>>;
}

/** Tells the API of a view, and goes back to it with the sentence that says what was done; or says what is wrong with its name. */
function naming(form: Wrong['form'], tell: (visit: Visit, told: ToldView, id: string) => Promise<string>): Room {
  return async (visit, req) => {
    const { nom: name = '', vue = '' } = textsIn(req);
    const asked = shownOf(Object.fromEntries(new URLSearchParams(vue)));
    try {
      const text = await tell(visit, { name, asked }, req.params.id ?? '');
      visit.goOn(`/dossiers${queryText(asked)}`, { kind: 'good', text });
    } catch (error) {
      await showCases(visit, asked, wrongIn(error, form, name));
    }
  };
}

/** Keeps what the page shows under a name. */
const keepingView = naming('keep', async ({ api }, told) => {
  const { name } = await api.call('POST /session/views', { body: told });
  return `La vue «\u00a0${name}\u00a0» est gardée.`;
});

const renamingView = naming('rename', async ({ api }, told, id) => {
  const { name } = await api.call('PUT /session/views/{id}', { params: { id }, body: { name: told.name } });
  return `La vue s’appelle «\u00a0${name}\u00a0».`;
});

const removingView: Room = async ({ api, goOn }, req) => {
  await api.call('DELETE /session/views/{id}', { params: { id: req.params.id ?? '' } });
  goOn('/dossiers', { kind: 'good', text: 'La vue est retirée.' });
};

function wrongIn(error: unknown, form: Wrong['form'], name: string): Wrong {
  mustBeRefused(error, 400, 409);
  const message = error.status === 409 ? error.message : `Un nom de 1 à ${LONGEST_NAME} caractères est attendu.`;
  return { form, name: name.slice(0, LONGEST_NAME), message };
}
