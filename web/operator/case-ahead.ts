import { type AnswerOf, type LifeToCome, verifyEvidence } from '../../api/client.ts';
import { because } from '../../domain/case/reason.ts';
import { channelNames, stepName } from '../../domain/case/show/french.ts';
import { said } from '../../domain/case/show/reasons.ts';
import type { CaseView } from '../../domain/case/view.ts';
import { simulate } from '../../domain/simulate/simulate.ts';
import { endCells, endHeads, rowCells, rowHeads } from '../../domain/simulate/words.ts';
import { type Api, mustBeRefused } from './api.ts';
import { moment } from './format.ts';
import type { Sent } from './sent.ts';

type Evidence = Parameters<typeof verifyEvidence>[0];

type Planned = AnswerOf<'GET /cases/{caseId}/steps'>;

type Coming = NonNullable<Planned['first']>;

/** What follows where something that ends by itself comes first, in French: the end of a pause tells nobody what then leaves. */
export function followingOf(
  { next, invoice }: Pick<CaseView, 'next' | 'invoice'>,
  { first, steps, timeBarredOn }: Planned,
): string | null {
  if (next.act?.do !== 'end-hold') return null;
  if (first === null) return timeBarredOn === null ? null : said(because('time-barred'));
  const { act, template, tone, channel, at } = first;
  const named = template === null ? 'tâche' : stepName({ act: 'message', template, tone });
  const own = ownStepName(first, steps) ?? named;
  const by = channel === null ? '' : ` par ${channelNames[channel]}`;
  const isAnnounced = first.announced.includes(invoice.number);
  const how = isAnnounced ? 'où cette facture est seulement annoncée' : 'avec d’autres factures';
  const within = own === named && !isAnnounced ? '' : `, dans «\u00a0${named}\u00a0» ${how}`;
  return `${leads[act]}${own}${by} le ${moment(at)}${within}`;
}

/** A message speaks for the firmest of its invoices: the step of each of the others has its own name. Null of what is no step of the plan. */
function ownStepName({ tone, on }: Coming, steps: Planned['steps']): string | null {
  if (tone === null) return null;
  const own = steps.find((step) => step.state === 'to-come' && step.willBeLeftOut === null && step.on === on);
  return own?.act === 'message' ? stepName(own) : null;
}

const leads = { message: '', letter: '', approval: 'accord à donner\u00a0: ', task: 'à faire\u00a0: ' } as const;

/** What is planned, and, when it is asked for, the life to come under this plan or another. */
export async function aheadOf(api: Api, planned: Planned, { vie, plan }: Sent) {
  const { caseId } = planned;
  if (vie === undefined) return { planned, life: null };
  const told = await api.call('GET /cases/{caseId}/life-to-come', { params: { caseId } });
  const other = typeof plan === 'string' && plan !== '' && plan !== planned.plan.id ? plan : null;
  try {
    const under = other === null ? told.story : await underPlan(api, told, other);
    return { planned, life: { ...lifeOf(under), plan: other, planName: under.plan.name, wrong: null } };
  } catch (error) {
    mustBeRefused(error, 404);
    return {
      planned,
      life: { ...lifeOf(told.story), plan: null, planName: null, wrong: `Aucun plan ne s’appelle «\u00a0${other}\u00a0».` },
    };
  }
}

/** The same life under another plan, from the same moment. */
async function underPlan(api: Api, { story, creditor }: LifeToCome, id: string): Promise<LifeToCome['story']> {
  const plan = await api.call('GET /plans/{id}', { params: { id }, query: { creditor: creditor.id } });
  const { before } = story;
  return before
    ? { ...story, plan, before: { ...before, cases: before.cases.map((each) => ({ ...each, plan })) } }
    : { ...story, plan };
}

function lifeOf(story: LifeToCome['story']) {
  const { timeline, end } = simulate(story);
  return {
    rowHeads,
    rows: timeline.map((row) => rowCells(story, row)),
    endHeads,
    ends: end.map((each) => endCells(story, each)),
  };
}

/** The chain of evidence, checked here and now: the server is not asked whether it is honest. */
export async function provenBy(api: Api, caseId: string) {
  const { revision, rows: told } = await api.call('GET /cases/{caseId}/evidence', { params: { caseId } });
  const rows = told as Evidence;
  const { ok, checked, firstBroken } = verifyEvidence(rows, { [caseId]: revision });
  return { ok, checked, head: rows.at(-1)?.digest ?? '', why: firstBroken?.why ?? '', sequence: firstBroken?.sequence ?? 0 };
}
