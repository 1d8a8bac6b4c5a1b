import { type WorkflowInterceptorsFactory, workflowInfo } from '@temporalio/workflow';

/** Goes with the workflow code in a test: after some twenty events it continues as new, many times in a life. */
const EVENTS = 20;

export const interceptors: WorkflowInterceptorsFactory = () => ({
  internals: [
    {
      activate(input, next) {
        Object.assign(workflowInfo(), { continueAsNewSuggested: workflowInfo().historyLength > EVENTS });
        return next(input);
      },
    },
  ],
});
