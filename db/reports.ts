import type { OutsideFact, Provenance } from '../domain/case/facts/fact.ts';
import { debtorOfMessages } from './answered-debtors.ts';
import type { Queries } from './database.ts';
import { addressOfMessage } from './dead-addresses.ts';
import { openCasesOf } from './debtors.ts';
import { actsOfMessage, isSent, speaksOf } from './messages.ts';
import { type Telling, tellCase, tellCases } from './tell-case.ts';

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
  await tellOthers(db, told, { message, fact: { ...fact, at, actor: provider, cause: event } });
  return told;
}

/** What a debtor does not want, and an address of his that is dead, is so for all his cases from the moment that it is told; the others learn it without the message. */
async function tellOthers(
  db: Queries,
  told: readonly Told[],
  { message, fact }: { readonly message: string; readonly fact: ProviderFact & Provenance },
): Promise<void> {
  const plain = await plainOf(db, message, fact);
  const debtor = plain && (await debtorOfMessages(db, [message]));
  const others = (debtor ? await openCasesOf(db, debtor) : []).filter((id) => told.every(({ caseId }) => caseId !== id));
  if (plain)
    await tellCases(
      db,
      others.map((caseId) => ({ caseId, fact: plain })),
    );
}

async function plainOf(db: Queries, message: string, fact: ProviderFact & Provenance): Promise<Telling['fact'] | null> {
  const { at, actor, cause, type } = fact;
  const told = { at, actor, ...(cause === undefined ? {} : { cause }) };
  if (type === 'opt-out') return { type, channel: fact.channel, ...told };
  if (type !== 'message-bounced') return null;
  const { former } = await addressOfMessage(db, { message, channel: fact.channel }, 0);
  return former || fact.passing ? null : { type, channel: fact.channel, shared: true, ...told };
}
