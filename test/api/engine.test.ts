import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';
import { expect, test } from 'vitest';
import { refusedOr } from '../../api/engine.ts';
import { startOptions } from '../../api/engine-start.ts';
import { openDossier } from '../../cases/open.ts';
import { putCreditor } from '../../db/creditors.ts';
import { creditorSchema } from '../../domain/party/party-schema.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { openEmpty } from '../support/databases.ts';
import { creditor, openingOf } from '../support/parties.ts';

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

test('the cases of a creditor take their turn in the queues of the engine under his name', async () => {
  const db = await openEmpty();
  await putCreditor(db, creditorSchema.parse(creditor));
  const [plan] = shippedPlans;
  if (!plan) throw new Error('no plan is shipped');
  const opening = { opening: openingOf('2026-11-02', 30, { id: 'turn' }), plan, actor: 'billing' };
  const beginning = await openDossier(db, opening, Date.parse('2026-11-02T09:00:00+01:00'));
  expect(startOptions(beginning, 'http://here').priority).toEqual({ fairnessKey: creditor.id });
  await db.close();
});
