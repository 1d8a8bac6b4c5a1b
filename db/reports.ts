import type { Queries } from './database.ts';
import { receiveEvent } from './inbox.ts';
import { actsOfMessage, creditorOfCase, isSent } from './messages.ts';

/** What a provider says of one of our messages. `meaning` is the fact; `event` the provider's own id of what it says. */
export interface Report {
  readonly provider: string;
  readonly event: string;
  readonly message: string;
  readonly at: string;
  readonly signal: 'messageEvent' | 'letterEvent';
  readonly meaning: Readonly<Record<string, unknown>>;
}

/**
 * Keeps a report once for each case that the message speaks for, durable when this returns. Answers with how many cases that is:
 * 0 when it never was ours. That a provider took a message is news only while nobody knew.
 */
export async function receiveReport(db: Queries, report: Report): Promise<number> {
  const { provider, event, message, at, signal, meaning } = report;
  const acts = await actsOfMessage(db, message);
  if (meaning.type === 'message-taken' && (await isSent(db, message))) return acts.length;
  for (const { caseId, step, sequence } of acts) {
    const about = signal === 'messageEvent' ? { message, step, sequence } : {};
    await receiveEvent(db, {
      eventId: `${provider}:${event}:${caseId}`,
      creditorId: creditorOfCase(caseId),
      caseId,
      lane: caseId,
      kind: 'signal',
      body: { signal, payload: { ...meaning, ...about, at, actor: provider, cause: event } },
    });
  }
  return acts.length;
}
