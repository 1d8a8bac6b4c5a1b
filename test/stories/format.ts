import type { End, Row } from '../../domain/simulate/story.ts';

/** A story as people write it: what is told, and what must come of it, one line each. */
export interface StoryFile {
  readonly title: string;
  readonly rule: string;
  readonly input: unknown;
  readonly timeline: readonly string[];
  readonly end: readonly string[];
  /** A part of the sentence in which the end of an invoice is told, by invoice. */
  readonly endReason?: Readonly<Record<string, string>>;
  /** A part of the reason of the first row of an act. */
  readonly reason?: Readonly<Record<string, string>>;
}

/** `2026-03-09 message reminder-5 email i1 120000`: day, act, step or template, channel, invoices, sum. */
export function lineOf({ at, act, step, template, channel, invoices, askedCents }: Row): string {
  return [at.slice(0, 10), act, step ?? template ?? '-', channel ?? '-', invoices.join('+'), askedCents ?? '-'].join(' ');
}

/** `i1 reminding none 120000`: invoice, phase, hold, face balance. */
export function endLineOf({ invoice, phase, hold, balanceCents }: End): string {
  return [invoice, phase, hold, balanceCents].join(' ');
}
