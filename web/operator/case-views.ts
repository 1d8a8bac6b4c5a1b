import { queryText } from './api.ts';
import { columns } from './case-columns.ts';
import { filterOf } from './case-filter.ts';
import type { Sent } from './sent.ts';
import type { Visit } from './visit.ts';

/** Views that everybody needs; a person keeps others under names of his. */
export const views = [
  { name: 'Ouverts', query: { open: 'true' } },
  { name: 'Attendent quelqu’un', query: { needsHuman: 'true', open: 'true' } },
  { name: 'Mises en demeure', query: { phase: 'notice-sent', open: 'true' } },
  { name: 'Voie à choisir', query: { phase: 'decision', open: 'true' } },
  { name: 'En litige', query: { hold: 'dispute', open: 'true' } },
  { name: 'Les plus gros', query: { open: 'true', sort: 'balance' } },
  { name: 'Clos', query: { open: 'false' } },
] as const;

/** What the page shows: the filter and its order, and the columns where some were chosen. */
export function shownOf(query: Sent): Record<string, string> {
  const chosen = [query.colonnes ?? []].flat().flatMap((text) => text.split(','));
  const known = columns.filter(({ id }) => chosen.includes(id)).map(({ id }) => id);
  return { ...filterOf(query), ...(known.length === 0 ? {} : { colonnes: known.join(',') }) };
}

/** The views above the list: those of everybody, then those that the visitor kept. */
export async function viewsFor({ api }: Pick<Visit, 'api'>, shown: Readonly<Record<string, string>>) {
  const { views: kept } = await api.call('GET /session/views');
  const own = kept.map(({ id, name, asked }) => ({ id, ...linkOf(name, asked, shown) }));
  return {
    views: views.map(({ name, query }) => linkOf(name, query, shown)),
    own,
    mine: own.find(({ isHere }) => isHere) ?? null,
  };
}

function linkOf(name: string, asked: Sent, shown: Readonly<Record<string, string>>) {
  return { name, href: `/dossiers${queryText({ ...asked } as Record<string, string>)}`, isHere: same(shownOf(asked), shown) };
}

function same(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  return queryText(one) === queryText(other);
}
