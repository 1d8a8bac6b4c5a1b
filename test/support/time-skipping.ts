import { TestWorkflowEnvironment } from '@temporalio/testing';
import { findTimeSkipping } from '../../setup/discovery.mjs';

/** A server on which months pass in milliseconds; the caller tears it down. */
export async function createTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const path = findTimeSkipping();
  if (path === null) throw new Error('Le serveur de test Temporal est absent : lancez « node setup.mjs --for test ».');
  return TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
}
