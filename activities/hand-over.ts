import { ApplicationFailure } from '@temporalio/activity';
import type { Dossier } from '../cases/dossier.ts';
import { putBack, takeInHand } from '../cases/hand.ts';
import { worldOf } from '../cases/world.ts';
import type { Database, Queries } from '../db/database.ts';
import { debtorOfCase, lockDebtor, openBeside } from '../db/debtor-world.ts';
import { storedCase, storedCases } from '../db/stored-cases.ts';
import type { ActOf } from '../domain/case/act.ts';
import { isOfOneKind } from '../domain/case/debtor/morning.ts';
import { next } from '../domain/case/next/next.ts';
import type { PrintedDocument } from '../words/message.ts';
import type { Known } from '../words/party.ts';
import { MOST_BESIDE } from '../words/spoken-for.ts';
import type { Answer, ToDo } from './activities.ts';
import { documentId } from './letters.ts';
import { isDrawnFrom, printAgain } from './printed-again.ts';
import { answerOf, overOf, type RecordDeps } from './record.ts';

type HandingOver = ActOf<'hand-over'>;

/** For whom a file is printed: the asking case first, then those that hand over with it as things stand. */
export async function companyOfFile(db: Database, { caseId, act, nowMs }: ToDo): Promise<readonly Known[]> {
  const own = await storedCase(db, caseId);
  if (!own) throw new Error(`${caseId} was never recorded`);
  const others = await storedCases(db, await beside(db, own));
  const company = act?.do === 'hand-over' ? await handedOver(db, [own, ...others], act, nowMs) : [];
  return company.length > 0 ? company : [own];
}

/** The debtor's other cases that a common file may hold (plan field `together`). */
async function beside(db: Queries, { case: own, plan }: Known): Promise<string[]> {
  return plan.together === 'debtor' ? openBeside(db, own, MOST_BESIDE) : [];
}

/** Those of the debtor's cases whose planner hands them over now by the same route as the first; none when the first does not. */
async function handedOver(db: Queries, [own, ...others]: readonly Known[], act: HandingOver, nowMs: number): Promise<Known[]> {
  if (!own || !(await isHandedOver(db, own, act, nowMs))) return [];
  const company = [own];
  for (const other of others) if (isOfOneKind(other, own) && (await isHandedOver(db, other, act, nowMs))) company.push(other);
  return company;
}

async function isHandedOver(db: Queries, { case: theCase, plan }: Known, wanted: HandingOver, nowMs: number): Promise<boolean> {
  if (theCase.route?.route !== wanted.route) return false;
  const { act, atMs } = next(theCase, plan, nowMs, await worldOf(db, theCase, nowMs));
  return atMs !== null && atMs <= nowMs && act?.do === 'hand-over' && act.step === wanted.step;
}

/**
 * Hands the file over for every case that it holds, in one transaction under the debtor's lock. What changed since it was printed (a payment,
 * a dispute, a route that only now is known for another invoice) is read first: the file is printed again, for those that are still to be handed over.
 */
export function handOver({ db, clock }: Pick<RecordDeps, 'db' | 'clock'>, todo: ToDo, act: HandingOver): Promise<Answer> {
  const nowMs = Math.max(clock(), todo.nowMs);
  return db.transaction(async (tx): Promise<Answer> => {
    const { own, others } = await inHand(tx, todo.caseId, nowMs);
    const heard = others.filter(({ facts }) => facts.length > 0);
    for (const other of heard) await putBack(tx, other, nowMs);
    if (own.run !== todo.run) return overOf(tx, own, nowMs);
    const company = await handedOver(tx, [own, ...others].map(knownOf), act, nowMs);
    if (company.length === 0) return answerOf(tx, own, nowMs, todo.isLong);
    if (heard.length > 0 || !isDrawnFrom(printed(todo), company))
      return answerOf(tx, own, nowMs, todo.isLong, { waiting: printAgain(nowMs) });
    const members = others.filter(({ case: { id } }) => company.some((member) => member.case.id === id));
    for (const dossier of [own, ...members]) dossier.did(factOf(dossier, act, printed(todo)));
    for (const dossier of members) await putBack(tx, dossier, nowMs);
    return answerOf(tx, own, nowMs, todo.isLong);
  });
}

async function inHand(tx: Queries, caseId: string, nowMs: number): Promise<{ own: Dossier; others: Dossier[] }> {
  const stored = await storedCase(tx, caseId);
  if (!stored) throw ApplicationFailure.nonRetryable(`${caseId} has no row`, 'NoCase');
  await lockDebtor(tx, debtorOfCase(stored.case));
  const dossiers = await takeInHand(tx, [caseId, ...(await beside(tx, stored))], nowMs, caseId);
  const own = dossiers.get(caseId);
  if (!own) throw ApplicationFailure.nonRetryable(`${caseId} has no row`, 'NoCase');
  return { own, others: [...dossiers.values()].filter((dossier) => dossier !== own) };
}

function knownOf({ case: theCase, plan, revision }: Dossier): Known {
  return { case: theCase, plan, revision };
}

function printed({ paper }: ToDo): PrintedDocument {
  if (!paper || 'outcome' in paper) throw new Error('nothing was printed for an act that needs it');
  return paper;
}

/** The same bytes, kept for each case under an id of its own. */
function factOf({ case: { id: caseId } }: Dossier, { step, route }: HandingOver, { sha256 }: PrintedDocument) {
  return { type: 'handed-over', step, route, document: documentId({ caseId, kind: 'handoff' }, sha256), sha256 } as const;
}
