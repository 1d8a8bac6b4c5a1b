import type { Sent } from './sent.ts';

const names = ['q', 'phase', 'hold', 'late', 'segment', 'needsHuman', 'open', 'sort', 'debtor'];

/** What is asked of the list of cases; what is empty is not asked. */
export function filterOf({ open = 'true', ...sent }: Sent): Record<string, string> {
  const asked: Sent = { ...sent, open };
  const given = names.map((name) => [name, textOf(asked[name])]);
  return Object.fromEntries(given.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** Open ones unless others are asked for: what is over is looked for, not waded through. */
export function askedOf({ open, ...filter }: Record<string, string>): Record<string, string> {
  return open === undefined || open === 'tous' ? filter : { ...filter, open };
}

/** A text that was typed; nothing when it is empty. */
export function textOf(value: Sent[string] | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
