import type { CaseView } from '../../domain/case/view.ts';
import { sumsByCurrency } from '../../domain/money/cents.ts';
import type { Api } from './api.ts';
import { inTurns } from './in-turns.ts';
import type { Job } from './job-words.ts';
import { owedOfDelay } from './late-charges.ts';
import { caseOf } from './message.ts';
import { decidedOf, lineNamed, pickedOf } from './task-line.ts';

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
  const { kept, ...left } = pickedOf('late-charges', chosen);
  const lines = await inTurns(kept, (id) => lineOf(api, id));
  const ready = lines.filter(({ missing }) => missing === null);
  return {
    lines,
    ready: ready.length,
    ...left,
    unknown: ready.filter(({ owedCents }) => owedCents === null).length,
    sums: sumsByCurrency(ready.map(({ theCase, owedCents }) => ({ currency: theCase.invoice.currency, cents: owedCents ?? 0 }))),
  };
}

/** Gives up the late charges of each, with one reason. Throws `ApiProblem` for more than one may look at. */
export function waiving(api: Api, chosen: readonly string[], reason: string): Promise<Job> {
  const cases = decidedOf('late-charges', chosen, ['décide', 'abandonné']).map(({ caseId }) => caseId);
  return api.call('POST /jobs/waivers', { body: { cases, ...(reason === '' ? {} : { reason }) } });
}

async function lineOf(api: Api, id: string): Promise<Line> {
  const { caseId, key } = lineNamed(id);
  const theCase = await caseOf(api, caseId);
  const { creditorId: creditor, debtorId, balanceCents } = theCase;
  const [claim, { name }] = await Promise.all([
    api.call('GET /cases/{caseId}/claim', { params: { caseId } }),
    api.call('GET /debtors/{id}', { params: { id: debtorId }, query: { creditor } }),
  ]);
  const waits = theCase.tasks.some((task) => task.kind === 'late-charges' && task.key === key);
  const owedCents = owedOfDelay(claim, balanceCents);
  return { id, theCase, debtorName: name, owedCents, missing: waits ? null : 'n’attend plus de décision' };
}
