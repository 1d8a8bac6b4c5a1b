import { Router } from 'express';
import { holdTypes } from '../../domain/case/case.ts';
import { holdNames, phaseNames } from '../../domain/case/show/french.ts';
import { queryText } from './api.ts';
import { chosenColumns, columns } from './case-columns.ts';
import { askedOf, filterOf, textOf } from './case-filter.ts';
import { sendCsv, sendWorkbook } from './cases-out.ts';
import { askedIn, type Sent } from './sent.ts';
import { type House, roomOf, type Visit } from './visit.ts';

const ON_A_PAGE = 50;

/** Views that everybody needs; any other is the address of the page, to be kept as a bookmark. */
export const views = [
  { name: 'Ouverts', query: { open: 'true' } },
  { name: 'Attendent quelqu’un', query: { needsHuman: 'true', open: 'true' } },
  { name: 'Mises en demeure', query: { phase: 'notice-sent', open: 'true' } },
  { name: 'Voie à choisir', query: { phase: 'decision', open: 'true' } },
  { name: 'En litige', query: { hold: 'dispute', open: 'true' } },
  { name: 'Les plus gros', query: { open: 'true', sort: 'balance' } },
  { name: 'Clos', query: { open: 'false' } },
] as const;

const sorts = [
  { sort: 'due', name: 'échéance' },
  { sort: 'balance', name: 'solde' },
  { sort: 'next', name: 'prochain acte' },
  { sort: 'debtor', name: 'client' },
] as const;

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
    .get(
      '/chercher',
      roomOf(house, async (visit, req) => {
        const q = textOf(askedIn(req).q) ?? '';
        const found = await visit.api.call('GET /search', { query: { q, limit: 2 } });
        const [only] = found.cases;
        if (q !== '' && only && found.cases.length === 1) return visit.goOn(`/dossiers/${encodeURIComponent(only.caseId)}`);
        visit.goOn(`/dossiers${queryText({ q, open: 'tous' })}`);
      }),
    );
}

async function showCases(visit: Visit, query: Sent): Promise<void> {
  const filter = filterOf(query);
  const found = await visit.api.call('GET /search', {
    query: { limit: ON_A_PAGE, ...askedOf(filter), cursor: textOf(query.cursor) },
  });
  const chosen = chosenColumns(query, visit);
  const kept = { ...filter, ...(query.colonnes === undefined ? {} : { colonnes: chosen.map(({ id }) => id).join(',') }) };
  await visit.show('cases', 'Dossiers', {
    rows: found.cases.map((line) => ({
      ...line,
      href: `/dossiers/${encodeURIComponent(line.caseId)}`,
      cells: chosen.map(({ cell, isNumber = false }) => ({ text: cell(line), isNumber })),
    })),
    heads: chosen.map(({ name, isNumber = false }) => ({ name, isNumber })),
    columns: columns.map(({ id, name }) => ({ id, name, isChosen: chosen.some((each) => each.id === id) })),
    filter: { ...nothing, ...filter },
    views: views.map(({ name, query: asked }) => ({
      name,
      href: `/dossiers${queryText(asked)}`,
      isHere: sameQuery(asked, filter),
    })),
    phases: Object.entries(phaseNames).map(([id, name]) => ({ id, name })),
    holds: holdTypes.map((id) => ({ id, name: holdNames[id] })),
    sorts,
    isFiltered: Object.keys(filter).length > 1 || filter.open !== 'true',
    next: found.next === null ? null : `/dossiers${queryText({ ...kept, cursor: found.next })}`,
    first: query.cursor === undefined ? null : `/dossiers${queryText(kept)}`,
    csv: `/dossiers.csv${queryText(kept)}`,
    workbook: `/dossiers.xlsx${queryText(kept)}`,
  });
}

const nothing = { q: '', phase: '', hold: '', open: '', sort: '' };

function sameQuery(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  return queryText(one) === queryText(other);
}
