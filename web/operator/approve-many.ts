import type { AnswerOf } from '../../api/client.ts';
import type { CaseView } from '../../domain/case/view.ts';
import { type Sum, sumCents, sumsByCurrency } from '../../domain/money/cents.ts';
import { postedOf } from '../../domain/party/postage.ts';
import { type Channel, postedChannels } from '../../domain/plan/plan.ts';
import type { Api } from './api.ts';
import { inTurns } from './in-turns.ts';
import type { Job } from './job-words.ts';
import { caseOf, type Leaving, leavingOf } from './message.ts';
import { type PostageShown, postageShown } from './postage.ts';
import { decidedOf, lineNamed, MARK, pickedOf } from './task-line.ts';

/** One accord among many: what would leave, and why it cannot. */
interface Line {
  readonly id: string;
  readonly theCase: CaseView;
  readonly debtorName: string;
  /** The channels by which it is posted. */
  readonly posted: readonly Channel[];
  readonly leaving: Leaving | null;
  /** What its message demands, where that is another sum than the open balance: with what the delay added, or for other invoices too. */
  readonly demandedCents: number | null;
  /** When it leaves and why not today, where the planner lets it wait for another message; null where it does not. */
  readonly waits: AnswerOf<'GET /cases/{caseId}/steps'>['onceApproved'];
  readonly missing: string | null;
  /** Money that waits and may be what it asks. */
  readonly likely: AnswerOf<'GET /cases/{caseId}/likely-money'>['entry'];
}

/** What leaves when many are approved: how many of which kind, what sum is asked, to whom, and what is missing. */
export async function digestOf(api: Api, chosen: readonly string[]) {
  const { kept, ...left } = pickedOf('approval', chosen);
  const lines = await inTurns(kept, (id) => lineOf(api, id));
  const ready = lines.filter(({ missing }) => missing === null);
  const forms = ready.flatMap(({ leaving }) => leaving?.forms ?? []);
  const count = (kind: string) => forms.filter((form) => form.kind === kind).length;
  return {
    lines,
    ready: ready.length,
    ...left,
    letters: ready.reduce((sum, { posted }) => sum + posted.length, 0),
    postage: await postageOfLines(api, ready),
    emails: count('email'),
    segments: forms.reduce((sum, { segments }) => sum + segments, 0),
    sums: sumsByCurrency(
      ready.map(({ theCase }) => ({ currency: theCase.invoice.currency, cents: Math.max(0, theCase.balanceCents) })),
    ),
    demanded: ready.some(({ demandedCents }) => demandedCents !== null) ? demandedOf(ready) : [],
  };
}

/** What all of the messages demand: a case that two of them speak for counts once. */
export function demandedOf(ready: readonly Pick<Line, 'theCase' | 'leaving'>[]): Sum[] {
  const shares = ready.flatMap(({ theCase: { invoice }, leaving }) =>
    Object.entries(leaving?.shares ?? {}).map(([id, cents]) => [id, { currency: invoice.currency, cents }] as const),
  );
  return sumsByCurrency([...new Map(shares).values()]);
}

/** What posting costs, at the prices of each creditor. */
async function postageOfLines(api: Api, ready: readonly Line[]): Promise<PostageShown> {
  const creditors = [...new Set(ready.map(({ theCase }) => theCase.creditorId))];
  return postageShown(
    await inTurns(creditors, async (id) => ({
      payer: await api.call('GET /creditors/{id}', { params: { id } }),
      posted: postedOf(ready.filter(({ theCase }) => theCase.creditorId === id).flatMap(({ posted }) => posted)),
    })),
  );
}

const GONE = { posted: [], leaving: null, demandedCents: null, waits: null, missing: 'n’attend plus d’accord', likely: null };

async function lineOf(api: Api, id: string): Promise<Line> {
  const { caseId, key } = lineNamed(id);
  const theCase = await caseOf(api, caseId);
  const { creditorId: creditor, debtorId } = theCase;
  const debtor = await api.call('GET /debtors/{id}', { params: { id: debtorId }, query: { creditor } });
  const { name: debtorName, email } = debtor;
  const task = theCase.tasks.find((one) => one.kind === 'approval' && one.key === key);
  if (!task) return { id, theCase, debtorName, ...GONE };
  const [{ steps, onceApproved: waits }, { entry: likely }] = await Promise.all([
    api.call('GET /cases/{caseId}/steps', { params: { caseId }, query: { approved: 'true' } }),
    api.call('GET /cases/{caseId}/likely-money', { params: { caseId } }),
  ]);
  const step = steps.find((each) => each.step === key);
  const leaving = step ? await leavingOf(api, caseId, step) : null;
  const refused = leaving?.refusal ?? leaving?.forms.find((form) => form.refused !== null)?.refused ?? null;
  const posted = step ? postedChannels(step, email !== undefined) : [];
  const demandedCents = sumCents(Object.values(leaving?.shares ?? {}));
  return {
    id: `${caseId}~approval~${key}${MARK}${task.content ?? ''}`,
    theCase,
    debtorName,
    posted,
    leaving,
    demandedCents: demandedCents > 0 && demandedCents !== theCase.balanceCents ? demandedCents : null,
    waits,
    missing: refused,
    likely,
  };
}

/** Approves each, in the order of the list; one that is refused says why and stops no other. Throws `ApiProblem` for more than one may look at. */
export function approving(api: Api, chosen: readonly string[]): Promise<Job> {
  const lines = decidedOf('approval', chosen, ['approuve', 'approuvé']);
  const approvals = lines.map(({ caseId, key, content }) => ({ caseId, step: key, ...(content ? { content } : {}) }));
  return api.call('POST /jobs/approvals', { body: { approvals } });
}
