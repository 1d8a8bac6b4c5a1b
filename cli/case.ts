import type { ApiClient, TimelineLine } from '../api/client.ts';
import type { PlanChange, Standing } from '../domain/case/next/plan-change.ts';
import { actorName } from '../domain/case/show/actors.ts';
import { balanceOfInvoice, frenchDay, frenchInstant, holdNames, phaseNames } from '../domain/case/show/french.ts';
import type { CaseView } from '../domain/case/view.ts';
import { shortDigest } from '../domain/short-digest.ts';
import { caseNamed } from './case-named.ts';
import { connect } from './connect.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';

export interface CaseOptions {
  /** The case, or the number of its invoice. */
  readonly id: string;
  /** Shows what this plan would change instead. */
  readonly withPlan?: string;
  readonly json: boolean;
}

/** Prints a case and its timeline, or what another plan would change in it. */
export async function run({ id, withPlan, json }: CaseOptions): Promise<number> {
  try {
    const api = await connect();
    const caseId = await caseNamed(api, id);
    if (withPlan !== undefined) return await showPlanChange(api, caseId, withPlan, json);
    const [view, timeline] = await Promise.all([api.case(caseId), api.timeline(caseId)]);
    if (json) printJson({ case: view, timeline });
    else print([caseText(view), '', ...timeline.map(lineOf)].join('\n'));
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

async function showPlanChange(api: ApiClient, id: string, plan: string, json: boolean): Promise<number> {
  const change = await api.call('GET /cases/{caseId}/plan-change', { params: { caseId: id }, query: { plan } });
  if (json) printJson(change);
  else print(planChangeText(change));
  return EXIT.done;
}

function planChangeText({ from, to, steps, next, noticeFirst }: PlanChange): string {
  return [
    `Plan ${from.id} v${from.version} → ${to.id} v${to.version}`,
    ...steps.map(({ step, before, after }) => `  ${step}\u00a0: ${standingText(before)} → ${standingText(after)}`),
    `Ensuite, aujourd’hui\u00a0: ${next.before}`,
    `Ensuite, avec ${to.id}\u00a0: ${next.after}`,
    ...(noticeFirst ? [NOTICE_FIRST] : []),
  ].join('\n');
}

const NOTICE_FIRST =
  'Attention\u00a0: rien n’a encore été écrit au client pour cette facture, le premier courrier serait une mise en demeure.';

function standingText(standing: Standing): string {
  if (standing.state !== 'to-come')
    return { absent: 'pas dans le plan', sent: 'partie', 'left-out': 'laissée de côté' }[standing.state];
  return standing.plannedOn === null ? 'à venir' : `prévue le ${frenchDay(standing.plannedOn)}`;
}

/** A case in a few lines that a person reads. */
export function caseText(view: CaseView): string {
  const { number, dueOn } = view.invoice;
  const hold = view.hold === 'none' ? '' : ` · ${holdNames[view.hold]}`;
  const { at, what, why } = view.next;
  const next = at === null ? why : `${what === undefined ? '' : `${what}, `}${frenchInstant(at)} (${why})`;
  return [
    `Facture ${number} · ${balanceOfInvoice(view)} · échéance ${frenchDay(dueOn)}`,
    `${phaseNames[view.phase]}${hold} · plan ${view.plan.id} v${view.plan.version} · débiteur ${view.debtorId}`,
    `Ensuite\u00a0: ${next}`,
    ...view.tasks.map((task) => `À faire\u00a0: ${task.context}${readAs(task)}`),
  ].join('\n');
}

/** How `approve` names what is to be read. */
function readAs({ content }: CaseView['tasks'][number]): string {
  return content === undefined ? '' : ` (empreinte ${shortDigest(content)})`;
}

function lineOf({ at, sentence, actor }: TimelineLine): string {
  return `${frenchInstant(at)}  ${sentence}  [${actorName(actor)}]`;
}
