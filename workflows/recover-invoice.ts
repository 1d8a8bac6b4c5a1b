import { allHandlersFinished, condition, continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { RecordActivities, RecordFacts } from '../activities/activities.ts';
import { toInstant } from '../domain/calendar/paris.ts';
import type { Next } from '../domain/case/act.ts';
import type { CaseView } from '../domain/case/view.ts';
import { listen } from './listen.ts';
import type { RecoverInvoiceInput } from './messages.ts';
import { lookAgain, perform } from './perform.ts';
import { Story } from './story.ts';

const { recordFacts, loadPlan } = proxyActivities<RecordActivities>({
  taskQueue: 'recovery',
  summary: 'Lecture du plan',
  startToCloseTimeout: '30 seconds',
  retry: { maximumInterval: '30 seconds' },
});

/** One unpaid invoice, from its first courteous note to its last cent: sleep until the next act or fact, write down, act, again. */
export async function recoverInvoice(input: RecoverInvoiceInput): Promise<CaseView> {
  const story = new Story(input);
  listen(story);
  await writeDown(story, input);
  while (!isOver(story)) {
    const coming = story.next();
    if (coming.act && coming.atMs <= Date.now()) await perform(story, coming.act);
    else await rest(story, coming);
    if (story.wantedPlan) await changePlan(story, story.wantedPlan);
    await writeDown(story, input);
    if (workflowInfo().continueAsNewSuggested && !isOver(story)) await goOn(story, input);
  }
  await condition(allHandlersFinished);
  story.publish();
  return story.view();
}

/** Shows where the case stands, sleeps until the next act or fact, and looks at the debtor again when only that was awaited. */
async function rest(story: Story, coming: Next): Promise<void> {
  story.publish();
  await story.waitFor(coming);
  if (coming.act === null && coming.atMs !== null && coming.atMs <= Date.now()) await lookAgain(story);
}

/** Closed, and nothing left to say to the debtor. */
function isOver(story: Story): boolean {
  return story.case.closed !== null && story.case.notes.length === 0 && story.unrecorded.length === 0;
}

/** Evidence and case row in one transaction; what was heard meanwhile is written next time round. */
async function writeDown(story: Story, input: RecoverInvoiceInput): Promise<void> {
  while (story.unrecorded.length > 0) {
    const facts = story.unrecorded;
    const firstSequence = story.revision + 1;
    const coming = story.shown();
    story.unrecorded = [];
    const nextActAt = coming.atMs === null ? null : toInstant(coming.atMs);
    const record = { caseId: story.case.id, firstSequence, facts, nextActAt, ...withOpening(story, input, facts) };
    story.world = await recordFacts.executeWithOptions({ summary: story.summaryOf(facts) }, [record]);
    story.revision += facts.length;
  }
}

function withOpening(story: Story, input: RecoverInvoiceInput, facts: RecordFacts['facts']): Partial<RecordFacts> {
  const opened = facts.some((fact) => fact.type === 'opened');
  if (opened) return { opening: { case: input.opening, enteredAt: story.case.enteredAt }, plan: story.plan };
  return facts.some((fact) => fact.type === 'plan-changed') ? { plan: story.plan } : {};
}

async function changePlan(story: Story, wanted: { plan: string; version?: number }): Promise<void> {
  const plan = await loadPlan({ caseId: story.case.id, ...wanted });
  story.wantedPlan = null;
  if (!plan) {
    story.did({
      type: 'task-raised',
      task: 'approval',
      key: `plan:${wanted.plan}`,
      context: `Le plan ${wanted.plan} n’existe pas : le cas garde le sien.`,
    });
    return;
  }
  story.plan = plan;
  story.did({ type: 'plan-changed', plan: plan.id, version: plan.version });
}

/** A new run under the same id, with everything known. The evidence does not notice. */
async function goOn(story: Story, input: RecoverInvoiceInput): Promise<void> {
  await condition(allHandlersFinished);
  await continueAsNew<typeof recoverInvoice>({ ...input, plan: story.plan, carried: story.carried() });
}
