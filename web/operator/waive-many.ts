import { MOST_DECISIONS } from '../../api/contract/jobs.ts';
import type { CaseView } from '../../domain/case/view.ts';
import { sumsByCurrency } from '../../domain/money/cents.ts';
import { type Api, ApiProblem } from './api.ts';
import { inTurns } from './in-turns.ts';
import type { Job } from './job-words.ts';
import { owedOfDelayIn } from './late-charges.ts';
import { caseOf } from './message.ts';
import { isLineOf, lineNamed } from './task-line.ts';

/** The late charges of one case among many. */
interface Line {
  readonly id: string;
  readonly theCase: CaseView;
  readonly debtorName: string;
  /** What is owed today because of the delay; null where a rate is missing. */
  readonly owedCents: number | null;
  readonly missing: string | null;
}

/** What is given up when the late charges of many are: which cases, and what sum. Lines of another kind are left alone, and counted. */
export async function waiversOf(api: Api, chosen: readonly string[]) {
  const ofCharges = chosen.filter((id) => isLineOf('late-charges', id));
  const kept = ofCharges.slice(0, MOST_DECISIONS);
  const lines = await inTurns(kept, (id) => lineOf(api, id));
  const ready = lines.filter(({ missing }) => missing === null);
  return {
    lines,
    ready: ready.length,
    others: chosen.length - ofCharges.length,
    leftOut: ofCharges.length - kept.length,
    most: MOST_DECISIONS,
    unknown: ready.filter(({ owedCents }) => owedCents === null).length,
    sums: sumsByCurrency(ready.map(({ theCase, owedCents }) => ({ currency: theCase.invoice.currency, cents: owedCents ?? 0 }))),
  };
}

/** Gives up the late charges of each, with one reason. Throws `ApiProblem` for more than one may look at. */
export function waiving(api: Api, chosen: readonly string[], reason: string): Promise<Job> {
  const cases = chosen.filter((id) => isLineOf('late-charges', id)).map((id) => lineNamed(id).caseId);
  if (cases.length > MOST_DECISIONS)
    throw new ApiProblem(
      413,
      `${cases.length} lignes d’un coup\u00a0: on en décide ${MOST_DECISIONS} au plus. Rien n’a été abandonné\u00a0; recommencez par parties.`,
    );
  return api.call('POST /jobs/waivers', { body: { cases, ...(reason === '' ? {} : { reason }) } });
}

async function lineOf(api: Api, id: string): Promise<Line> {
  const { caseId, key } = lineNamed(id);
  const theCase = await caseOf(api, caseId);
  const { creditorId: creditor, debtorId, balanceCents } = theCase;
  const [owedCents, { name }] = await Promise.all([
    owedOfDelayIn(api, { caseId, balanceCents }),
    api.call('GET /debtors/{id}', { params: { id: debtorId }, query: { creditor } }),
  ]);
  const waits = theCase.tasks.some((task) => task.kind === 'late-charges' && task.key === key);
  return { id, theCase, debtorName: name, owedCents, missing: waits ? null : 'n’attend plus de décision' };
}
