import type { TimelineLine } from '../../api/client.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import type { Named } from '../../domain/case/acts/field.ts';
import type { ActName } from '../../domain/case/acts/index.ts';
import { idsOfCase, type Payment } from '../../domain/case/case.ts';
import { isTyped } from '../../domain/case/debtor/payment.ts';
import { capitalised, stepName } from '../../domain/case/show/french.ts';
import type { CaseView } from '../../domain/case/view.ts';
import { formatCents } from '../../domain/money/cents.ts';
import { type Choice, type Known, namedIn } from './act-form.ts';
import type { Api } from './api.ts';
import { moment, shortDay } from './format.ts';
import type { StepLine } from './message.ts';

/** More open invoices of one debtor than that are not looked through in a list. */
const MOST_INVOICES = 100;

/** What the forms of those acts let one choose for a case: its open steps, the payments that a person typed and that count, its documents, the plans of its creditor, the other open invoices of its debtor. */
export async function knownOf(api: Api, theCase: CaseView, names: readonly ActName[]): Promise<Known> {
  const wanted = await Promise.all(
    [...namedIn(names)].map(async (thing) => [thing, await knowing[thing](api, theCase)] as const),
  );
  return Object.fromEntries(wanted);
}

const knowing: { readonly [N in Named]: (api: Api, theCase: CaseView) => Promise<readonly Choice[]> } = {
  step: async (api, { caseId }) => (await stepsOf(api, caseId)).filter((step) => !isOver(step)).map(stepChoice),
  letter: async (api, { caseId }) =>
    (await stepsOf(api, caseId)).filter((step) => step.act === 'letter' && isOver(step)).map(stepChoice),
  payment: async (api, { caseId, invoice }) => {
    const { timeline } = await api.call('GET /cases/{caseId}/timeline', { params: { caseId } });
    return typedIn(timeline as readonly TimelineLine[]).map(({ id, amountCents, on }) => ({
      value: id,
      label: `${shortDay(on)}, ${formatCents(amountCents, invoice.currency)} (${id})`,
    }));
  },
  document: async (api, { caseId }) =>
    (await api.call('GET /cases/{caseId}/documents', { params: { caseId } })).documents
      .map(({ id, filename, createdAt }) => ({
        value: id,
        label: `${filename}, ${moment(createdAt)}`,
      }))
      .toReversed(),
  plan: (api, { creditorId }) => plansOf(api, creditorId),
  invoice: async (api, { caseId, creditorId, debtorId }) => {
    const query = { creditor: creditorId, debtor: debtorId, open: 'true', limit: MOST_INVOICES };
    const { cases } = await api.call('GET /search', { query });
    return cases
      .filter((each) => each.caseId !== caseId && each.balanceCents > 0)
      .map(({ caseId: other, invoiceNumber, balanceCents, currency }) => ({
        value: idsOfCase(other).invoiceId,
        label: `${invoiceNumber}, ${formatCents(balanceCents, currency)}`,
      }));
  },
};

/** The payments that a person typed, the last one first, without those that went back. */
function typedIn(timeline: readonly TimelineLine[]): Pick<Payment, 'id' | 'amountCents' | 'on'>[] {
  const back = new Set(timeline.map(({ fact }) => fact.payment));
  return timeline
    .flatMap(({ type, at, fact }) => {
      const payment = { reversed: false, on: parisDay(Date.parse(at)), ...fact } as unknown as Payment;
      return type === 'payment' && isTyped(payment) && !back.has(payment.id) ? [payment] : [];
    })
    .toReversed();
}

async function stepsOf(api: Api, caseId: string): Promise<readonly StepLine[]> {
  return (await api.call('GET /cases/{caseId}/steps', { params: { caseId } })).steps;
}

function isOver({ state }: StepLine): boolean {
  return state === 'sent' || state === 'left-out';
}

/** The plans of a creditor and those that are shipped, by name. */
export async function plansOf(api: Api, creditor: string): Promise<Choice[]> {
  const { plans } = await api.call('GET /plans', { query: { creditor } });
  return plans.map(({ plan: { id, name } }) => ({ value: id, label: name }));
}

function stepChoice(step: StepLine): Choice {
  const on = step.on === null ? '' : `, ${shortDay(step.on)}`;
  return { value: step.step, label: capitalised(`${stepName(step)}${on}`) };
}
