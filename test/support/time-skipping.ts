import { TestWorkflowEnvironment } from '@temporalio/testing';
import { findTimeSkipping } from '../../setup/discovery.mjs';

/** The SDK gives a server five seconds to start, which a busy machine may not have at the first try. */
const TRIES = 5;

/** A server on which months pass in milliseconds; the caller tears it down. */
export async function createTimeSkipping(tries = TRIES): Promise<TestWorkflowEnvironment> {
  const path = findTimeSkipping();
  if (path === null) throw new Error('Le serveur de test Temporal est absent : lancez « node setup.mjs --for test ».');
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
  } catch (error) {
    if (tries === 1 || !String(error).includes('did not start within')) throw error;
    return createTimeSkipping(tries - 1);
  }
}
