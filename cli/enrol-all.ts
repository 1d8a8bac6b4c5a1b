import type { ApiClient } from '../api/client.ts';
import { enrolmentBody, type Planned } from '../domain/enrol/preview.ts';
import { BadInput, type Fault } from '../domain/fault.ts';

/** Requests under way at once. */
const AT_ONCE = 8;
const TELL_EVERY_MS = 1_000;

export interface Enrolled {
  /** Ids of the cases that were opened. */
  readonly enrolled: readonly string[];
  /** Invoices that somebody else enrolled meanwhile. */
  readonly already: number;
  readonly faults: readonly Fault[];
}

interface Answer {
  readonly caseId: string;
  readonly enrolled: boolean;
}

/** Enrols every invoice, a few at a time, and says how far it is. Cut short, the same command goes on with what is missing. */
export async function enrolAll(api: ApiClient, creditorId: string, planned: readonly Planned[]): Promise<Enrolled> {
  const answers: Answer[] = [];
  const faults: Fault[] = [];
  const waiting = planned.values();
  const tell = progress(planned.length, () => answers.length + faults.length);
  const work = async (): Promise<void> => {
    for (const each of waiting) {
      const answer = await enrol(api, creditorId, each);
      if ('caseId' in answer) answers.push(answer);
      else faults.push(...answer);
      tell();
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
  const broken = ends.find((end) => end.status === 'rejected');
  if (broken) return interrupted(answers.length, planned.length, broken.reason);
  const enrolled = answers.filter((answer) => answer.enrolled).map((answer) => answer.caseId);
  return { enrolled, already: answers.length - enrolled.length, faults };
}

/** What was under way has ended: what is kept is kept. */
function interrupted(done: number, total: number, reason: unknown): never {
  process.stderr.write(`Interrompu à ${done} sur ${total}\u00a0: relancer la même commande reprend la suite.\n`);
  throw reason instanceof Error ? reason : new Error(String(reason));
}

async function enrol(api: ApiClient, creditorId: string, planned: Planned): Promise<Answer | readonly Fault[]> {
  try {
    return await api.call('POST /enrolments', { query: { creditor: creditorId }, body: enrolmentBody(planned) });
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return error.faults.map(({ path, message }) => ({ path: `ligne ${planned.enrolment.line}, ${path}`, message }));
  }
}

/** A line on standard error every second, and at the end. */
function progress(total: number, done: () => number): () => void {
  let toldMs = Date.now();
  return () => {
    const last = done() >= total;
    if (!last && Date.now() - toldMs < TELL_EVERY_MS) return;
    toldMs = Date.now();
    process.stderr.write(`${done()} sur ${total}\n`);
  };
}
