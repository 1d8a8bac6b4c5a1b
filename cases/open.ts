import type { Database, Queries } from '../db/database.ts';
import { debtorOf } from '../db/debtors.ts';
import { enqueue, opensLater } from '../db/inbox.ts';
import { type LiveRun, liveRuns, setRun } from '../db/stored-cases.ts';
import { toInstant } from '../domain/calendar/paris.ts';
import { type CaseOpening, caseId, openCase, reachedBy } from '../domain/case/case.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { waysKnown } from './debtor-ways.ts';
import { Dossier } from './dossier.ts';
import { putBack, takeInHand } from './hand.ts';
import type { Standing } from './standing.ts';

/** A new case: what it opens with, under which plan, and who told it. */
export interface Opening {
  readonly opening: CaseOpening;
  readonly plan: Plan;
  readonly actor: string;
  readonly cause?: string;
}

/** A run of a case's workflow that begins, and where the case stands. */
export interface Beginning {
  readonly caseId: string;
  readonly run: number;
  readonly standing: Standing;
}

/** Opens a case: its row and its first fact. One that is open already is left as it is. */
export function openDossier(db: Database, { opening, plan, actor, cause }: Opening, nowMs: number): Promise<Beginning> {
  return db.transaction(async (tx) => {
    const id = caseId(opening.creditorId, opening.invoice.id);
    const known = (await takeInHand(tx, [id], nowMs)).get(id);
    const dossier = known ?? new Dossier(await storedAnew(tx, opening, plan, nowMs), nowMs);
    const told = { at: toInstant(nowMs), actor, ...(cause === undefined ? {} : { cause }) };
    if (!known) for (const fact of await firstFacts(tx, opening, plan)) dossier.tell({ ...told, ...fact });
    return { caseId: id, run: dossier.run, standing: await putBack(tx, dossier, nowMs) };
  });
}

/** A case that begins. The debtor is reached at the addresses that he has, not at those that came with the invoice: a person may have corrected them. */
async function storedAnew(tx: Queries, opening: CaseOpening, plan: Plan, nowMs: number) {
  const debtor = await debtorOf(tx, opening.creditorId, opening.debtor.id);
  const contact = debtor ? reachedBy(debtor) : opening.contact;
  return { case: openCase({ ...opening, contact }, toInstant(nowMs)), plan, revision: 0, run: 1, nextActAt: null };
}

/** What a case knows from its first moment: how it entered, what was done before, and how its debtor may be written to. */
async function firstFacts(tx: Queries, { paid, quietUntil, before, creditorId, debtor }: CaseOpening, { id, version }: Plan) {
  return [
    { type: 'opened', plan: id, version, ...(paid ? { paid } : {}), ...(quietUntil ? { quietUntil } : {}) } as const,
    ...(before ? [{ type: 'done-before', ...before } as const] : []),
    ...(await waysKnown(tx, { creditorId, debtorId: debtor.id })),
  ];
}

/** Gives a case to a new run of its workflow; null when there is no such case, or nothing left to live. */
export function beginRun(db: Database, id: string, nowMs: number): Promise<Beginning | null> {
  return db.transaction(async (tx) => {
    const dossier = (await takeInHand(tx, [id], nowMs)).get(id);
    if (!dossier) return null;
    const standing = await putBack(tx, dossier, nowMs);
    if (standing.ended) return null;
    const run = dossier.run + 1;
    await setRun(tx, id, run);
    return { caseId: id, run, standing };
  });
}

/** What became of the mail of a case that no workflow lives: `begins` anew for it, `read` and nothing more, or there is no such case, `yet`. */
export type Woken = 'begins' | 'read' | 'not-yet' | 'unknown';

/** Reads the mail of a case that no workflow lives. When it has something left to live, another run of it is asked for. */
export function wakeDossier(db: Database, id: string, nowMs: number): Promise<Woken> {
  return db.transaction(async (tx) => {
    const dossier = (await takeInHand(tx, [id], nowMs)).get(id);
    if (!dossier) return (await opensLater(tx, id)) ? 'not-yet' : 'unknown';
    if ((await putBack(tx, dossier, nowMs)).ended) return 'read';
    await askForRuns(tx, [{ id, creditorId: dossier.case.creditorId, run: dossier.run }]);
    return 'begins';
  });
}

/** Asks for another run of an open case, or of all of them; answers how many. `unlived`: only of those that no run of this release has. */
export function casesToRestart(db: Database, caseId?: string, unlived = false): Promise<number> {
  return db.transaction(async (tx) => {
    const rows = await liveRuns(tx, caseId, unlived);
    await askForRuns(tx, rows);
    return rows.length;
  });
}

/** Asks the drainer to start the workflows of cases anew, once for each run that they had. */
function askForRuns(tx: Queries, wanted: readonly LiveRun[]): Promise<void> {
  return enqueue(
    tx,
    wanted.map(({ id, creditorId, run }) => ({
      eventId: `begin:${id}:${run}`,
      creditorId,
      caseId: id,
      lane: id,
      kind: 'begin',
      body: {},
    })),
  );
}
