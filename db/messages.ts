import { and, eq, gte, inArray, isNotNull } from 'drizzle-orm';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import type { DebtorContact } from '../domain/case/world.ts';
import type { Queries } from './database.ts';
import { messageCases, messages } from './schema.ts';

export type MessageState = 'reserved' | 'sent' | 'refused' | 'unknown' | 'released';
export type MessageRow = typeof messages.$inferSelect;

/** The key of an outward act: it leaves once, whatever run or worker tries. */
export interface ActKey {
  readonly caseId: string;
  readonly step: string;
  readonly channel: string;
  readonly sequence: number;
}

/** Stable id of the message of an act: what providers are given as our reference. */
export function messageId(key: ActKey): string {
  return `${key.caseId}/${key.step}/${key.channel}/${key.sequence}`;
}

/** The message that was reserved for an act, if one was. */
export async function messageOf(db: Queries, key: ActKey): Promise<MessageRow | undefined> {
  const rows = await db
    .select()
    .from(messages)
    .where(eq(messages.id, messageId(key)));
  return rows[0];
}

export type Reservation = Pick<
  MessageRow,
  'creditorId' | 'debtorId' | 'currency' | 'channel' | 'template' | 'contactOn' | 'askedCents' | 'documentId' | 'sha256'
>;

/** Reserves an act before its provider is called. A released reservation is taken again. */
export async function reserveMessage(tx: Queries, key: ActKey, reservation: Reservation): Promise<void> {
  const id = messageId(key);
  const values = { id, ...reservation, state: 'reserved' as const, reason: null };
  await tx.insert(messages).values(values).onConflictDoUpdate({ target: messages.id, set: values });
  await tx
    .insert(messageCases)
    .values({ messageId: id, ...key })
    .onConflictDoNothing();
}

/** What became of a reserved message: its row as it now is. Throws when the act was never reserved. */
export async function settleMessage(
  db: Queries,
  key: ActKey,
  outcome: Partial<MessageRow> & { readonly state: MessageState },
): Promise<MessageRow> {
  const [row] = await db
    .update(messages)
    .set(outcome)
    .where(eq(messages.id, messageId(key)))
    .returning();
  if (!row) throw new Error(`${messageId(key)} was never reserved`);
  return row;
}

/** Every message that speaks for a case, as it was sent, oldest first. */
export async function messagesOfCase(db: Queries, caseId: string): Promise<(MessageRow & { step: string })[]> {
  const rows = await db
    .select()
    .from(messages)
    .innerJoin(messageCases, eq(messageCases.messageId, messages.id))
    .where(eq(messageCases.caseId, caseId))
    .orderBy(messages.reservedAt);
  return rows.map((row) => ({ ...row.messages, step: row.message_cases.step }));
}

/** Days on which steps of this debtor's cases left, or are about to, since `since`. */
export async function contactsOf(
  db: Queries,
  debtor: { creditorId: string; debtorId: string },
  since: CivilDate,
): Promise<DebtorContact[]> {
  const rows = await db
    .select({ on: messages.contactOn, at: messages.reservedAt, caseId: messageCases.caseId, step: messageCases.step })
    .from(messages)
    .innerJoin(messageCases, eq(messageCases.messageId, messages.id))
    .where(
      and(
        eq(messages.creditorId, debtor.creditorId),
        eq(messages.debtorId, debtor.debtorId),
        isNotNull(messages.contactOn),
        gte(messages.contactOn, since),
        inArray(messages.state, ['reserved', 'sent', 'unknown']),
      ),
    );
  return rows.map((row) => ({ on: row.on ?? since, atMs: Date.parse(row.at), caseId: row.caseId, step: row.step }));
}

/** The case that a message id speaks for; null when it is no id of ours. */
export function caseOfMessage(id: string): string | null {
  return /^(invoice:[A-Za-z0-9._-]{1,100}:[A-Za-z0-9._-]{1,100})\//.exec(id)?.[1] ?? null;
}

/** The creditor in a case id. */
export function creditorOfCase(caseId: string): string {
  return caseId.split(':')[1] ?? '';
}
