import type { Queries } from '../db/database.ts';
import { deadAddressesOf, type Way } from '../db/dead-addresses.ts';
import type { OfDebtor } from '../db/debtor-world.ts';
import { optOutsOf } from '../db/opt-outs.ts';
import { tellCases } from '../db/tell-case.ts';
import { casesOpen, casesUnaware, type OtherCase, type Others, type WayFact } from '../db/unaware-cases.ts';
import type { Case } from '../domain/case/case.ts';
import type { Fact } from '../domain/case/facts/fact.ts';
import type { Dossier } from './dossier.ts';

/** Who tells what another case heard: nobody passes it on again. */
const CASE = 'case';

/** A way by which the debtor is no longer reached. */
type LostWay = Exclude<WayFact, { type: 'contact-changed' }>;

/** What the cases of a debtor know of how he may be written to: for one that opens, or opens again. */
export async function waysKnown(tx: Queries, debtor: OfDebtor): Promise<(LostWay & { readonly actor: typeof CASE })[]> {
  const [stopped, dead] = [await optOutsOf(tx, debtor), await deadAddressesOf(tx, debtor)];
  return [
    ...dead.filter(({ passing }) => !passing).map(({ channel, asked }) => bounced(channel, asked)),
    ...stopped.map((channel) => ({ type: 'opt-out', channel }) as const),
  ].map((fact) => ({ ...fact, actor: CASE }));
}

/** Tells the other cases of the debtor what this one heard of how he is reached; of those that are closed, an open one asks for the address. */
export async function shareWays(tx: Queries, { case: theCase, facts }: Dossier): Promise<void> {
  for (const fact of facts.filter(isToShare))
    await tell(tx, theCase, await casesUnaware(tx, othersOf(theCase), fact), fact.at, plainOf(fact));
  const asks = facts.some(({ type }) => type === 'message-bounced' || type === 'closed' || type === 'close');
  if (theCase.closed && asks) await handOn(tx, theCase, facts.at(-1)?.at ?? theCase.closed.at);
}

/** Tells a case that opens again what the others learned while it was closed. */
export async function learnWays(tx: Queries, dossier: Dossier, at: string): Promise<void> {
  const { creditorId, debtor } = dossier.case;
  for (const fact of await waysKnown(tx, { creditorId, debtorId: debtor.id }))
    if (!isKnown(dossier.case, fact)) dossier.tell({ ...fact, at });
}

function isKnown({ contact }: Case, fact: LostWay): boolean {
  if (fact.type === 'message-bounced') return !(fact.channel === 'email' ? contact.email : contact.mobile);
  return fact.channel === 'email' ? contact.emailStopped : contact.smsStopped;
}

type Heard = Extract<Fact, { type: WayFact['type'] }>;

function isToShare(fact: Fact): fact is Heard {
  if (fact.actor === CASE) return false;
  if (fact.type === 'message-bounced') return !fact.former && !fact.passing && !fact.shared;
  return fact.type === 'opt-out' || fact.type === 'contact-changed';
}

/** The fact without the message that it came by: of the others' messages it says nothing. */
function plainOf(fact: Heard): WayFact {
  if (fact.type === 'message-bounced') return bounced(fact.channel, true);
  if (fact.type === 'opt-out') return { type: 'opt-out', channel: fact.channel };
  const { email, mobile } = fact;
  return { type: 'contact-changed', ...(email === undefined ? {} : { email }), ...(mobile === undefined ? {} : { mobile }) };
}

function bounced(channel: Way, shared: boolean): LostWay {
  return { type: 'message-bounced', channel, ...(shared ? { shared } : {}) };
}

/** A closed case asks nobody: the first open one does, of each dead address that no case asks for. */
async function handOn(tx: Queries, theCase: Case, at: string): Promise<void> {
  const dead = await deadAddressesOf(tx, { creditorId: theCase.creditorId, debtorId: theCase.debtor.id });
  for (const { channel } of dead.filter(({ asked, passing }) => !asked && !passing)) {
    const [next] = await casesOpen(tx, othersOf(theCase));
    if (next) await tell(tx, theCase, [next], at, bounced(channel, false));
  }
}

function othersOf({ creditorId, debtor, id }: Case): Others {
  return { creditorId, debtorId: debtor.id, except: id };
}

/** Once for each state of a case: however many cases hear the same at once, none is told it twice. */
function tell(tx: Queries, { id: cause }: Case, others: readonly OtherCase[], at: string, fact: WayFact): Promise<void> {
  const about = 'channel' in fact ? fact.channel : `${fact.email}:${fact.mobile}`;
  const asks = fact.type === 'message-bounced' && !fact.shared ? 'asks' : 'knows';
  return tellCases(
    tx,
    others.map(({ id, revision }) => ({
      caseId: id,
      eventId: `ways:${fact.type}:${about}:${asks}:${id}:${revision}`,
      fact: { ...fact, at, actor: CASE, cause },
    })),
  );
}
