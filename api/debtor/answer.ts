import type { ClaimedCharges } from '../../cases/claimed-charges.ts';
import { writeAccess } from '../../db/accesses.ts';
import { type CaseRow, caseRowOf } from '../../db/cases.ts';
import type { Queries } from '../../db/database.ts';
import { type AccountRow, factsBefore } from '../../db/debtor-account.ts';
import type { DebtorLink } from '../../db/debtor-links.ts';
import { answersTo, ringSoon } from '../../db/inbox.ts';
import { tellCase } from '../../db/tell-case.ts';
import type { CivilDate } from '../../domain/calendar/civil-date.ts';
import { toInstant } from '../../domain/calendar/paris.ts';
import type { ActName } from '../../domain/case/acts/index.ts';
import { uncontestedCents } from '../../domain/case/balance.ts';
import type { AnswerSubject } from '../../domain/case/case.ts';
import {
  awaitsPayment,
  type Before,
  equalParts,
  grantsInstalments,
  grantsPromise,
  opensDispute,
} from '../../domain/case/debtor/asks.ts';
import type { MachineFact } from '../../domain/case/facts/hearing.ts';
import type { UpdateOutcome } from '../engine-port.ts';
import { eventOfAct, type ToldAct, tellAct } from '../inbox/tell-act.ts';
import type { DebtorAnswer, InvoiceAnswered, Said } from './answer-types.ts';
import type { DebtorDeps } from './deps.ts';
import type { KeptFile } from './kept-file.ts';
import { reasonNames, saidInFrench } from './said-in-french.ts';

/** Who answers, on which day. */
export interface Answering extends DebtorDeps {
  readonly link: DebtorLink;
  readonly today: CivilDate;
  /** What was demanded of his invoices because of the delay. */
  readonly claimed: readonly ClaimedCharges[];
}

const ANSWER_WITHIN_MS = 5_000;
/** Facts that decide whether his word still holds by itself. */
const TOLD = [
  'promise',
  'promise-broken',
  'instalments',
  'instalment-missed',
  'instalments-lapsed',
  'dispute-resolved',
  'payment-announced',
] as const;

/** What an answer does to a case: an act that holds at once, a fact, or nothing but a person who is asked. */
type Effect =
  | { readonly act: ActName; readonly payload: Readonly<Record<string, unknown>> }
  | { readonly fact: MachineFact }
  | { readonly asks: AnswerSubject };

/** Tells each case the same answer: one that is refused does not stop the others. */
export async function answerInvoices(
  answering: Answering,
  answer: DebtorAnswer,
  rows: readonly AccountRow[],
): Promise<readonly InvoiceAnswered[]> {
  return Promise.all(rows.map((row) => answerOne(answering, answer, row, rows.length)));
}

async function answerOne(answering: Answering, answer: DebtorAnswer, account: AccountRow, of: number): Promise<InvoiceAnswered> {
  const { db, link, today, claimed } = answering;
  const { number, caseId } = account;
  const known = await answeredBefore(db, caseId, answer.requestId);
  if (known) return { number, ...known };
  const row = await caseRowOf(db, caseId);
  if (!row) throw new Error(`${caseId} is on the account of ${link.debtorId} and is no case`);
  const before = await factsBefore(db, caseId, TOLD);
  const chargesCents = claimed.find((one) => one.caseId === caseId)?.amountCents ?? 0;
  const effect = effectOf(answer.said, row, before, { today, alone: of === 1, chargesCents });
  const documents = await keepAll(answering, wordsOf(answer, effect, row), answer.files, caseId);
  const told = await tell(answering, row, effect, answer.requestId, documents);
  await writeAccess(db, { kind: 'page-answered', actor: `link:${link.id}`, creditorId: row.creditorId, subject: caseId });
  answering.wake();
  return { number, ...told };
}

type Outcome = Omit<InvoiceAnswered, 'number'>;

/** The same answer sent again is answered the same, and tells nothing. */
async function answeredBefore(db: Queries, caseId: string, requestId: string): Promise<Outcome | null> {
  const act = eventOfAct({ caseId, requestId });
  const answers = await answersTo(db, [act, eventOf('held', caseId, requestId), eventOf('asked', caseId, requestId)]);
  const refused = answers[act]?.refused;
  if (refused !== undefined) return { outcome: 'refused', sentence: refused };
  if (answers[act]) return { outcome: 'held' };
  if (act in answers) return { outcome: 'kept' };
  if (eventOf('asked', caseId, requestId) in answers) return { outcome: 'asked' };
  return eventOf('held', caseId, requestId) in answers ? { outcome: 'held' } : null;
}

function eventOf(outcome: 'held' | 'asked', caseId: string, requestId: string): string {
  return `page:${outcome}:${caseId}:${requestId}`;
}

interface Answered {
  readonly today: CivilDate;
  /** No other invoice is answered with it. */
  readonly alone: boolean;
  /** What was demanded of it because of the delay, in cents: to be paid with its price, nothing that one promises or disputes here. */
  readonly chargesCents: number;
}

/** What is granted by rule holds at once; everything else is a person's. */
function effectOf(said: Said, { state, plan }: CaseRow, before: Before, { today, alone, chargesCents }: Answered): Effect {
  const dueCents = uncontestedCents(state);
  switch (said.says) {
    case 'promise':
      return grantsPromise(state, plan, before, said.on, today) && dueCents > 0
        ? { act: 'recordPromise', payload: { amountCents: dueCents, on: said.on } }
        : { asks: 'promise' };
    case 'instalments': {
      const schedule = equalParts(dueCents, said.count, said.firstOn);
      return grantsInstalments(state, plan, before, schedule, today) && schedule.every(({ amountCents }) => amountCents > 0)
        ? { act: 'agreeInstalments', payload: { schedule } }
        : { asks: 'instalments' };
    }
    case 'dispute':
      return opensDispute(state, before)
        ? { act: 'openDispute', payload: { reason: reasonNames[said.reason], ...(alone ? partOf(said, dueCents) : {}) } }
        : { asks: 'dispute' };
    case 'paid': {
      const amountCents = (alone ? said.amountCents : undefined) ?? dueCents + chargesCents;
      return awaitsPayment(before) && amountCents > 0
        ? { fact: { type: 'payment-announced', amountCents, on: said.on, by: 'debtor' } }
        : { asks: 'paid' };
    }
    default:
      return { asks: said.says };
  }
}

/** Who disputes everything that is left disputes the invoice. */
function partOf({ amountCents }: Extract<Said, { says: 'dispute' }>, dueCents: number): { amountCents?: number } {
  return amountCents === undefined || amountCents >= dueCents ? {} : { amountCents };
}

async function tell(
  answering: Answering,
  row: CaseRow,
  effect: Effect,
  requestId: string,
  [document]: readonly string[],
): Promise<Outcome> {
  const { db, link, clock } = answering;
  const told = { at: toInstant(clock()), actor: `debtor:${link.id}` };
  if ('act' in effect) {
    const written = effect.act === 'openDispute' && document !== undefined ? { document } : {};
    const payload = { ...effect.payload, ...written, operator: told.actor, requestId };
    return tellActOf(answering, { caseId: row.id, act: effect.act, payload, requestId, at: told.at });
  }
  const outcome = 'asks' in effect ? 'asked' : 'held';
  const fact: MachineFact =
    'asks' in effect
      ? { type: 'debtor-wrote', channel: 'page', about: effect.asks, ...(document === undefined ? {} : { document }) }
      : effect.fact;
  const eventId = eventOf(outcome, row.id, requestId);
  await tellCase(db, { caseId: row.id, eventId, fact: { ...fact, ...told, cause: requestId } });
  return { outcome };
}

/** An act of the debtor lies in the mail of its case before it is answered: with the engine away it is read later. */
async function tellActOf(answering: Answering, told: ToldAct): Promise<Outcome> {
  const { db, log } = answering;
  const event = eventOfAct(told);
  const kept = async (error: unknown): Promise<UpdateOutcome> => {
    if (!(event in (await answersTo(db, [event])))) throw error;
    log.warn({ err: error, event }, 'the engine did not answer an act of a debtor: it is kept');
    return { kind: 'pending' };
  };
  const outcome = await tellAct(answering, told, ANSWER_WITHIN_MS).catch(kept);
  if (outcome.kind === 'refused') return { outcome: 'refused', sentence: outcome.sentence };
  if (outcome.kind === 'answer') return { outcome: 'held' };
  await ringSoon(db, event);
  return { outcome: 'kept' };
}

/** What a person is asked says what he chose as well: no fact holds it. */
function wordsOf({ said, text }: DebtorAnswer, effect: Effect, { state }: CaseRow): string {
  const chosen = 'asks' in effect ? saidInFrench(said, state.invoice.currency) : [];
  return [...chosen, text].filter((line) => line !== '').join('\n');
}

async function keepAll({ keep }: Answering, text: string, files: readonly KeptFile[], caseId: string): Promise<string[]> {
  const written = { filename: 'reponse.txt', contentType: 'text/plain; charset=utf-8', bytes: Buffer.from(text) };
  const kept: string[] = [];
  if (text !== '') kept.push(await keep(caseId, 'debtor-answer', written));
  for (const file of files) kept.push(await keep(caseId, 'debtor-proof', file));
  return kept;
}
