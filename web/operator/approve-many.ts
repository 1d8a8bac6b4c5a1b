import { randomUUID } from 'node:crypto';
import type { CaseView } from '../../domain/case/view.ts';
import { sumsByCurrency } from '../../domain/money/cents.ts';
import { type Api, ApiProblem } from './api.ts';
import { ACT } from './do-act.ts';
import type { Flash } from './flash.ts';
import { inTurns } from './in-turns.ts';
import { caseOf, type Leaving, leavingOf, stepIn } from './message.ts';

/** A person answers for what leaves: more than that is no longer looked at. */
const MOST = 200;

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
  const kept = chosen.slice(0, MOST);
  const names = new Map<string, Promise<string>>();
  const lines = await inTurns(kept, (id) => lineOf(api, id, names));
  const ready = lines.filter(({ missing }) => missing === null);
  const forms = ready.flatMap(({ leaving }) => leaving?.forms ?? []);
  const count = (kind: string) => forms.filter((form) => form.kind === kind).length;
  return {
    lines,
    ready: ready.length,
    leftOut: chosen.length - kept.length,
    most: MOST,
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

/** Approves each; one that is refused says why and stops no other. */
export async function approving(api: Api, chosen: readonly string[]): Promise<Flash> {
  const results = await inTurns(chosen.slice(0, MOST), (id) => approved(api, id));
  const lines = results.filter((line) => line !== null);
  const done = results.length - lines.length;
  const text = `${done} ${done > 1 ? 'envois approuvés' : 'envoi approuvé'}${lines.length > 0 ? `, ${lines.length} non` : ''}.`;
  return { kind: lines.length > 0 ? 'bad' : 'good', text, lines };
}

/** Null when it is done, else what is said about it. */
async function approved(api: Api, id: string): Promise<string | null> {
  const { caseId, key, content } = namesIn(id);
  try {
    const body = { step: key, ...(content ? { content } : {}), requestId: randomUUID() };
    await api.call(ACT, { params: { caseId, act: 'approve' }, body });
    return null;
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const number = await caseOf(api, caseId).then(
      ({ invoice }) => invoice.number,
      () => caseId,
    );
    return `${number}\u00a0: ${error.message}`;
  }
}

/** Before the digest of what the person saw. */
const MARK = '#';

/** `case~kind~key`, as the list names its lines, and the digest of what was seen. */
function namesIn(id: string): { readonly caseId: string; readonly key: string; readonly content: string } {
  const [name = '', content = ''] = id.split(MARK);
  const [caseId = '', , ...key] = name.split('~');
  return { caseId, key: key.join('~'), content };
}
