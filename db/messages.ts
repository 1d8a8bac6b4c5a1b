import { and, eq, gte, inArray, isNotNull, or, type SQL } from 'drizzle-orm';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import type { DebtorContact } from '../domain/case/world.ts';
import type { Queries } from './database.ts';
import { messageCases, messages } from './schema.ts';

export type MessageState = 'reserved' | 'sent' | 'refused' | 'unknown' | 'released';
export type MessageRow = typeof messages.$inferSelect;
/** What ties a message to one of the cases that it speaks for. */
export type PartRow = typeof messageCases.$inferSelect;

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

/** One case in a message: its act, whose words it takes, and the part of the sum asked for it. */
export type Part = ActKey & Partial<Pick<PartRow, 'words' | 'askedCents'>>;

/** Reserves an act before its provider is called, for every case that the message speaks for. A reservation that came to nothing is taken again. */
export async function reserveMessage(
  tx: Queries,
  key: ActKey,
  reservation: Reservation,
  parts: readonly Part[] = [key],
): Promise<void> {
  const id = messageId(key);
  await untie(tx, id, parts);
  const values = { id, ...reservation, state: 'reserved' as const, reason: null };
  await tx.insert(messages).values(values).onConflictDoUpdate({ target: messages.id, set: values });
  await tx.insert(messageCases).values(parts.map((part) => ({ messageId: id, ...part })));
}

/** Acts that were tied to a message that came to nothing are free for another. */
async function untie(tx: Queries, id: string, parts: readonly Part[]): Promise<void> {
  const tied = await tx
    .select({ message: messageCases.messageId, state: messages.state })
    .from(messageCases)
    .innerJoin(messages, eq(messages.id, messageCases.messageId))
    .where(or(...parts.map(isAct)));
  const spent = tied.filter(({ state }) => state === 'released' || state === 'refused').map(({ message }) => message);
  const free = and(inArray(messageCases.messageId, spent), or(...parts.map(isAct)));
  await tx.delete(messageCases).where(or(eq(messageCases.messageId, id), ...(spent.length > 0 ? [free] : [])));
}

function isAct({ caseId, step, channel, sequence }: ActKey): SQL | undefined {
  return and(
    eq(messageCases.caseId, caseId),
    eq(messageCases.step, step),
    eq(messageCases.channel, channel),
    eq(messageCases.sequence, sequence),
  );
}

/** A message, and what it is for one of its cases. */
export interface Sending {
  readonly row: MessageRow;
  readonly part: PartRow;
}

/** The messages that were reserved for one step of a case, by whatever channel and whoever reserved them. */
export async function sendingsOf(db: Queries, { caseId, step, sequence }: Omit<ActKey, 'channel'>): Promise<Sending[]> {
  const rows = await db
    .select()
    .from(messageCases)
    .innerJoin(messages, eq(messages.id, messageCases.messageId))
    .where(and(eq(messageCases.caseId, caseId), eq(messageCases.step, step), eq(messageCases.sequence, sequence)));
  return rows.map((row) => ({ row: row.messages, part: row.message_cases }));
}

/** Every message of a day that is a contact with a debtor and may have left, once for each of its cases. */
export async function sendingsOn(
  db: Queries,
  { creditorId, debtorId }: { creditorId: string; debtorId: string },
  on: CivilDate,
): Promise<Sending[]> {
  const rows = await db
    .select()
    .from(messageCases)
    .innerJoin(messages, eq(messages.id, messageCases.messageId))
    .where(
      and(
        eq(messages.creditorId, creditorId),
        eq(messages.debtorId, debtorId),
        eq(messages.contactOn, on),
        inArray(messages.state, ['reserved', 'sent', 'unknown']),
      ),
    );
  return rows.map((row) => ({ row: row.messages, part: row.message_cases }));
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

/** The acts that a message stands for: one, or those of every case that it speaks for. */
export function actsOfMessage(db: Queries, id: string): Promise<(typeof messageCases.$inferSelect)[]> {
  return db.select().from(messageCases).where(eq(messageCases.messageId, id));
}

/** Our id of the message that a provider knows by its own. */
export async function messageOfProvider(db: Queries, provider: string, providerId: string): Promise<string | null> {
  const [row] = await db
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.provider, provider), eq(messages.providerId, providerId)));
  return row?.id ?? null;
}

/** Which channels a provider carries; the outbox stands in for each of them. */
const carried: Readonly<Record<string, readonly string[]>> = {
  sendgrid: ['email'],
  twilio: ['sms'],
  maileva: ['letter', 'registered-letter'],
};

/** True when a provider may speak of a message: it took it, or may have while nobody knows who did. */
export async function speaksOf(db: Queries, provider: string, id: string): Promise<boolean> {
  const [row] = await db.select().from(messages).where(eq(messages.id, id));
  if (!row) return false;
  if (row.state === 'sent' && row.provider !== null) return row.provider === provider;
  return carried[provider]?.includes(row.channel) ?? true;
}

/** True when the provider's answer is known: it took the message. */
export async function isSent(db: Queries, id: string): Promise<boolean> {
  const rows = await db
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.id, id), eq(messages.state, 'sent')));
  return rows.length > 0;
}

/** A provider spoke of a message whose fate was open: it left, on that day at the latest. */
export async function settleReported(tx: Queries, id: string, at: string): Promise<void> {
  await tx
    .update(messages)
    .set({ state: 'sent', sentAt: at, reason: null })
    .where(and(eq(messages.id, id), inArray(messages.state, ['reserved', 'unknown'])));
}

/** A person found out what became of a send in doubt of a case: it left, on that day at the latest, or it never did. */
export async function settleByHand(
  tx: Queries,
  act: Omit<ActKey, 'sequence'>,
  outcome: 'sent' | 'not-sent',
  at: string,
): Promise<void> {
  const found =
    outcome === 'sent' ? { state: 'sent', sentAt: at, reason: null } : { state: 'released', reason: 'tranché\u00a0: pas parti' };
  const ofAct = tx
    .select({ id: messageCases.messageId })
    .from(messageCases)
    .where(and(eq(messageCases.caseId, act.caseId), eq(messageCases.step, act.step), eq(messageCases.channel, act.channel)));
  await tx
    .update(messages)
    .set(found)
    .where(and(inArray(messages.id, ofAct), inArray(messages.state, ['reserved', 'unknown'])));
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

/** The creditor in a case id. */
export function creditorOfCase(caseId: string): string {
  return caseId.split(':')[1] ?? '';
}
