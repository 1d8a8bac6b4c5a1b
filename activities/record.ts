import { ApplicationFailure } from '@temporalio/activity';
import type { Dossier } from '../cases/dossier.ts';
import { type PutBack, putBack, takeInHand } from '../cases/hand.ts';
import { hearAct } from '../cases/mail.ts';
import { worldOf } from '../cases/world.ts';
import type { Database, Queries } from '../db/database.ts';
import { answersTo } from '../db/inbox.ts';
import { toInstant } from '../domain/calendar/paris.ts';
import type { Act, Next } from '../domain/case/act.ts';
import { mayBeTyped } from '../domain/case/acts/index.ts';
import { next } from '../domain/case/next/next.ts';
import type { World } from '../domain/case/world.ts';
import { isPlainText } from '../domain/plain-text.ts';
import type { Answer, Asked, BellHeard } from './activities.ts';
import { doInnerActs } from './inner-acts.ts';

/** What writing down needs. `clock` is milliseconds since 1970. */
export interface RecordDeps {
  readonly db: Database;
  readonly clock: () => number;
  /** What may be typed into the engine's own screens, where nobody is known: nothing, what harms nobody, or everything. */
  readonly typed: TypedActs;
}

export type TypedActs = 'refused' | 'harmless' | 'all';

/** A case in hand for an activity, and the moment. */
export interface InHand {
  readonly tx: Queries;
  readonly dossier: Dossier;
  readonly nowMs: number;
  /** The world, once it was asked for. */
  world?: World;
  /** What the case waits for when that is not its planner's. */
  waiting?: Next;
}

/**
 * The one door of an activity to its case: the row locked, the mail read, `work` done, everything written down in one transaction. A run
 * that another took the place of is told so, and changes nothing.
 */
export async function withCase(
  { db, clock }: Pick<RecordDeps, 'db' | 'clock'>,
  { caseId, run, nowMs: askedMs, isLong }: Asked,
  work: (inHand: InHand) => Promise<void>,
): Promise<Answer> {
  const nowMs = Math.max(clock(), askedMs);
  return db.transaction(async (tx): Promise<Answer> => {
    const dossier = (await takeInHand(tx, [caseId], nowMs)).get(caseId);
    if (!dossier) throw ApplicationFailure.nonRetryable(`${caseId} has no row`, 'NoCase');
    if (dossier.run !== run) return overOf(tx, dossier, nowMs);
    const { revision } = dossier;
    const inHand: InHand = { tx, dossier, nowMs };
    await work(inHand);
    const { waiting, world } = inHand;
    const known = world && dossier.revision === revision ? { world } : {};
    return answerOf(tx, dossier, nowMs, isLong, { ...known, ...(waiting ? { waiting } : {}) });
  });
}

/** What was read is written down, but not by this run: it is over. */
export async function overOf(tx: Queries, dossier: Dossier, nowMs: number): Promise<Answer> {
  await putBack(tx, dossier, nowMs);
  return { over: true, answers: dossier.answers };
}

/** Does what is a fact only and due by now, puts the case back, and answers where it stands. */
export async function answerOf(
  tx: Queries,
  dossier: Dossier,
  nowMs: number,
  isLong: boolean,
  waits: PutBack = {},
): Promise<Answer> {
  const { revision } = dossier;
  const world = await doInnerActs(tx, dossier, nowMs, waits.world);
  const standing = await putBack(tx, dossier, nowMs, dossier.revision === revision ? { ...waits, world } : { world });
  return { over: false, standing, goOn: isLong, answers: dossier.answers };
}

/** Reads the mail of the case, and the bells that have no letter in it. */
export function record(deps: RecordDeps, asked: Asked & { readonly bells: readonly BellHeard[] }): Promise<Answer> {
  return withCase(deps, asked, async ({ tx, dossier, nowMs }) => {
    for (const bell of asked.bells.filter(({ typed }) => typed !== undefined)) await hearTyped(deps, tx, dossier, bell, nowMs);
    const told = asked.bells.filter(({ id, typed }) => typed === undefined && !(id in dossier.answers));
    await answerEarlier(
      tx,
      dossier,
      told.map(({ id }) => id),
    );
  });
}

/** Bells of letters that were read before they rang: what they were answered then. What no letter ever was, or can be called, is refused. */
async function answerEarlier(tx: Queries, { answers }: Dossier, events: readonly string[]): Promise<void> {
  const known = await answersTo(tx, events.filter(isPlainText));
  for (const event of events) {
    const answer = event in known ? known[event] : { refused: NOBODY };
    if (answer) answers[event] = answer;
  }
}

const NOBODY = 'Cet acte n’est pas passé par l’API, le site ou la commande « exigible act »\u00a0: ici, personne n’est connu.';

async function hearTyped({ typed }: RecordDeps, tx: Queries, dossier: Dossier, bell: BellHeard, nowMs: number): Promise<void> {
  const { isSignal = false } = bell;
  const isRefused = typed === 'refused' || (typed === 'harmless' && !mayBeTyped(bell.name));
  if (isSignal || isRefused) return refuseTyped(dossier, bell, isSignal);
  const payload = { ...bell.typed, operator: 'écran du moteur', requestId: bell.id };
  dossier.answers[bell.id] = await hearAct(tx, dossier, { act: bell.name, payload, at: toInstant(nowMs) }, nowMs);
}

/** A signal cannot be refused: a person is told that somebody sent it. */
function refuseTyped(dossier: Dossier, { id, name }: BellHeard, isSignal: boolean): void {
  dossier.answers[id] = { refused: NOBODY };
  if (!isSignal || dossier.case.closed || name === 'ring') return;
  const context = `Un signal ${name} est venu du moteur sans passer par l’API\u00a0: il n’est pas pris en compte.`;
  dossier.did({ type: 'task-raised', task: 'trouble', key: `typed:${name}`, context });
}

/** True when the planner still says this very act, and now. */
export async function isStillDue(inHand: InHand, act: Act | null): Promise<boolean> {
  const { act: coming, atMs } = await comingOf(inHand);
  return act !== null && coming !== null && atMs !== null && atMs <= inHand.nowMs && isSame(coming, act);
}

/** True when the planner still says this very act, though its hour may have passed. */
export async function isStillToCome(inHand: InHand, act: Act | null): Promise<boolean> {
  const { act: coming } = await comingOf(inHand);
  return act !== null && coming !== null && isSame(coming, act);
}

async function comingOf(inHand: InHand): Promise<Next> {
  const { tx, dossier, nowMs } = inHand;
  inHand.world ??= await worldOf(tx, dossier.case, nowMs);
  return next(dossier.case, dossier.plan, nowMs, inHand.world);
}

function isSame(one: Act, other: Act): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
