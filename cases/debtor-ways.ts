import { sql } from 'drizzle-orm';
import type { Queries } from '../db/database.ts';
import { deadAddressesOf, type Way } from '../db/dead-addresses.ts';
import type { OfDebtor } from '../db/debtor-world.ts';
import { optOutsOf } from '../db/opt-outs.ts';
import { rowsOf } from '../db/rows.ts';
import { isBounced } from '../db/schema.ts';
import { tellCases } from '../db/tell-case.ts';
import type { Case } from '../domain/case/case.ts';
import type { Fact, OutsideFact } from '../domain/case/facts/fact.ts';
import type { Dossier } from './dossier.ts';

type WayFact = Extract<OutsideFact, { type: 'message-bounced' | 'opt-out' | 'contact-changed' }>;
type WayType = WayFact['type'];

/** How a debtor may be written to is one truth for all his cases: what one was told, the others are told by it. */
const CASE = 'case';

/** What the cases of a debtor know of how he may be written to: for one that opens, or opens again. */
export async function waysKnown(tx: Queries, debtor: OfDebtor): Promise<(WayFact & { readonly actor: typeof CASE })[]> {
  const [stopped, dead] = [await optOutsOf(tx, debtor), await deadAddressesOf(tx, debtor)];
  return [
    ...dead.map(({ channel, asked }) => bouncedAt(channel, asked)),
    ...stopped.map((channel) => ({ type: 'opt-out', channel }) as const),
  ].map((fact) => ({ ...fact, actor: CASE }));
}

/** Tells the other cases of the debtor what this one heard of how he is reached, and one of them to ask for an address when this one no longer does. */
export async function shareWays(tx: Queries, { case: theCase, facts }: Dossier): Promise<void> {
  for (const fact of facts.filter(isOfWays)) {
    const others = await unaware(tx, theCase, fact);
    // A closed case asks nobody: the first of the open ones does.
    const asking = theCase.closed && fact.type === 'message-bounced' ? others.splice(0, 1) : [];
    if (fact.type === 'message-bounced') await tell(tx, theCase, asking, fact.at, bouncedAt(fact.channel, false));
    await tell(tx, theCase, others, fact.at, plainOf(fact));
  }
  if (!theCase.closed || !facts.some(({ type }) => type === 'closed' || type === 'close')) return;
  for (const { channel } of (theCase.setAside ?? []).filter(({ kind }) => kind === 'bounce'))
    if (isWay(channel)) await handOn(tx, theCase, channel);
}

/** Tells a case that opened again what the others learned meanwhile. */
export async function learnWays(tx: Queries, theCase: Case, at: string): Promise<void> {
  const { contact } = theCase;
  const isNews = (fact: WayFact) =>
    fact.type === 'opt-out'
      ? !(fact.channel === 'email' ? contact.emailStopped : contact.smsStopped)
      : fact.type === 'message-bounced' && contact[fact.channel === 'email' ? 'email' : 'mobile'];
  const known = await waysKnown(tx, { creditorId: theCase.creditorId, debtorId: theCase.debtor.id });
  for (const { actor: _, ...fact } of known.filter(isNews)) await tell(tx, theCase, [{ id: theCase.id, revision: 0 }], at, fact);
}

function isOfWays(fact: Fact): fact is Extract<Fact, { type: WayType }> {
  if (fact.actor === CASE) return false;
  if (fact.type === 'message-bounced') return !fact.former && !fact.shared;
  return fact.type === 'opt-out' || fact.type === 'contact-changed';
}

function isWay(channel: string | undefined): channel is Way {
  return channel === 'email' || channel === 'sms';
}

function bouncedAt(channel: Way, shared: boolean): WayFact {
  return { type: 'message-bounced', channel, ...(shared ? { shared } : {}) };
}

/** The fact without the message that it came by: of the others' messages it says nothing. */
function plainOf(fact: Extract<Fact, { type: WayType }>): WayFact {
  if (fact.type === 'message-bounced') return bouncedAt(fact.channel, true);
  if (fact.type === 'opt-out') return { type: 'opt-out', channel: fact.channel };
  const { email, mobile } = fact;
  return { type: 'contact-changed', ...(email === undefined ? {} : { email }), ...(mobile === undefined ? {} : { mobile }) };
}

interface Other {
  readonly id: string;
  readonly revision: number;
}

/** The other cases that do not know it yet: open ones, and of a correction those too that closed with a dead address. */
function unaware(tx: Queries, theCase: Case, fact: Extract<Fact, { type: WayType }>): Promise<Other[]> {
  const works = (field: string) => sql`(state -> 'contact' -> ${field}::text)::boolean`;
  if (fact.type === 'message-bounced') return othersOf(tx, theCase, sql`closed_at is null and ${works(wayOf(fact.channel))}`);
  if (fact.type === 'opt-out') {
    const stopped = fact.channel === 'email' ? 'emailStopped' : 'smsStopped';
    return othersOf(tx, theCase, sql`closed_at is null and not coalesce(${works(stopped)}, false)`);
  }
  const { email = null, mobile = null } = fact;
  return othersOf(
    tx,
    theCase,
    sql`(closed_at is null or ${isBounced}) and ((${email}::boolean <> ${works('email')} and not coalesce(${works('emailStopped')}, false))
      or ${mobile}::boolean <> ${works('mobile')})`,
  );
}

function wayOf(channel: Way): 'email' | 'mobile' {
  return channel === 'email' ? 'email' : 'mobile';
}

function othersOf(tx: Queries, { creditorId, debtor, id }: Case, where: ReturnType<typeof sql>): Promise<Other[]> {
  return rowsOf(
    tx,
    sql`select id, revision from cases where creditor_id = ${creditorId} and debtor_id = ${debtor.id} and id <> ${id} and ${where} order by id`,
  );
}

/** The person who was asked here is asked in the next open case. */
async function handOn(tx: Queries, theCase: Case, channel: Way): Promise<void> {
  const works = sql`(state -> 'contact' -> ${wayOf(channel)}::text)::boolean`;
  const [next] = await othersOf(tx, theCase, sql`closed_at is null and ${isBounced} and not ${works}`);
  if (next && theCase.closed) await tell(tx, theCase, [next], theCase.closed.at, bouncedAt(channel, false));
}

/** Once for each state of a case: however many cases hear the same at once, none is told it twice. */
function tell(tx: Queries, { id: cause }: Case, others: readonly Other[], at: string, fact: WayFact): Promise<void> {
  const about = 'channel' in fact ? fact.channel : `${fact.email}:${fact.mobile}`;
  const asks = fact.type === 'message-bounced' && !fact.shared ? 'asks' : 'knows';
  return tellCases(
    tx,
    others.map(({ id, revision }) => ({
      caseId: id,
      eventId: `ways:${fact.type}:${about}:${asks}:${id}:${revision || at}`,
      fact: { ...fact, at, actor: CASE, cause },
    })),
  );
}
