import type { Queries } from '../db/database.ts';
import { debtorOf } from '../db/debtors.ts';
import { appendAfter, latelyOf } from '../db/evidence.ts';
import { type EvidenceRow, factOfRow } from '../db/evidence-chain.ts';
import { bell, enqueue, type InboxEvent, type InboxRow } from '../db/inbox.ts';
import { settleByHand, settleReported } from '../db/messages.ts';
import { tellIfEntered } from '../db/rates.ts';
import { lockCases, saveCase } from '../db/stored-cases.ts';
import { announce } from '../db/webhooks-out.ts';
import { parisDay, toInstant } from '../domain/calendar/paris.ts';
import type { Next } from '../domain/case/act.ts';
import type { Case } from '../domain/case/case.ts';
import { eventsOut, mayHoldCustomer } from '../domain/case/facts/events-out.ts';
import type { Fact } from '../domain/case/facts/fact.ts';
import { because } from '../domain/case/reason.ts';
import type { World } from '../domain/case/world.ts';
import { sumCents } from '../domain/money/cents.ts';
import { shareWays } from './debtor-ways.ts';
import { Dossier } from './dossier.ts';
import { tellIfFresh } from './feed-age.ts';
import { readMail } from './mail.ts';
import { type Standing, standingOf } from './standing.ts';
import { worldOf } from './world.ts';

const LATELY = 5;

/**
 * Takes cases in hand, in the order of their ids: rows locked, mail read. Those that are not there are missing. `own`: the one whose workflow
 * is answered (absent: the only one; null: nobody's); the others are rung when their mail was read, for no bell of that mail rings any more.
 */
export async function takeInHand(
  tx: Queries,
  caseIds: readonly string[],
  nowMs: number,
  own: string | null = caseIds[0] ?? null,
): Promise<Map<string, Dossier>> {
  const stored = await lockCases(tx, caseIds);
  const dossiers = new Map(stored.map((one) => [one.case.id, new Dossier(one, nowMs)]));
  const read = await readMail(tx, dossiers, nowMs);
  const unheard = read.filter(({ lane }) => lane !== own);
  await enqueue(tx, unheard.map(bellFor));
  return dossiers;
}

/** Announces mail that another case's transaction read. */
function bellFor({ sequence, creditorId, lane }: InboxRow): InboxEvent {
  return bell(`read:${sequence}:${lane}`, { caseId: lane, creditorId });
}

/** What a case that is put back waits for, and the world when it was read already. */
export interface PutBack {
  readonly waiting?: Next;
  readonly world?: World;
}

/** Writes down what happened to a case, evidence and row, and says where it stands. Nothing happened: nothing is written. */
export async function putBack(tx: Queries, dossier: Dossier, nowMs: number, { waiting, world }: PutBack = {}): Promise<Standing> {
  const { case: theCase, plan, run, revision, facts } = dossier;
  const before = await latelyOf(tx, theCase.id, LATELY);
  const rows = await appendAfter(tx, theCase.id, before[0], facts);
  const lately = [...rows.toReversed(), ...before].slice(0, LATELY).map((row: EvidenceRow) => factOfRow(row));
  const seen = { case: theCase, plan, revision, world: world ?? (await worldOf(tx, theCase, nowMs)), lately };
  const waits = dossier.hasMore ? { act: null, atMs: nowMs, why: because('mail-to-read') } : waiting;
  const standing = standingOf(waits ? { ...seen, waiting: waits } : seen, nowMs);
  const nextActAt = standing.view.next.at;
  if (facts.length > 0 || !isSameInstant(nextActAt, dossier.nextActAt))
    await saveCase(tx, { case: theCase, plan, revision, run, nextActAt }, nowMs);
  const limitCents = mayHoldCustomer(plan, facts) ? await limitOf(tx, theCase) : null;
  await announce(tx, theCase.creditorId, eventsOut(theCase, plan, facts, { ...owedIn(seen.world, nowMs), limitCents }));
  await passOn(tx, dossier, nowMs);
  return standing;
}

/** What the creditor lets the debtor of a case owe in its currency, in cents; null: he told no limit. */
async function limitOf(tx: Queries, { creditorId, debtor, invoice }: Case): Promise<number | null> {
  return (await debtorOf(tx, creditorId, debtor.id))?.creditLimit?.[invoice.currency] ?? null;
}

function owedIn({ openAmounts }: World, nowMs: number): { openCents: number; overdueCents: number } {
  const [open, today] = [openAmounts ?? [], parisDay(nowMs)];
  const sum = (amounts: typeof open) => sumCents(amounts.map(({ cents }) => cents));
  return { openCents: sum(open), overdueCents: sum(open.filter(({ dueOn }) => dueOn < today)) };
}

function isSameInstant(one: string | null, other: string | null): boolean {
  return one === other || (one !== null && other !== null && Date.parse(one) === Date.parse(other));
}

/** What facts mean beside the case: messages whose fate is known now, a lack of the world that ended while it was written down. */
async function passOn(tx: Queries, dossier: Dossier, nowMs: number): Promise<void> {
  const { case: theCase, plan, facts } = dossier;
  for (const { message, at } of facts.filter(isReport)) await settleReported(tx, message, at);
  for (const { step, channel, outcome, at } of facts.filter(isSettled))
    await settleByHand(tx, { caseId: theCase.id, step, channel }, outcome, at);
  if (facts.some(({ type }) => type === 'rate-missing' || type === 'reopened'))
    await tellIfEntered(tx, theCase, toInstant(nowMs));
  await shareWays(tx, dossier);
  if (facts.some(({ type }) => type === 'feed-stale')) await tellIfFresh(tx, theCase, plan, nowMs);
}

/** What a provider says of a message of ours proves that the message left. */
function isReport(fact: Fact): fact is Fact & { readonly message: string } {
  return fact.type !== 'sent' && 'message' in fact && fact.message !== undefined;
}

function isSettled(fact: Fact): fact is Fact & { readonly type: 'settle-unknown-send' } {
  return fact.type === 'settle-unknown-send';
}
