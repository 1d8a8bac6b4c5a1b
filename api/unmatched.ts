import type { Hand } from '../bank/allocation.ts';
import { placeByHand, takeBackByHand } from '../bank/by-hand.ts';
import { sayNotOurs, waitAgain } from '../bank/not-ours.ts';
import { type EntryRow, entryOf, listUnmatched, waits } from '../db/bank.ts';
import { creditsOf } from '../db/credits.ts';
import type { Queries } from '../db/database.ts';
import { toInstant } from '../domain/calendar/paris.ts';
import { creditorIn } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import type { Given, Handlers } from './http/serve.ts';

/** Bank entries that no rule could place, what debtors paid too much, and the hand that places the entries. */
export function unmatchedHandlers(deps: ApiDeps) {
  return {
    'GET /unmatched': async (given) => {
      const creditorId = await creditorIn(deps, given);
      const page = await listUnmatched(deps.db, creditorId, given.query.limit, given.query.cursor);
      return { 200: { entries: page.rows.map(shown), credits: await creditsOf(deps.db, creditorId), next: page.next } };
    },
    'GET /unmatched/{entryKey}': async (given) => {
      const { entryKey } = given.params;
      const entry = await entryOf(deps.db, await creditorIn(deps, given), entryKey);
      if (!entry || !waits(entry)) throw new HttpProblem(404, `No bank entry ${entryKey} waits.`);
      return { 200: shown(entry) };
    },
    'POST /unmatched/{entryKey}/allocate': (given) => allocate(deps, given),
    'POST /unmatched/placements': (given) => placeTogether(deps, given),
    'POST /unmatched/{entryKey}/not-ours': async (given) => {
      const { reason } = given.body;
      const { entryKey } = await decided(deps, given, 'not-ours', (tx, hand, key) => sayNotOurs(tx, hand, key, reason));
      return { 200: { entryKey, reason } };
    },
    'POST /unmatched/{entryKey}/wait-again': async (given) => {
      const { entryKey, came } = await decided(deps, given, 'wait-again', waitAgain);
      return { 200: { entryKey, waits: came === 'done' } };
    },
  } satisfies Partial<Handlers>;
}

function shown({ document, account, reasons, openCents }: EntryRow) {
  return { ...document, account, reasons, openCents };
}

/** Each entry as one that is placed by itself, in one transaction: what one of them refuses leaves the others where they were. */
async function placeTogether(deps: ApiDeps, given: Given<'POST /unmatched/placements'>) {
  const { placements } = given.body;
  const creditorId = await creditorIn(deps, given);
  const [at, actor] = [toInstant(deps.clock()), given.holder.name];
  await deps.db.transaction(async (tx) => {
    for (const { entryKey, allocations } of placements) {
      const by = { creditorId, source: { at, actor, cause: `allocate:${entryKey}` } };
      if ((await placeByHand(tx, by, entryKey, allocations)) === 'unknown')
        throw new HttpProblem(404, `No bank entry ${entryKey}.`);
    }
  });
  deps.wake();
  return { 200: { placed: placements.length } };
}

async function allocate(deps: ApiDeps, given: Given<'POST /unmatched/{entryKey}/allocate'>) {
  const { allocations = [], undoes } = given.body;
  const { entryKey } = await decided(deps, given, 'allocate', (tx, hand, key) =>
    undoes === undefined ? placeByHand(tx, hand, key, allocations) : takeBackByHand(tx, hand, key, undoes),
  );
  return { 200: undoes === undefined ? { entryKey, allocations } : { entryKey, undoes } };
}

type OnEntry = Pick<Given<'POST /unmatched/{entryKey}/wait-again'>, 'params' | 'query' | 'holder'>;

/** What a person decides of an entry, in one transaction; answers with its key and what came. Throws 404 when there is none of that key. */
async function decided<Came extends string>(
  deps: ApiDeps,
  given: OnEntry,
  act: string,
  decide: (tx: Queries, hand: Hand, key: string) => Promise<Came>,
): Promise<{ readonly entryKey: string; readonly came: Came }> {
  const { entryKey } = given.params;
  const creditorId = await creditorIn(deps, given);
  const source = { at: toInstant(deps.clock()), actor: given.holder.name, cause: `${act}:${entryKey}` };
  const came = await deps.db.transaction((tx) => decide(tx, { creditorId, source }, entryKey));
  if (came === 'unknown') throw new HttpProblem(404, `No bank entry ${entryKey}.`);
  deps.wake();
  return { entryKey, came };
}
