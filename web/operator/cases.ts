import { type Response, Router } from 'express';
import type { AnswerOf } from '../../api/client.ts';
import { holdTypes } from '../../domain/case/case.ts';
import { holdNames, phaseNames, routeNames } from '../../domain/case/show/french.ts';
import type { Sent } from './act-form.ts';
import { type Api, queryText } from './api.ts';
import { csvLine, euroCells } from './csv.ts';
import { filters } from './format.ts';
import { type House, roomOf, type Visit } from './visit.ts';

const ON_A_PAGE = 50;
/** How many cases a table for a spreadsheet holds. */
const MOST_IN_CSV = 100_000;

/** A case in the list, as the API finds it. */
export type FoundLine = FoundPage['cases'][number];

type FoundPage = AnswerOf<'GET /search'>;

/** A column of the list: its heading, and what a cell says, on the page and in a spreadsheet. */
interface Column {
  readonly id: string;
  readonly name: string;
  readonly isNumber?: true;
  readonly cell: (line: FoundLine) => string;
  /** What a spreadsheet reads; the same when left out. */
  readonly plain?: (line: FoundLine) => string;
}

const moment = filters.moment as (at: string) => string;
const day = filters.day as (on: string) => string;
const euros = filters.euros as (cents: number, currency: string) => string;

const columns: readonly Column[] = [
  { id: 'client', name: 'Client', cell: (line) => line.debtorName ?? line.debtorId },
  {
    id: 'solde',
    name: 'Solde',
    isNumber: true,
    cell: (line) => euros(line.balanceCents, line.currency),
    plain: (line) => euroCells(line.balanceCents),
  },
  {
    id: 'total',
    name: 'Total',
    isNumber: true,
    cell: (line) => euros(line.totalCents, line.currency),
    plain: (line) => euroCells(line.totalCents),
  },
  { id: 'echeance', name: 'Échéance', cell: (line) => day(line.dueOn), plain: (line) => line.dueOn },
  { id: 'etape', name: 'Étape', cell: (line) => phaseNames[line.phase] },
  { id: 'blocage', name: 'Suspendu par', cell: (line) => (line.hold === 'none' ? '' : holdNames[line.hold]) },
  { id: 'ensuite', name: 'Ensuite le', cell: (line) => (line.nextActAt === null ? '' : moment(line.nextActAt)) },
  { id: 'plan', name: 'Plan', cell: (line) => line.planId },
  { id: 'voie', name: 'Voie', cell: (line) => (line.route === null ? '' : routeNames[line.route]) },
  { id: 'creancier', name: 'Créancier', cell: (line) => line.creditorId },
];
const usual = ['client', 'solde', 'echeance', 'etape', 'blocage', 'ensuite'];

/** Views that everybody needs; any other is the address of the page, to be kept as a bookmark. */
const views = [
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
      roomOf(house, async (visit, req) => showCases(visit, req.query as Sent)),
    )
    .get(
      '/dossiers.csv',
      roomOf(house, async ({ api }, req, res) => sendCsv(api, req.query as Sent, res)),
    )
    .get(
      '/chercher',
      roomOf(house, async (visit, req) => {
        const q = textOf((req.query as Sent).q) ?? '';
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
  });
}

const nothing = { q: '', phase: '', hold: '', open: '', sort: '' };

function filterOf({ q, phase, hold, needsHuman, open = 'true', sort, debtor }: Sent): Record<string, string> {
  const given = Object.entries({ q, phase, hold, needsHuman, open, sort, debtor }).map(([name, value]) => [name, textOf(value)]);
  return Object.fromEntries(given.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** Open ones unless others are asked for: what is over is looked for, not waded through. */
function askedOf({ open, ...filter }: Record<string, string>): Record<string, string> {
  return open === undefined || open === 'tous' ? filter : { ...filter, open };
}

function textOf(value: Sent[string] | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function sameQuery(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  return queryText(one) === queryText(other);
}

/** The columns asked for; of several creditors at once their name is worth one. */
function chosenColumns({ colonnes }: Sent, { session }: Pick<Visit, 'session'>): readonly Column[] {
  const asked = [colonnes ?? []].flat().flatMap((text) => text.split(','));
  const ids = asked.length > 0 ? asked : [...usual, ...(session.creditorId === null ? ['creancier'] : [])];
  return columns.filter(({ id }) => ids.includes(id));
}

async function sendCsv(api: Api, query: Sent, res: Response): Promise<void> {
  const everything = [{ id: 'facture', name: 'Facture', cell: (line: FoundLine) => line.invoiceNumber }, ...columns];
  res.attachment('dossiers.csv').type('text/csv; charset=utf-8');
  res.write(`\ufeff${csvLine(everything.map(({ name }) => name))}`);
  let [cursor, count]: [string | undefined, number] = [undefined, 0];
  do {
    const page: FoundPage = await api.call('GET /search', { query: { limit: 200, ...askedOf(filterOf(query)), cursor } });
    for (const line of page.cases) res.write(csvLine(everything.map((column) => plainOf(column, line))));
    count += page.cases.length;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && count < MOST_IN_CSV);
  res.end();
}

function plainOf({ plain, cell }: Pick<Column, 'plain' | 'cell'>, line: FoundLine): string {
  return (plain ?? cell)(line);
}
