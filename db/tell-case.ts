import { idsOfCase } from '../domain/case/case.ts';
import type { Provenance } from '../domain/case/facts/fact.ts';
import { keyOf, type MachineFact, signalOf } from '../domain/case/facts/hearing.ts';
import type { Queries } from './database.ts';
import { enqueue, type InboxEvent, type Receipt, receiveEvent } from './inbox.ts';

/** A fact for a case, with who told it, when, and because of what. */
export interface Telling {
  readonly caseId: string;
  readonly fact: MachineFact & Provenance;
  /** The id under which its sender tells it again; absent: made from the fact. */
  readonly eventId?: string;
}

/** The one door to a case from outside: durable when it returns, and once for ever, however often it is told. */
export function tellCase(db: Queries, telling: Telling): Promise<Receipt> {
  return receiveEvent(db, mailOf(telling));
}

/** The same for many cases, inside the transaction that makes the facts true. */
export function tellCases(tx: Queries, tellings: readonly Telling[]): Promise<void> {
  return enqueue(tx, tellings.map(mailOf));
}

/** The inbox row of a fact: its case is its lane, so that a case hears in order. */
export function mailOf({ caseId, fact, eventId = eventIdOf(caseId, fact) }: Telling): InboxEvent {
  return { eventId, creditorId: idsOfCase(caseId).creditorId, caseId, lane: caseId, kind: 'signal', body: signalOf(fact) };
}

/** One cause tells a case one fact, but for those that name themselves: payments, semesters. */
function eventIdOf(caseId: string, fact: MachineFact & Provenance): string {
  return [fact.actor, fact.cause ?? fact.at, ...keyOf(fact), caseId].join(':');
}
