import { Router } from 'express';
import type { AnswerOf, TaskLine } from '../../api/client.ts';
import { type ActName, isActName } from '../../domain/case/acts/index.ts';
import { isCall, type Task, taskKinds } from '../../domain/case/case.ts';
import { taskNames } from '../../domain/case/show/french.ts';
import { sumsByCurrency } from '../../domain/money/cents.ts';
import { type ActForm, actFormOf, centsOf, type Refused } from './act-form.ts';
import { waitingAmendments } from './amendments.ts';
import { type Api, ApiProblem, queryText } from './api.ts';
import { approving, digestOf } from './approve-many.ts';
import { addressFields } from './debtor-form.ts';
import { doNamedAct } from './do-act.ts';
import { goOnWith } from './jobs.ts';
import { knownOf } from './known.ts';
import { claimLeaving } from './late-charges.ts';
import { strayMails } from './mails.ts';
import { caseOf, type Leaving, leavingOf, stepIn } from './message.ts';
import { moneyNews } from './money-news.ts';
import { answerRemedies, isAboutAddresses, keyOf, remediesOf, remedyLabel } from './remedies.ts';
import { debtorPath } from './rooms.ts';
import { askedIn, type Sent, sentIn } from './sent.ts';
import { ownPath } from './sign-in.ts';
import { isLineName, isLineOf } from './task-line.ts';
import { creditorName, type House, isAtLeast, type Room, roomOf, type Visit } from './visit.ts';
import { waiversOf, waiving } from './waive-many.ts';

const ON_A_PAGE = 100;

/** What is asked of the list: kind, owner, only what is late, one debtor or those of a name, from which amount, in which order, and a page. */
type Filter = Readonly<
  Record<'kind' | 'owner' | 'overdue' | 'debtor' | 'client' | 'montant' | 'ordre' | 'cursor', string | undefined>
>;

const orders = [
  { order: 'due', name: 'échéance' },
  { order: 'amount', name: 'montant' },
  { order: 'debtor', name: 'client' },
] as const;

/** A line of the list, with what the page needs of it. */
interface Row extends TaskLine {
  readonly id: string;
  readonly href: string;
  readonly canBeChecked: boolean;
  /** The page of who owes. */
  readonly debtorHref: string;
  /** For whom it is, where one looks at several creditors at once. */
  readonly creditorName: string | null;
}

/** À faire: what waits for a person, and beside it what it is about and what settles it. */
export function taskRooms(house: House): Router {
  return Router()
    .get(
      '/a-faire',
      roomOf(house, async (visit, req) => showTasks(visit, askedIn(req))),
    )
    .post('/a-faire/verifier', roomOf(house, checking))
    .post('/a-faire/approuver', roomOf(house, approvingMany))
    .post('/a-faire/frais', roomOf(house, checkingCharges))
    .post('/a-faire/renoncer', roomOf(house, waivingMany))
    .post('/a-faire/:caseId/:act', roomOf(house, acting));
}

const checking: Room = async (visit, req) => {
  const chosen = chosenIn(sentIn(req));
  if (!chosen.some((id) => isLineOf('approval', id))) return visit.goOn('/a-faire', NOTHING_CHOSEN);
  await visit.show('digest', 'Approuver ensemble', await digestOf(visit.api, chosen));
};

const approvingMany: Room = async (visit, req) => {
  const chosen = chosenIn(sentIn(req));
  if (!chosen.some((id) => isLineOf('approval', id))) return visit.goOn('/a-faire', NOTHING_CHOSEN);
  goOnWith(visit, await approving(visit.api, chosen), '/a-faire');
};

const checkingCharges: Room = async (visit, req) => {
  const chosen = chosenIn(sentIn(req));
  if (!chosen.some((id) => isLineOf('late-charges', id))) return visit.goOn('/a-faire', NO_CHARGES_CHOSEN);
  await visit.show('waivers', 'Renoncer ensemble', await waiversOf(visit.api, chosen));
};

const waivingMany: Room = async (visit, req) => {
  const sent = sentIn(req);
  const chosen = chosenIn(sent);
  if (!chosen.some((id) => isLineOf('late-charges', id))) return visit.goOn('/a-faire', NO_CHARGES_CHOSEN);
  goOnWith(visit, await waiving(visit.api, chosen, typeof sent.motif === 'string' ? sent.motif.trim() : ''), '/a-faire');
};

const NOTHING_CHOSEN = { kind: 'bad', text: 'Aucun envoi à approuver n’est coché.' } as const;
const NO_CHARGES_CHOSEN = { kind: 'bad', text: 'Aucune ligne de sommes dues au titre du retard n’est cochée.' } as const;

const acting: Room = async (visit, req) => {
  const { caseId = '', act = '' } = req.params;
  const sent = sentIn(req);
  if (!isActName(act)) throw new ApiProblem(404, act);
  const done = await doNamedAct(visit.api, caseId, act, sent);
  if ('flash' in done) return visit.goOn(ownPath(sent.suite), done.flash);
  const back = new URL(ownPath(sent.ici), 'http://site');
  await showTasks(visit, Object.fromEntries(back.searchParams), done.refused);
};

/** The names of checked lines: case and task. Throws an `ApiProblem` for one that no line of ours has. */
function chosenIn({ tache = [] }: Sent): string[] {
  const chosen = [tache].flat();
  if (!chosen.every(isLineName)) throw new ApiProblem(400, NO_LINE);
  return chosen;
}

const NO_LINE =
  'Une des lignes cochées n’est celle d’aucun dossier\u00a0: rien n’a été fait. Revenez à «\u00a0À faire\u00a0» et cochez de nouveau.';

async function showTasks(visit: Visit, query: Sent, refused?: Refused): Promise<void> {
  const filter = filterOf(query);
  const found = await visit.api.call('GET /tasks', { query: { limit: ON_A_PAGE, ...askedOf(filter) } });
  const rows = found.tasks.map((task) => rowOf(visit, task, filter));
  const asked = typeof query.tache === 'string' ? query.tache : undefined;
  const chosen = rows.find(({ id }) => id === asked) ?? (asked === undefined ? rows[0] : undefined);
  const [pane, news, proposed, mails] = await Promise.all([
    chosen ? chosenOf(visit, rows, chosen, refused) : null,
    moneyNews(visit),
    waitingAmendments(visit),
    strayMails(visit),
  ]);
  await visit.show(
    'tasks',
    'À faire',
    {
      rows,
      canApprove: rows.some(({ kind }) => kind === 'approval'),
      canWaive: rows.some(({ kind }) => kind === 'late-charges'),
      mayDecide: isAtLeast(visit.session, 'approver'),
      charges: filter.kind === 'late-charges' ? chargesOf(rows) : null,
      isPart: found.next !== null || filter.cursor !== undefined,
      filter,
      kinds: taskKinds.map((kind) => ({ kind, name: taskNames[kind] })),
      orders,
      isFiltered: Object.values(filter).some((value) => value !== undefined),
      isOpen: asked !== undefined,
      isGone: asked !== undefined && chosen === undefined,
      chosen: pane,
      next: found.next === null ? null : hrefOf({ ...filter, cursor: found.next }),
      news,
      proposed,
      mails: mails.length,
    },
    refused ? 422 : 200,
  );
}

/** What cases owe because of the delay today, each once, by currency; and of how many nobody knows it. */
function chargesOf(rows: readonly Row[]) {
  const cases = [...new Map(rows.map((row) => [row.caseId, row])).values()];
  const known = cases.flatMap(({ currency, owedCents = null }) => (owedCents === null ? [] : [{ currency, cents: owedCents }]));
  return { sums: sumsByCurrency(known), unknown: cases.length - known.length };
}

/** As the API is asked; an amount that is none is left out of the question, and stands in its field. */
function askedOf({ client, montant, ordre, ...filter }: Filter) {
  return { ...filter, name: client, least: centsOf(montant ?? '') ?? undefined, sort: ordre };
}

function filterOf({ kind, owner, overdue, debtor, client, montant, ordre, cursor }: Sent): Filter {
  const text = (value: Sent[string] | undefined) => (typeof value === 'string' && value !== '' ? value : undefined);
  const known = taskKinds.find((each) => each === kind);
  return {
    kind: known,
    owner: text(owner),
    overdue: overdue === 'true' ? 'true' : undefined,
    debtor: text(debtor),
    client: text(client)?.slice(0, 100),
    montant: text(montant),
    ordre: orders.find(({ order }) => order === ordre && order !== 'due')?.order,
    cursor: text(cursor),
  };
}

function rowOf({ session, creditors }: Visit, task: TaskLine, filter: Filter): Row {
  const id = `${task.caseId}~${task.kind}~${task.key}`;
  const isOneOfMany = session.creditorId === null && creditors.length > 1;
  return {
    ...task,
    id,
    href: hrefOf({ ...filter, tache: id }),
    canBeChecked: task.kind === 'approval' || task.kind === 'late-charges',
    debtorHref: debtorPath(task),
    creditorName: isOneOfMany ? creditorName(creditors, task.creditorId) : null,
  };
}

function hrefOf(query: Readonly<Record<string, string | undefined>>): string {
  return `/a-faire${queryText(query)}`;
}

interface Chosen extends Row {
  readonly leaving: Leaving | null;
  /** Of an accord, money that waits and may be what it would ask; null for other tasks. */
  readonly likely: AnswerOf<'GET /cases/{caseId}/likely-money'>['entry'];
  /** What to have before one's eyes while one calls; null for other tasks. */
  readonly call: AnswerOf<'GET /cases/{caseId}/call'> | null;
  /** The form of who owes, where it is his addresses that are wrong; null for other tasks. */
  readonly addresses: { readonly fields: ReturnType<typeof addressFields>; readonly mayCorrect: boolean } | null;
  /** What the debtor wrote; null for other tasks. */
  readonly answer: Answer | null;
  readonly forms: readonly (ActForm & { readonly key: string; readonly isOpen: boolean })[];
  /** The line that comes after, where one goes once this one is done. */
  readonly after: string;
}

type Answer = AnswerOf<'GET /cases/{caseId}/answers'>['answers'][number];

async function chosenOf(visit: Visit, rows: readonly Row[], row: Row, refused?: Refused): Promise<Chosen> {
  const { api } = visit;
  const [theCase, answer, leaving, addresses, likely] = await Promise.all([
    caseOf(api, row.caseId),
    answerOf(api, row),
    messageOf(api, row),
    addressesOf(visit, row),
    likelyOf(api, row),
  ]);
  const task = theCase.tasks.find(({ kind, key }) => kind === row.kind && key === row.key);
  const isPaused = theCase.holds.some(({ type }) => type === 'pause');
  const settling = answer && row.kind === 'answer' ? answerRemedies[answer.about] : remediesOf({ ...row, ...task });
  const names = offeredOf([...settling, 'pause'], isPaused, leaving);
  const [known, call] = await Promise.all([knownOf(api, theCase, names), callOf(visit, row, answer)]);
  const fixed = { ...fixedBy(task), ...(answer || row.kind === 'answer' ? { document: answer?.document ?? '' } : {}) };
  const forms = names.map((act) => ({
    ...actFormOf(act, visit.session, { refused, fixed, known, label: remedyLabel(row, act) }),
    key: keyOf(act),
    isOpen: refused?.act === act,
  }));
  const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
  return { ...row, forms, call, answer, leaving, likely, addresses, after: next?.href ?? '/a-faire' };
}

/** Each act once: no pause of a paused case, no accord for what cannot leave as it stands. */
function offeredOf(names: readonly ActName[], isPaused: boolean, leaving: Leaving | null): ActName[] {
  const isBlocked = leaving !== null && (leaving.refusal !== null || leaving.forms.some(({ refused }) => refused !== null));
  return [...new Set(names)].filter((act) => !(act === 'pause' && isPaused) && !(act === 'approve' && isBlocked));
}

/** What is to be corrected where a task is about addresses. */
async function addressesOf({ api, session }: Visit, row: Row): Promise<Chosen['addresses']> {
  if (!isAboutAddresses(row)) return null;
  const { creditorId, debtorId } = row;
  const debtor = await api.call('GET /debtors/{id}', { params: { id: debtorId }, query: { creditor: creditorId } });
  return { fields: addressFields(debtor), mayCorrect: isAtLeast(session, 'operator') };
}

async function likelyOf(api: Api, { kind, caseId }: Row): Promise<Chosen['likely']> {
  return kind === 'approval' ? (await api.call('GET /cases/{caseId}/likely-money', { params: { caseId } })).entry : null;
}

/** Who calls, and whom a debtor asked to call, has the script beside it. */
async function callOf({ api, session }: Visit, row: Row, answer: Answer | null): Promise<Chosen['call']> {
  const calls = isCall(row) || answer?.about === 'call-me';
  return calls && isAtLeast(session, 'operator')
    ? api.call('GET /cases/{caseId}/call', { params: { caseId: row.caseId } })
    : null;
}

/** What the debtor wrote of which a task speaks. */
async function answerOf(api: Api, { kind, key, caseId }: Row): Promise<Answer | null> {
  if (kind !== 'answer' && kind !== 'dispute') return null;
  const { answers } = await api.call('GET /cases/{caseId}/answers', { params: { caseId } });
  return answers.find((each) => each.key === key) ?? null;
}

/** What a task says already: the step it is about, for a send its channel, for an accord what was read. */
function fixedBy({ kind, key, step, channel, content = '' }: Partial<Task> = {}): Readonly<Record<string, string>> {
  const told = Object.entries(kind === 'approval' ? { step: step ?? key, content } : { step, channel });
  return Object.fromEntries(told.filter((field): field is [string, string] => field[1] !== undefined));
}

/** What an accord, or a claim of what the delay added, would let leave; nothing for other tasks. */
async function messageOf(api: Api, { kind, key, caseId }: Row): Promise<Leaving | null> {
  if (kind === 'late-charges' && key === 'principal') return claimLeaving(api, caseId);
  if (kind !== 'approval') return null;
  const step = await stepIn(api, caseId, key);
  return step ? leavingOf(api, caseId, step) : null;
}
