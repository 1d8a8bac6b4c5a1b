import { Liquid } from 'liquidjs';

/** A template may work this long, and hold this much, before it is stopped: a loop that never ends must not hold a worker. */
const limits = { parseLimit: 1_000_000, renderLimit: 2_000, memoryLimit: 20_000_000 };

const CONTROLS = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;
const MARKS = /[^\p{L}\p{M}\p{N}\u0020\u00a0\u202f]/gu;

/** An engine for Markdown sources: what the data brings is letters, never markup, links or tags. */
export function markdownEngine(partials: Record<string, string>): Liquid {
  return createEngine(partials, (value) => oneLine(value).replace(MARKS, (mark) => `&#${mark.codePointAt(0)};`));
}

/** An engine for texts that are sent as they are (SMS). */
export function textEngine(partials: Record<string, string>): Liquid {
  return createEngine(partials, oneLine);
}

/** An engine for HTML layouts; `| raw` is for bodies that were already escaped. */
export function htmlEngine(partials: Record<string, string>): Liquid {
  return createEngine(partials, 'escape');
}

function createEngine(templates: Record<string, string>, outputEscape: 'escape' | ((value: unknown) => string)): Liquid {
  return new Liquid({
    templates,
    cache: true,
    outputEscape,
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    ...limits,
  });
}

/** The data holds texts, numbers and booleans; a list or an object printed by mistake shows nothing. */
function oneLine(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  return text.replace(CONTROLS, ' ');
}
