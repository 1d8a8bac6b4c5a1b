import * as z from 'zod';
import { undoByHand } from '../bank/by-hand.ts';
import { allocationsOfEntries } from '../db/allocations.ts';
import { type EntryRow, listEntries } from '../db/bank.ts';
import { asidesOf } from '../db/not-ours.ts';
import type { Aside } from '../db/schema.ts';
import { toInstant } from '../domain/calendar/paris.ts';
import { civilDateSchema } from '../domain/document-schema.ts';
import { nameSchema } from './contract/schema.ts';
import { creditorIn } from './creditor-access.ts';
import { cursorIn } from './cursor.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import type { Given, Handlers } from './http/serve.ts';

/** Money that found its invoices or has none, and the hand that takes it back from them. */
export function entryHandlers(deps: ApiDeps) {
  return {
    'GET /entries': (given) => listing(deps, given),
    'POST /entries/{entryKey}/undo': (given) => undoing(deps, given),
  } satisfies Partial<Handlers>;
}

async function listing(deps: ApiDeps, given: Given<'GET /entries'>) {
  const { state, limit, cursor } = given.query;
  const creditorId = await creditorIn(deps, given);
  const { rows, next } = await listEntries(deps.db, creditorId, state, limit, cursorIn(cursorSchema, cursor));
  const keys = rows.map(({ key }) => key);
  const shares = keys.length === 0 ? [] : await allocationsOfEntries(deps.db, creditorId, keys);
  const asides = state === 'not-ours' ? await asidesOf(deps.db, creditorId, keys) : null;
  const shown = rows.map((row) => ({
    ...entryShown(row),
    ...asideShown(row, asides?.get(row.key)),
    allocations: shares.filter(({ entryKey }) => entryKey === row.key).map(({ entryKey: _, ...share }) => share),
  }));
  return { 200: { entries: shown, next } };
}

function entryShown({ key, account, document, reasons }: EntryRow) {
  const { bookedOn, amountCents, currency, counterparty, label } = document;
  return { key, account, bookedOn, amountCents, currency, counterparty, label, reasons };
}

function asideShown({ openCents }: EntryRow, aside: Aside | undefined) {
  return aside === undefined ? {} : { aside, asideCents: openCents };
}

const cursorSchema = z.tuple([civilDateSchema, nameSchema]);

async function undoing(deps: ApiDeps, given: Given<'POST /entries/{entryKey}/undo'>) {
  const { entryKey } = given.params;
  const hand = {
    creditorId: await creditorIn(deps, given),
    source: { at: toInstant(deps.clock()), actor: given.holder.name, cause: `undo:${entryKey}` },
  };
  const done = await deps.db.transaction((tx) => undoByHand(tx, hand, entryKey));
  if (done === 'unknown') throw new HttpProblem(404, `No bank entry ${entryKey}.`);
  deps.wake();
  return { 200: { entryKey, undone: true } };
}
