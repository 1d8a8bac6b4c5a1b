import { and, eq, getTableColumns, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import type { DebtorContact } from '../domain/case/world.ts';
import { carriedBy } from '../domain/known-providers.ts';
import type { Channel } from '../domain/plan/plan.ts';
import type { Queries } from './database.ts';
import { rowsOf } from './rows.ts';
import { attemptEnd, cases, isLeaving, messageCases, type messageStates, messages } from './schema.ts';

export type MessageState = (typeof messageStates)[number];
/** States in which a message has left, or may have. */
const MAY_HAVE_LEFT: MessageState[] = ['leaving', 'reserved', 'sent', 'unknown'];
const IN_DOUBT: MessageState[] = ['leaving', 'reserved', 'unknown'];
export type MessageRow = typeof messages.$inferSelect;
/** What ties a message to one of the cases that it speaks for. */
export type PartRow = typeof messageCases.$inferSelect;

/** The key of an outward act: it leaves once, whatever run or worker tries. */
export interface ActKey {
  readonly caseId: string;
  readonly step: string;
  readonly channel: Channel;
  readonly sequence: number;
}

/** Stable id of the message of an act: what providers are given as our reference. */
export function messageId(key: ActKey): string {
  return `${key.caseId}/${key.step}/${key.channel}/${key.sequence}`;
}

/** A note is an act beside the steps: it stands where they do, under a name that no step can have. */
export function stepOfNote(key: string): string {
  return `${NOTE}${key}`;
}

/** The key of the note in the place of a step; null when it is a step. */
export function noteOfStep(step: string): string | null {
  return step.startsWith(NOTE) ? step.slice(NOTE.length) : null;
}

const NOTE = 'note:';

/** The message that was reserved for an act, if one was. */
export function messageOf(db: Queries, key: ActKey): Promise<MessageRow | undefined> {
  return messageOfId(db, messageId(key));
}

/** The message of that id. */
export async function messageOfId(db: Queries, id: string): Promise<MessageRow | undefined> {
  const rows = await db.select().from(messages).where(eq(messages.id, id));
  return rows[0];
}

/** Who may call the provider, and for how long no other is made. */
export interface Attempt {
  readonly token: string;
  readonly lastsMs: number;
}

export type Reservation = Pick<
  MessageRow,
  'creditorId' | 'debtorId' | 'currency' | 'channel' | 'template' | 'contactOn' | 'askedCents' | 'documentId' | 'sha256'
>;

/** One case in a message: its act, whose words it takes, and the part of the sum asked for it. */
export type Part = ActKey & Partial<Pick<PartRow, 'words' | 'askedCents'>>;

/**
 * Lets a message leave, for every case that it speaks for: from here on its provider may have been called, by this attempt alone. A
 * reservation that came to nothing is taken again.
 */
export async function reserveMessage(
  tx: Queries,
  key: ActKey,
  reservation: Reservation,
  attempt: Attempt,
  parts: readonly Part[] = [key],
): Promise<void> {
  const id = messageId(key);
  await untie(tx, id, parts);
  const attemptEndsAt = sql`now() + ${attempt.lastsMs} * interval '1 millisecond'`;
  const begun = { state: 'leaving' as const, token: attempt.token, attemptEndsAt, reason: null, reservedAt: sql`now()` };
  const values = { id, ...reservation, ...begun };
  await tx.insert(messages).values(values).onConflictDoUpdate({ target: messages.id, set: values });
  await tx.insert(messageCases).values(parts.map((part) => ({ messageId: id, ...part })));
}

/** Acts that were tied to a message that came to nothing are free for another. */
async function untie(tx: Queries, id: string, parts: readonly Part[]): Promise<void> {
  const cameToNothing = sql`exists (select 1 from ${messages} where ${messages.id} = ${messageCases.messageId} and ${messages.state} in ('released', 'refused'))`;
  await tx.delete(messageCases).where(or(eq(messageCases.messageId, id), and(or(...parts.map(isAct)), cameToNothing)));
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
export async function sendingsOf(db: Queries, act: StepOfCase): Promise<Sending[]> {
  const rows = await db
    .select()
    .from(messageCases)
    .innerJoin(messages, eq(messages.id, messageCases.messageId))
    .where(ofSteps([act]));
  return rows.map((row) => ({ row: row.messages, part: row.message_cases }));
}

/** One step of a case, by whatever channel. */
type StepOfCase = Omit<ActKey, 'channel'>;

function ofSteps(acts: readonly StepOfCase[]): SQL | undefined {
  return or(
    ...acts.map(({ caseId, step, sequence }) =>
      and(eq(messageCases.caseId, caseId), eq(messageCases.step, step), eq(messageCases.sequence, sequence)),
    ),
  );
}

/** A channel by which a step of a case left, or may have. */
export type TakenRow = Pick<ActKey, 'caseId' | 'step' | 'channel'>;

/** By which channels steps of cases are leaving, left or may have. */
export function takenAsked(acts: readonly StepOfCase[]): SQL {
  return sql`select ${messageCases.caseId} as "caseId", ${messageCases.step}, ${messageCases.channel}
    from ${messageCases} join ${messages} on ${messages.id} = ${messageCases.messageId}
    where (${ofSteps(acts)}) and ${inArray(messages.state, MAY_HAVE_LEFT)}`;
}

/** A case of which a message may be on its way this second. */
export type DoubtRow = Pick<PartRow, 'caseId'>;

/** The cases of a debtor that a message speaks for whose fate is open. */
export function doubtAsked({ creditorId, debtorId }: { creditorId: string; debtorId: string }): SQL {
  return sql`select ${messageCases.caseId} as "caseId" from ${messageCases} join ${messages} on ${messages.id} = ${messageCases.messageId}
    where ${messages.creditorId} = ${creditorId} and ${messages.debtorId} = ${debtorId} and ${messages.state} in ('leaving', 'reserved')`;
}

/** What became of a message that was leaving, said by the attempt that may; null, and nothing is written, when another may by now. */
export async function settleMessage(
  tx: Queries,
  id: string,
  token: string | null,
  outcome: Partial<MessageRow> & { readonly state: MessageState },
): Promise<MessageRow | null> {
  const mine = token === null ? isNull(messages.token) : eq(messages.token, token);
  const [row] = await tx
    .update(messages)
    .set({ ...outcome, token: null })
    .where(and(eq(messages.id, id), mine, inArray(messages.state, ['leaving', 'reserved'])))
    .returning();
  return row ?? null;
}

/** Takes a message whose attempt has had its time: what that attempt comes to is written by nobody any more. */
export async function takeOver(db: Queries, id: string, { token, lastsMs }: Attempt): Promise<boolean> {
  const hasEnded = or(isNull(messages.attemptEndsAt), sql`${messages.attemptEndsAt} <= now()`);
  const taken = await db
    .update(messages)
    .set({ token, state: 'leaving', attemptEndsAt: sql`now() + ${lastsMs} * interval '1 millisecond'` })
    .where(and(eq(messages.id, id), inArray(messages.state, ['leaving', 'reserved']), hasEnded))
    .returning({ id: messages.id });
  return taken.length > 0;
}

/** Messages that are leaving though their last attempt ended so long ago that none seems to come back to them, the oldest first. */
export function messagesLeftAlone(db: Queries, sinceMs: number, limit: number): Promise<Pick<MessageRow, 'id' | 'channel'>[]> {
  return db
    .select({ id: messages.id, channel: messages.channel })
    .from(messages)
    .where(sql`${isLeaving} and ${attemptEnd} < now() - ${sinceMs} * interval '1 millisecond'`)
    .orderBy(attemptEnd)
    .limit(limit);
}

/** The attempt failed and calls nobody any more: another may find out what became of the message. */
export async function endAttempt(db: Queries, id: string, token: string): Promise<void> {
  await db
    .update(messages)
    .set({ attemptEndsAt: sql`now()` })
    .where(and(eq(messages.id, id), eq(messages.token, token)));
}

/** True while the attempt of that token is the one that may call the provider. */
export async function isStillMine(db: Queries, id: string, token: string): Promise<boolean> {
  const rows = await db
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.id, id), eq(messages.token, token), eq(messages.state, 'leaving')));
  return rows.length > 0;
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

/** The acts that a message stands for, one or those of every case that it speaks for, with the debtor to whom it goes. */
export async function actsOfMessage(db: Queries, id: string): Promise<(PartRow & OfMessage)[]> {
  const { creditorId, debtorId } = messages;
  return db
    .select({ ...getTableColumns(messageCases), creditorId, debtorId })
    .from(messageCases)
    .innerJoin(messages, eq(messages.id, messageCases.messageId))
    .where(eq(messageCases.messageId, id));
}

type OfMessage = Pick<MessageRow, 'creditorId' | 'debtorId'>;

/** Those of some acts whose step did not leave once more since, by the same channel. */
export async function latestOf(db: Queries, acts: readonly PartRow[]): Promise<PartRow[]> {
  if (acts.length === 0) return [];
  const later = await db
    .select({ caseId: messageCases.caseId })
    .from(messageCases)
    .innerJoin(messages, eq(messages.id, messageCases.messageId))
    .where(and(or(...acts.map(isLater)), eq(messages.state, 'sent')));
  return acts.filter(({ caseId }) => !later.some((other) => other.caseId === caseId));
}

function isLater({ caseId, step, channel, sequence }: PartRow): SQL | undefined {
  const isSame = and(eq(messageCases.caseId, caseId), eq(messageCases.step, step), eq(messageCases.channel, channel));
  return and(isSame, gt(messageCases.sequence, sequence));
}

/** Our id of the message that a provider knows by its own. */
export async function messageOfProvider(db: Queries, provider: string, providerId: string): Promise<string | null> {
  const [row] = await db
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.provider, provider), eq(messages.providerId, providerId)));
  return row?.id ?? null;
}

/** Our ids of the e-mails that message ids (RFC 5322) name; those of SendGrid begin with the id that it gave us. */
export async function messagesOfEmail(db: Queries, references: readonly string[]): Promise<string[]> {
  const ids = references
    .flatMap((id) => [id, id.replace(/^<|[.@>].*$/g, ''), id.replace(/^<|>$/g, '')])
    .slice(0, MOST_REFERENCES);
  if (ids.length === 0) return [];
  const named = and(eq(messages.channel, 'email'), inArray(messages.providerId, ids));
  return (await db.select({ id: messages.id }).from(messages).where(named)).map(({ id }) => id);
}

/** So many references of a mail are looked up. */
const MOST_REFERENCES = 60;

/** True when a provider may speak of a message: it took it, or may have while nobody knows who did; the outbox stands in for each. */
export async function speaksOf(db: Queries, provider: string, id: string): Promise<boolean> {
  const [row] = await db.select().from(messages).where(eq(messages.id, id));
  if (!row) return false;
  if (row.state === 'sent' && row.provider !== null) return row.provider === provider;
  return carriedBy(provider)?.includes(row.channel) ?? true;
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
    .set({ state: 'sent', sentAt: at, reason: null, token: null })
    .where(and(eq(messages.id, id), inArray(messages.state, IN_DOUBT)));
}

/** A person found out what became of a send in doubt of a case: it left, on that day at the latest, or it never did. */
export async function settleByHand(
  tx: Queries,
  act: Omit<ActKey, 'sequence'>,
  outcome: 'sent' | 'not-sent',
  at: string,
): Promise<void> {
  const found =
    outcome === 'sent'
      ? ({ state: 'sent', sentAt: at, reason: null } as const)
      : ({ state: 'released', reason: 'tranché\u00a0: pas parti' } as const);
  const ofAct = tx
    .select({ id: messageCases.messageId })
    .from(messageCases)
    .where(and(eq(messageCases.caseId, act.caseId), eq(messageCases.step, act.step), eq(messageCases.channel, act.channel)));
  await tx
    .update(messages)
    .set({ ...found, token: null })
    .where(and(inArray(messages.id, ofAct), inArray(messages.state, IN_DOUBT)));
}

/** Contacts with a debtor since a day: each message that left or is about to, under the case and the step that it left for, and each talk. */
export async function contactsOf(
  db: Queries,
  { creditorId, debtorId }: { creditorId: string; debtorId: string },
  since: CivilDate,
): Promise<DebtorContact[]> {
  return (await contactsOfAll(db, creditorId, [debtorId], since)).map(({ contact }) => contact);
}

/** The same of several debtors of one creditor, with whom each was. */
export async function contactsOfAll(
  db: Queries,
  creditorId: string,
  debtorIds: readonly string[],
  since: CivilDate,
): Promise<ReturnType<typeof contactOf>[]> {
  return (await rowsOf<ContactRow>(db, contactsAsked(creditorId, debtorIds, since))).map(contactOf);
}

/** A contact as its row has it. */
export interface ContactRow {
  readonly debtorId: string;
  readonly caseId: string;
  readonly step: string;
  readonly on: string | null;
  readonly at: string;
}

/** Who was contacted, and when. */
export function contactOf({ debtorId, caseId, step, on, at }: ContactRow): {
  readonly debtorId: string;
  readonly contact: DebtorContact;
} {
  const atMs = Date.parse(at);
  return { debtorId, contact: { on: on ?? parisDay(atMs), atMs, caseId, step } };
}

/** The contacts with debtors of a creditor since a day. */
export function contactsAsked(creditorId: string, debtorIds: readonly string[], since: CivilDate): SQL {
  const [ofMessage, ofCase] = [messages.debtorId, cases.debtorId].map((column) => inArray(column, [...debtorIds]));
  return sql`select debtor_id as "debtorId", case_id as "caseId", step, contact_on::text as "on", reserved_at::text as at
      from messages join message_cases on message_id = messages.id
      where creditor_id = ${creditorId} and ${ofMessage} and contact_on >= ${since} and ${inArray(messages.state, MAY_HAVE_LEFT)}
    union all
    select cases.debtor_id, cases.id, talk->>'step', null, talk->>'at' from cases, jsonb_array_elements(cases.state->'talks') talk
      where cases.creditor_id = ${creditorId} and ${ofCase} and cases.state ? 'talks' and left(talk->>'at', 10) >= ${since}`;
}
