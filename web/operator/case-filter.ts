import type { Sent } from './sent.ts';

/** What is asked of the list of cases; what is empty is not asked. */
export function filterOf({
  q,
  phase,
  hold,
  late,
  segment,
  needsHuman,
  open = 'true',
  sort,
  debtor,
}: Sent): Record<string, string> {
  const given = Object.entries({ q, phase, hold, late, segment, needsHuman, open, sort, debtor }).map(([name, value]) => [
    name,
    textOf(value),
  ]);
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
