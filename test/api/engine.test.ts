import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';
import { expect, test } from 'vitest';
import { refusedOr } from '../../api/engine.ts';

/** What the server says of an update that was accepted by a run which ended before it was answered. */
const CUT_SHORT = 'Workflow Update failed because the Workflow completed before the Update completed.';

test.each([
  ['Refusal', 'Aucun litige n’est ouvert.', { kind: 'refused', sentence: 'Aucun litige n’est ouvert.' }],
  [
    'BadInput',
    'Un objet JSON est attendu, par exemple {}.',
    { kind: 'refused', sentence: 'Un objet JSON est attendu, par exemple {}.' },
  ],
  ['NotWritten', 'Votre acte est gardé.', { kind: 'pending' }],
  ['AcceptedUpdateCompletedWorkflow', CUT_SHORT, { kind: 'pending' }],
])('an update that fails with %s is refused only when the case refused it: the act is kept', (type, message, outcome) => {
  const cause = ApplicationFailure.create({ type, message, nonRetryable: true });
  expect(refusedOr(new WorkflowUpdateFailedError('Workflow Update failed', cause))).toEqual(outcome);
});
