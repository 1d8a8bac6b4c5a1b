import { worldBeside } from '../cases/world.ts';
import type { Database } from '../db/database.ts';
import { debtorOfCase } from '../db/debtor-world.ts';
import { type DoubtRow, doubtAsked } from '../db/messages.ts';
import { type StoredCase, storedCase, storedCases } from '../db/stored-cases.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import type { Next, Outward } from '../domain/case/act.ts';
import { type Case, holdOf, recordOf } from '../domain/case/case.ts';
import { nameOfNote } from '../domain/case/debtor/payment.ts';
import { missedNote } from '../domain/case/next/notes.ts';
import { isOutward, stepOf } from '../domain/plan/plan.ts';
import type { SendRequest } from '../words/message.ts';
import { decide, type Party } from '../words/party.ts';
import { spokenFor } from '../words/spoken-for.ts';
import { forbiddenIn } from '../words/step-message.ts';
import type { ToDo } from './activities.ts';
import { type BesideRows, besideAsked, besideFound } from './gate.ts';

export interface Gathered {
  readonly party: Party;
  /** Cases that may not leave with it. */
  readonly barred: ReadonlySet<string>;
}

/** Who may leave with it, and who is leaving already. */
interface Beside extends BesideRows {
  readonly doubt: DoubtRow;
}

/** Who leaves with the act; one that may not ask its claim today stays out. */
export async function gather(
  db: Database,
  own: StoredCase,
  request: SendRequest,
): Promise<Gathered | { readonly waiting: Next | undefined }> {
  const { nowMs } = request;
  const { world, found } = await worldBeside<Beside>(db, own.case, nowMs, {
    ...besideAsked(own, nowMs),
    doubt: doubtAsked(debtorOfCase(own.case)),
  });
  const others = await storedCases(db, besideFound(found));
  const barred = new Set(found.doubt.map(({ caseId }) => caseId));
  for (;;) {
    const decision = decide({ request, own, others, barred, nowMs }, world);
    if (!decision.leaves) return { waiting: decision.waiting };
    const forbidden = await forbiddenIn(db, decision.party, parisDay(nowMs));
    if (forbidden.length === 0) return { party: decision.party, barred };
    for (const id of forbidden) barred.add(id);
  }
}

/** For whom a letter is printed: those that leave with the act as things stand; null when it would not leave. */
export async function companyOfPrint(db: Database, { caseId, act, nowMs }: ToDo): Promise<Party | null> {
  const own = await storedCase(db, caseId);
  if (!own || !act) return null;
  if (act.do === 'ask-approval') return companyToApprove(db, own, act.step, nowMs);
  if (act.do !== 'send') return null;
  const gathered = await gather(db, own, requestOf(own.case, { caseId, nowMs }, act));
  return 'party' in gathered ? gathered.party : null;
}

/** For whom the letter would leave were it approved now. */
async function companyToApprove(db: Database, own: StoredCase, id: string, nowMs: number): Promise<Party | null> {
  const step = stepOf(own.plan, id);
  if (!step || !isOutward(step)) return null;
  const members = [own, ...(await spokenFor(db, own, step, nowMs))].map((one) => ({ ...one, step: id, sequence: 1 }));
  return { words: step, members };
}

/** The message that an act asks for. */
export function requestOf(
  theCase: Case,
  { caseId, paper, nowMs }: Omit<ToDo, 'act' | 'run' | 'isLong'>,
  act: Outward,
): SendRequest {
  const document = paper && !('outcome' in paper) ? { document: paper } : {};
  switch (act.do) {
    case 'send': {
      const sequence = recordOf(theCase, act.step)?.sequence ?? 1;
      return { caseId, step: act.step, channel: act.channel, sequence, nowMs, ...document };
    }
    case 'send-note':
      return {
        caseId,
        step: null,
        note: { ...nameOfNote(theCase, act.note), template: act.template },
        channel: 'email',
        sequence: 1,
        nowMs,
        ...document,
      };
    case 'ask-instalment': {
      return { caseId, step: null, note: missedNote(act), channel: 'email', sequence: timesAsked(theCase, act.on) + 1, nowMs };
    }
  }
}

/** A missed instalment is asked again as a formal notice once the agreement is signed: another message. */
function timesAsked(theCase: Case, on: string): number {
  return holdOf(theCase, 'instalments')?.asked?.filter((missed) => missed.on === on).length ?? 0;
}
