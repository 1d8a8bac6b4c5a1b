import type { Next } from '../domain/case/act.ts';
import { because } from '../domain/case/reason.ts';
import type { PrintedDocument } from '../words/message.ts';
import type { Known } from '../words/party.ts';

const SECOND_MS = 1000;

/** True for a paper that was printed for these cases as they stand. */
export function isDrawnFrom({ drawnFrom }: PrintedDocument, members: readonly Known[]): boolean {
  const drawn = drawnFrom ?? {};
  return Object.keys(drawn).length === members.length && members.every(({ case: { id }, revision }) => drawn[id] === revision);
}

/** Another look asks for the paper anew, as things stand by then. */
export function printAgain(nowMs: number): Next {
  return { act: null, atMs: Math.round(nowMs + SECOND_MS), why: because('printed-anew') };
}
