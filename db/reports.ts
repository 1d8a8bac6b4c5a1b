import type { OutsideFact } from '../domain/case/facts/fact.ts';
import type { Queries } from './database.ts';
import { addressOfMessage } from './dead-addresses.ts';
import { actsOfMessage, isSent, speaksOf } from './messages.ts';
import { tellCase } from './tell-case.ts';

/** What providers can say of one of our messages, before it is known which act and step it left for. */
export type ProviderFact = Extract<
  OutsideFact,
  { type: 'message-taken' | 'message-delivered' | 'message-bounced' | 'opt-out' | 'notice-event' }
>;

/** What a provider says of one of our messages. `event` is the provider's own id of what it says. */
export interface Report {
  readonly provider: string;
  readonly event: string;
  readonly message: string;
  readonly at: string;
  readonly fact: ProviderFact;
}

/** A case that a report was told to, and whether it was news. */
export interface Told {
  readonly caseId: string;
  readonly isNew: boolean;
}

/**
 * Keeps a report once for each case that the message speaks for, durable when this returns. Answers with what each was told:
 * nothing when it never was ours, or left by another hand. That a provider took a message is news only while nobody knew.
 */
export async function receiveReport(db: Queries, { provider, event, message, at, fact }: Report): Promise<Told[]> {
  if (!(await speaksOf(db, provider, message))) return [];
  const acts = await actsOfMessage(db, message);
  if (fact.type === 'message-taken' && (await isSent(db, message))) return acts.map(({ caseId }) => ({ caseId, isNew: false }));
  const told: Told[] = [];
  for (const { caseId, step, sequence } of acts) {
    const address =
      fact.type === 'message-bounced' ? await addressOfMessage(db, { message, channel: fact.channel }, told.length) : {};
    const about = fact.type === 'notice-event' ? {} : { message, step, sequence, ...address };
    const { isNew } = await tellCase(db, { caseId, fact: { ...fact, ...about, at, actor: provider, cause: event } });
    told.push({ caseId, isNew });
  }
  return told;
}
