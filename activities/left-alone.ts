import { type MessageRow, messagesLeftAlone } from '../db/messages.ts';
import { type AskDeps, askProvider } from './ask-provider.ts';
import { follow } from './follow.ts';
import type { SendDeps } from './ports/courier.ts';
import { settleAlone } from './settle.ts';

/** An attempt that goes on is tried again by its engine within this time of the end of the one before, unless its provider is away. */
const ALONE_MS = 60_000;
const [AT_ONCE, LOOK_EVERY_MS] = [20, 15_000];

type LeftAloneDeps = AskDeps & Pick<SendDeps, 'clock'>;

/**
 * Finds out what became of messages to which no attempt comes back: the engine that would have tried again was lost, or the case wants
 * something else by now (it was paid, and is closed). Answers how many were found. One whose provider cannot be asked is told to `failed`
 * and keeps nobody else waiting. `aloneMs`: how long after the end of its attempt a message counts as left alone.
 */
export async function settleLeftAlone(
  deps: LeftAloneDeps,
  failed: (error: unknown) => void,
  aloneMs = ALONE_MS,
): Promise<number> {
  const left = await messagesLeftAlone(deps.db, aloneMs, AT_ONCE);
  for (const message of left) await findOut(deps, message).catch(failed);
  return left.length;
}

async function findOut(deps: LeftAloneDeps, message: Pick<MessageRow, 'id' | 'channel'>): Promise<void> {
  const found = await askProvider(deps, message);
  if (found?.outcome) await settleAlone(deps, message.id, found.token, found.outcome);
}

/** Looks for them now and then, until it is stopped; several processes may. */
export function followLeftAlone(deps: LeftAloneDeps, failed: (error: unknown) => void): () => Promise<void> {
  const look = async () => (await settleLeftAlone(deps, failed)) === AT_ONCE;
  return follow(look, LOOK_EVERY_MS, failed);
}
