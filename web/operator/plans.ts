import { Router } from 'express';
import type { AnswerOf } from '../../api/client.ts';
import { capitalised } from '../../domain/case/show/french.ts';
import { sentence } from '../../domain/in-french.ts';
import { planCalendar } from '../../domain/plan/calendar.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { planInWords } from '../../domain/plan/plan-words.ts';
import { fileIn } from '../shared/upload.ts';
import { type Api, ApiProblem, mustBeRefused } from './api.ts';
import { goOnWith } from './jobs.ts';
import { postageShown } from './postage.ts';
import { sentIn } from './sent.ts';
import { type House, isAtLeast, type Room, roomOf, type Visit } from './visit.ts';

const MOST_BYTES = 200_000;
const MOST_SHOWN = 200;

type Comparison = AnswerOf<'POST /plans/comparison'>;

/** Plans: read as a calendar, loaded with the checks of the command, compared with what runs, and only then put in force. */
export function planRooms(house: House): Router {
  return Router()
    .get('/plans-de-relance', roomOf(house, showPlans))
    .get('/plans-de-relance/:id', roomOf(house, showPlan))
    .post('/plans-de-relance/comparer', roomOf(house, comparing))
    .post('/plans-de-relance/en-vigueur', roomOf(house, puttingInForce));
}

async function showPlans(visit: Visit, _req?: unknown, _res?: unknown, wrong: Wrong | null = null): Promise<void> {
  const { api, session, show } = visit;
  if (session.creditorId === null) return show('choose', 'Plans', {});
  const { plans } = await api.call('GET /plans');
  await show('plans', 'Plans', { plans, wrong, mayLoad: isAtLeast(session, 'approver') }, wrong === null ? 200 : 422);
}

const showPlan: Room = async ({ api, session, show }, req) => {
  if (session.creditorId === null) return show('choose', 'Plans', {});
  const plan = await api.call('GET /plans/{id}', { params: { id: req.params.id ?? '' } });
  await show('plan', plan.name, { plan, ...drawn(plan), document: JSON.stringify(plan, null, 2), comparison: null });
};

/** What is wrong with a document, path by path. */
interface Wrong {
  readonly text: string;
  readonly lines: readonly string[];
}

const comparing: Room = async (visit, req) => {
  const file = await fileIn(req, 'fichier', MOST_BYTES);
  if (file === null)
    return showPlans(visit, null, null, { text: 'Choisissez un fichier\u00a0: aucun n’est venu, ou il est vide.', lines: [] });
  const content = new TextDecoder().decode(file.bytes);
  await refusing(visit, file.name, async () => showComparison(visit, content, await compared(visit.api, content)));
};

/** Throws an `ApiProblem` for a document that is none, and for a plan that is refused. */
function compared(api: Api, content: string): Promise<Comparison> {
  return api.call('POST /plans/comparison', { body: parsed(content) });
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new ApiProblem(400, capitalised(sentence(`not a JSON document: ${why}`)));
  }
}

async function refusing(visit: Visit, name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    mustBeRefused(error, 400, 403, 409);
    const lines = error.faults.map(({ path, message }) => `${path}\u00a0: ${message}`);
    await showPlans(visit, null, null, {
      text: `${name} ne peut pas être chargé.`,
      lines: lines.length > 0 ? lines : [error.message],
    });
  }
}

async function showComparison({ api, session, show }: Visit, content: string, comparison: Comparison): Promise<void> {
  const creditor = await api.call('GET /creditors/{id}', { params: { id: session.creditorId ?? '' } });
  const { plan, changed } = comparison;
  await show('plan', plan.name, {
    plan,
    ...drawn(plan),
    content,
    sides: [comparison.before, comparison.after].map((side) => ({
      ...side,
      postage: postageShown([{ payer: creditor, posted: side.posted }]),
    })),
    comparison: { ...comparison, count: changed.length, changed: changed.slice(0, MOST_SHOWN) },
    noticeFirst: changed.filter((each) => each.noticeFirst),
    mayLoad: isAtLeast(session, 'approver'),
  });
}

/** Keeps the plan for new cases and, when it is asked for, gives it to the open ones whose life it changes. */
const puttingInForce: Room = async (visit, req) => {
  const { contenu, dossiers } = sentIn(req);
  const document = parsed(String(contenu ?? ''));
  await refusing(visit, 'Ce plan', async () => {
    const { id, version } = await visit.api.call('PUT /plans/{id}', {
      params: { id: textIn(document, 'id') },
      body: document,
    });
    const text = `Le plan «\u00a0${textIn(document, 'name')}\u00a0» (version ${version}) est en vigueur pour les nouveaux dossiers.`;
    const path = `/plans-de-relance/${encodeURIComponent(id)}`;
    if (dossiers !== '1') return visit.goOn(path, { kind: 'good', text });
    goOnWith(visit, await visit.api.call('POST /jobs/plan-changes', { body: { plan: id, version } }), path, `${text} `);
  });
};

/** A text of a document; nothing of one that is none, which the API refuses. */
function textIn(document: unknown, field: 'id' | 'name'): string {
  const text: unknown = typeof document === 'object' && document !== null ? Reflect.get(document, field) : undefined;
  return typeof text === 'string' ? text : '';
}

const FULL_WIDTH = 100;
const MARK_WIDTH = 3;

/** The steps on a scale from the first to the last day. */
function drawn(plan: Plan) {
  const steps = planCalendar(plan);
  const days = [0, ...steps.map(({ day }) => day)];
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const scale = (FULL_WIDTH - MARK_WIDTH) / Math.max(1, last - first);
  const at = (day: number) => Math.round((day - first) * scale * 10) / 10;
  return {
    dueAt: at(0),
    rules: planInWords(plan),
    steps: steps.map((step) => ({ ...step, x: at(step.day), when: whenOf(step) })),
  };
}

function whenOf({ anchor, delayDays, day }: ReturnType<typeof planCalendar>[number]): string {
  const count = `${delayDays} jour${delayDays > 1 ? 's' : ''}`;
  const supposed = ` (vers J\u00a0+\u00a0${day})`;
  if (anchor === 'before-due') return `J\u00a0−\u00a0${delayDays}`;
  if (anchor === 'after-due') return delayDays === 0 ? 'J, le jour de l’échéance' : `J\u00a0+\u00a0${delayDays}`;
  if (anchor === 'after-entry') return `${count} après l’entrée du dossier`;
  if (anchor === 'after-notice-receipt') return `${count} après la réception de la mise en demeure${supposed}`;
  return delayDays === 0 ? `aussitôt après${supposed}` : `${count} après l’étape d’avant${supposed}`;
}
