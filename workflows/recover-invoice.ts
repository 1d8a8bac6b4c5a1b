import { ActivityFailure, allHandlersFinished, CancellationScope, continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { CaseActivities, DocumentActivities, SendActivities } from '../activities/activities.ts';
import type { Coming } from '../cases/standing.ts';
import type { CaseView } from '../domain/case/view.ts';
import type { Paper } from '../words/message.ts';
import { Desk } from './desk.ts';
import { listen } from './listen.ts';
import type { RecoverInvoiceInput } from './messages.ts';

const soon = { startToCloseTimeout: '30 seconds', retry: { maximumInterval: '30 seconds' } } as const;
const { record, perform, giveUp } = proxyActivities<CaseActivities>({ taskQueue: 'recovery', ...soon });
const { print } = proxyActivities<DocumentActivities>({
  taskQueue: 'documents',
  startToCloseTimeout: '2 minutes',
  retry: { maximumInterval: '1 minute' },
});
/** A provider that is down is tried again for a day; then a person is asked. */
const { send } = proxyActivities<SendActivities>({
  taskQueue: 'sends',
  startToCloseTimeout: '1 minute',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

/** One unpaid invoice, from its first courteous note to its last cent: sleep until the next act, do it, and listen all the while. */
export async function recoverInvoice(input: RecoverInvoiceInput): Promise<CaseView> {
  const desk = new Desk(input);
  listen(desk);
  return await CancellationScope.nonCancellable(() => live(desk));
}

/** What is heard is written down at once; what is due is done beside it. Nothing is decided here: every answer says what comes next. */
async function live(desk: Desk): Promise<CaseView> {
  let doing: Promise<void> | null = null;
  while (!desk.isOver || doing || desk.hasMail || !allHandlersFinished()) {
    const mine: Promise<void> | null = doing;
    if (desk.hasMail) await writeDown(desk);
    else if (!mine && desk.isDue)
      doing = act(desk, desk.coming).finally(() => {
        doing = null;
      });
    else await desk.rest(mine === null, () => doing !== mine);
    if (desk.goesOn && !doing && !desk.hasMail && allHandlersFinished())
      await continueAsNew<typeof recoverInvoice>(desk.carried());
  }
  return desk.view;
}

/** The case reads its mail, and the bells that have no letter. */
async function writeDown(desk: Desk): Promise<void> {
  const bells = desk.takeMail();
  const summary = `Courrier\u00a0: ${bells.map(({ name }) => name).join(', ')}`.slice(0, 160);
  await desk.asks((asked) => record.executeWithOptions({ summary }, [{ ...asked, bells }]), bells);
}

/** Does the one thing that comes next: prints it where it is printed, calls its provider where it has one, and writes down what came of it. */
async function act(desk: Desk, coming: Coming): Promise<void> {
  const summary = coming.label;
  await desk.asks(async (asked) => {
    try {
      const paper = coming.prints ? await print.executeWithOptions({ summary }, [{ ...asked, act: coming.act }]) : null;
      return await hand(coming).executeWithOptions({ summary }, [{ ...asked, act: coming.act, ...withPaper(paper) }]);
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      const why = error.cause?.message ?? error.message;
      return await giveUp.executeWithOptions({ summary: `Abandon\u00a0: ${why}`.slice(0, 160) }, [
        { ...asked, act: coming.act, why },
      ]);
    }
  });
}

function hand({ sends }: Coming): typeof send {
  return sends ? send : perform;
}

function withPaper(paper: Paper | null): { readonly paper?: Paper } {
  return paper === null ? {} : { paper };
}
