import { Liquid } from 'liquidjs';

/** A page may work this long and hold this much: a table of a few thousand lines fits, an endless loop does not. */
const limits = { parseLimit: 1_000_000, renderLimit: 5_000, memoryLimit: 50_000_000 };

/** Turns a value into what a page shows of it. */
export type Filter = (value: never, ...besides: never[]) => unknown;

/** Renders a page by its name; what the data brings is text, never markup. */
export type Pages = (name: string, data: object) => string;

/**
 * Pages of a folder, `name.liquid` each, read once. Everything printed is escaped; a variable or a filter that is not there throws
 * with its line; an empty text, zero and null count as no. All at once: a promise for each of its parts made a page take twice as long.
 */
export function pagesOf(folder: string, filters: Readonly<Record<string, Filter>> = {}): Pages {
  const engine = new Liquid({
    root: folder,
    extname: '.liquid',
    cache: true,
    outputEscape: 'escape',
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    jsTruthy: true,
    ...limits,
  });
  for (const [name, filter] of Object.entries(filters)) engine.registerFilter(name, filter as (value: unknown) => unknown);
  return (name, data) => String(engine.renderFileSync(name, data));
}
