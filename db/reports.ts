import type { OutsideFact, Provenance } from '../domain/case/facts/fact.ts';
import { debtorOfMessages } from './answered-debtors.ts';
import type { Queries } from './database.ts';
import { ofAddress, wentToFormer } from './dead-addresses.ts';
import { openCasesOf } from './debtors.ts';
import { actsOfMessage, isSent, latestOf, speaksOf } from './messages.ts';
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
  const former = fact.type === 'message-bounced' && (await wentToFormer(db, message, fact.channel));
  const told: Told[] = [];
  for (const { caseId, step, sequence } of isLost(fact) ? await latestOf(db, acts) : acts) {
    const address = fact.type === 'message-bounced' ? ofAddress(former, told.length) : {};
    const about = fact.type === 'notice-event' ? {} : { message, step, sequence, ...address };
    const { isNew } = await tellCase(db, { caseId, fact: { ...fact, ...about, at, actor: provider, cause: event } });
    told.push({ caseId, isNew });
  }
  const plain = former ? null : plainOf({ ...fact, at, actor: provider, cause: event });
  if (plain) await tellOthers(db, told, message, plain);
  return told;
}

/** The post looked for him in vain: of a letter that left once more meanwhile, that is no news. */
function isLost(fact: ProviderFact): boolean {
  return fact.type === 'notice-event' && fact.outcome === 'unknown-address';
}

/** What a debtor does not want, and an address of his that is dead, is so for all his cases from the moment that it is told; the others learn it without the message. */
async function tellOthers(db: Queries, told: readonly Told[], message: string, fact: Telling['fact']): Promise<void> {
  const debtor = await debtorOfMessages(db, [message]);
  const others = (debtor ? await openCasesOf(db, debtor) : []).filter((id) => told.every(({ caseId }) => caseId !== id));
  await tellCases(
    db,
    others.map((caseId) => ({ caseId, fact })),
  );
}

/** The fact without the message that it came by; null for what concerns nobody but the cases of its message. */
function plainOf(fact: ProviderFact & Provenance): Telling['fact'] | null {
  const { at, actor, cause, type } = fact;
  const told = { at, actor, ...(cause === undefined ? {} : { cause }) };
  if (type === 'opt-out') return { type, channel: fact.channel, ...told };
  if (type !== 'message-bounced' || fact.passing) return null;
  return { type, channel: fact.channel, shared: true, ...told };
}
