import { type SQL, sql } from 'drizzle-orm';
import type { OutsideFact, Provenance } from '../domain/case/facts/fact.ts';
import type { Queries } from './database.ts';
import type { Way } from './dead-addresses.ts';
import type { OfDebtor } from './debtor-world.ts';
import { rowsOf } from './rows.ts';
import { isBounced } from './schema.ts';

/** How a debtor may be written to, as a case is told of it. */
export type WayFact = Extract<OutsideFact, { type: 'message-bounced' | 'opt-out' | 'contact-changed' }>;

/** A case of a debtor, and where it stands. */
export interface OtherCase {
  readonly id: string;
  readonly revision: number;
}

/** Whose other cases, and which one is not among them. */
export interface Others extends OfDebtor {
  readonly except: string;
}

/** The other cases of a debtor that do not know a fact yet: open ones, and of a correction those too that closed with a dead address. */
export function casesUnaware(db: Queries, of: Others, fact: WayFact & Pick<Provenance, 'cause'>): Promise<OtherCase[]> {
  switch (fact.type) {
    case 'message-bounced':
      return othersWhere(
        db,
        of,
        sql`closed_at is null and ${works(fact.channel)} and not ${isToRead({ type: fact.type, channel: fact.channel })}`,
      );
    case 'opt-out':
      return othersWhere(
        db,
        of,
        sql`closed_at is null and not ${isRefused(fact.channel)} and not ${isToRead({ type: fact.type, channel: fact.channel })}`,
      );
    case 'contact-changed':
      return othersWhere(db, of, sql`(closed_at is null or ${isBounced}) and (${differs(fact)}) and not ${isTold(fact)}`);
  }
}

/** The other open cases of a debtor. */
export function casesOpen(db: Queries, of: Others): Promise<OtherCase[]> {
  return othersWhere(db, of, sql`closed_at is null`);
}

function othersWhere(db: Queries, { creditorId, debtorId, except }: Others, where: SQL): Promise<OtherCase[]> {
  return rowsOf(
    db,
    sql`select id, revision from cases where creditor_id = ${creditorId} and debtor_id = ${debtorId} and id <> ${except} and ${where} order by id`,
  );
}

/** It lies in the mail of the case, whatever else is said there. */
function isToRead(told: Readonly<Record<string, string>>) {
  return sql`exists (select 1 from inbox where inbox.lane = cases.id and inbox.body -> 'payload' @> ${JSON.stringify(told)}::jsonb)`;
}

/** The same correction lies in its mail: what caused it, a version of the debtor, tells one from another. */
function isTold({ type, cause }: Extract<WayFact, { type: 'contact-changed' }> & Pick<Provenance, 'cause'>) {
  return cause === undefined ? sql`false` : isToRead({ type, cause });
}

/** Another address than the case writes to, or will once its mail is read; an e-mail that he refused stays refused. */
function differs(fact: Extract<WayFact, { type: 'contact-changed' }>) {
  const [email, mobile] = [fact.email ?? null, fact.mobile ?? null];
  return sql`(${email}::boolean <> ${works('email')} and not ${isRefused('email')}) or ${mobile}::boolean <> ${works('sms')}
    or (${email}::boolean and ${isToRead({ type: 'message-bounced', channel: 'email' })})
    or (${mobile}::boolean and ${isToRead({ type: 'message-bounced', channel: 'sms' })})`;
}

function works(channel: Way) {
  return contact(channel === 'email' ? 'email' : 'mobile');
}

function isRefused(channel: Way) {
  return contact(channel === 'email' ? 'emailStopped' : 'smsStopped');
}

function contact(field: string) {
  return sql`coalesce((state -> 'contact' -> ${field}::text)::boolean, false)`;
}
