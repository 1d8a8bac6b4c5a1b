import { MOST_APPROVALS } from '../../api/contract/jobs.ts';
import type { CaseView } from '../../domain/case/view.ts';
import { sumsByCurrency } from '../../domain/money/cents.ts';
import { type Api, ApiProblem } from './api.ts';
import { inTurns } from './in-turns.ts';
import type { Job } from './job-words.ts';
import { caseOf, type Leaving, leavingOf, stepIn } from './message.ts';

/** One accord among many: what would leave, and why it cannot. */
interface Line {
  readonly id: string;
  readonly theCase: CaseView;
  readonly debtorName: string;
  readonly leaving: Leaving | null;
  readonly missing: string | null;
}

/** What leaves when many are approved: how many of which kind, what sum is asked, to whom, and what is missing. */
export async function digestOf(api: Api, chosen: readonly string[]) {
  const kept = chosen.slice(0, MOST_APPROVALS);
  const names = new Map<string, Promise<string>>();
  const lines = await inTurns(kept, (id) => lineOf(api, id, names));
  const ready = lines.filter(({ missing }) => missing === null);
  const forms = ready.flatMap(({ leaving }) => leaving?.forms ?? []);
  const count = (kind: string) => forms.filter((form) => form.kind === kind).length;
  return {
    lines,
    ready: ready.length,
    leftOut: chosen.length - kept.length,
    most: MOST_APPROVALS,
    letters: count('letter'),
    emails: count('email'),
    segments: forms.reduce((sum, { segments }) => sum + segments, 0),
    sums: sumsByCurrency(ready.map(({ theCase }) => ({ currency: theCase.invoice.currency, cents: theCase.balanceCents }))),
  };
}

async function lineOf(api: Api, id: string, names: Map<string, Promise<string>>): Promise<Line> {
  const { caseId, key } = namesIn(id);
  const theCase = await caseOf(api, caseId);
  const debtorName = await debtorNameOf(api, theCase, names);
  const task = theCase.tasks.find((one) => one.kind === 'approval' && one.key === key);
  if (!task) return { id, theCase, debtorName, leaving: null, missing: 'n’attend plus d’accord' };
  const step = await stepIn(api, caseId, key);
  const leaving = step ? await leavingOf(api, caseId, step) : null;
  const refused = leaving?.refusal ?? leaving?.forms.find((form) => form.refused !== null)?.refused ?? null;
  return { id: `${caseId}~approval~${key}${MARK}${task.content ?? ''}`, theCase, debtorName, leaving, missing: refused };
}

/** Each debtor is asked for once. */
function debtorNameOf(api: Api, { creditorId, debtorId }: CaseView, names: Map<string, Promise<string>>): Promise<string> {
  const key = `${creditorId}/${debtorId}`;
  const asked =
    names.get(key) ??
    api.call('GET /debtors/{id}', { params: { id: debtorId }, query: { creditor: creditorId } }).then(({ name }) => name);
  names.set(key, asked);
  return asked;
}

/** Approves each, in the order of the list; one that is refused says why and stops no other. Throws `ApiProblem` for more than one may look at. */
export function approving(api: Api, chosen: readonly string[]): Promise<Job> {
  if (chosen.length > MOST_APPROVALS)
    throw new ApiProblem(
      413,
      `${chosen.length} lignes d’un coup\u00a0: on en approuve ${MOST_APPROVALS} au plus. Rien n’a été approuvé\u00a0; recommencez par parties.`,
    );
  const approvals = chosen
    .map(namesIn)
    .map(({ caseId, key, content }) => ({ caseId, step: key, ...(content ? { content } : {}) }));
  return api.call('POST /jobs/approvals', { body: { approvals } });
}

/** Before the digest of what the person saw. */
const MARK = '#';

/** `case~kind~key`, as the list names its lines, and the digest of what was seen. */
function namesIn(id: string): { readonly caseId: string; readonly key: string; readonly content: string } {
  const [name = '', content = ''] = id.split(MARK);
  const [caseId = '', , ...key] = name.split('~');
  return { caseId, key: key.join('~'), content };
}
