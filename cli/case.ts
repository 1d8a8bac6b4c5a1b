import type { TimelineLine } from '../api/client.ts';
import { frenchDay, frenchInstant, holdNames, phaseNames } from '../domain/case/french.ts';
import type { CaseView } from '../domain/case/view.ts';
import { formatCents } from '../domain/money/cents.ts';
import { connect } from './connect.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';

/** Prints a case and its timeline. */
export async function run({ id, json }: { id: string; json: boolean }): Promise<number> {
  try {
    const api = await connect();
    const [view, timeline] = await Promise.all([api.case(id), api.timeline(id)]);
    if (json) printJson({ case: view, timeline });
    else print([caseText(view), '', ...timeline.map(lineOf)].join('\n'));
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

/** A case in a few lines that a person reads. */
export function caseText(view: CaseView): string {
  const { number, totalCents, dueOn, currency } = view.invoice;
  const hold = view.hold === 'none' ? '' : ` · ${holdNames[view.hold]}`;
  const next = view.next.at === null ? view.next.why : `${frenchInstant(view.next.at)} (${view.next.why})`;
  return [
    `Facture ${number} · ${formatCents(view.balanceCents, currency)} dus sur ${formatCents(totalCents, currency)} · échéance ${frenchDay(dueOn)}`,
    `${phaseNames[view.phase]}${hold} · plan ${view.plan.id} v${view.plan.version} · débiteur ${view.debtorId}`,
    `Ensuite\u00a0: ${next}`,
    ...view.tasks.map((task) => `À faire\u00a0: ${task.context}`),
  ].join('\n');
}

function lineOf({ at, sentence, actor }: TimelineLine): string {
  return `${frenchInstant(at)}  ${sentence}  [${actor}]`;
}
