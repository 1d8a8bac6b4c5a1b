import { claimCreditorOf } from '../cases/world.ts';
import type { Database } from '../db/database.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import type { LiveCase } from '../domain/case/case.ts';
import { askedOn, shareOf } from '../domain/case/debtor/asked.ts';
import { figuresOn } from '../domain/case/records.ts';
import { sumCents } from '../domain/money/cents.ts';
import { whyUnwritten } from '../domain/party/fit-to-write.ts';
import type { OutwardStep } from '../domain/plan/plan.ts';
import type { MessageRequest } from '../templates/data.ts';
import type { Books } from './books.ts';
import { type Claimable, type Forbidden, reckonToAsk } from './claim.ts';
import { claimingData, demandData, printedPayBy, type Telling } from './message-data.ts';
import type { Parties } from './parties.ts';
import type { Party } from './party.ts';

/** What a step says on a day, ready to render, the sum it asks for, and the part of each case, in cents. */
export interface StepMessage {
  readonly request: MessageRequest;
  readonly askedCents: number;
  readonly shares: Shares;
}

/** What is asked for each case, by id, in cents. */
export type Shares = Readonly<Record<string, number>>;

/** The message or letter of a step with the figures of the day, or of its approval, for a case and those that leave with it, or why the law lets nobody send it, or the creditor's document does not. */
export async function stepMessage(
  books: Books,
  live: LiveCase,
  parties: Parties,
  step: OutwardStep,
  today: CivilDate,
  others: readonly LiveCase[] = [],
): Promise<StepMessage | Forbidden> {
  const unwritten = whyUnwritten(parties.creditor, parties.debtor.kind, step.act === 'letter' ? 'letter' : 'demand');
  if (unwritten !== null) return { outcome: 'refused', reason: unwritten, address: null };
  const members = [live, ...others];
  const on = figuresOn(members.map(caseOf), step, today);
  const about = { live, others, parties, on, what: step.asks, payBy: printedPayBy(step, live, on) };
  if (step.asks === 'balance') {
    const shares = Object.fromEntries(members.map((one) => [one.case.id, shareOf(members, one, on)]));
    const askedCents = sumOf(shares);
    return { request: requestOf(step, await demandData(books, { ...about, askedCents }, step)), askedCents, shares };
  }
  const claims = await claimsOf(books, askedOn(members, on), parties, on);
  if ('outcome' in claims) return claims;
  const shares = Object.fromEntries(members.map(({ case: { id } }) => [id, claims.get(id)?.claim.totalCents ?? 0]));
  const askedCents = sumOf(shares);
  const telling: Telling = { ...about, askedCents };
  const reckoned = members.flatMap(({ case: theCase }) => {
    const reckoning = claims.get(theCase.id);
    return reckoning ? [{ reckoning, case: theCase }] : [];
  });
  const isClaimed = claims.has(live.case.id);
  const data = isClaimed ? await claimingData(books, telling, reckoned, step) : await demandData(books, telling, step);
  return { request: requestOf(step, data), askedCents, shares };
}

/** The statement of each case by its id, or why the law lets nobody ask one of them. */
async function claimsOf(
  books: Books,
  cases: readonly LiveCase[],
  { creditor }: Parties,
  on: CivilDate,
): Promise<Map<string, Claimable> | Forbidden> {
  const claims = new Map<string, Claimable>();
  for (const { case: theCase } of cases) {
    const asked = await books.reckonToAsk(theCase, creditor, on);
    if ('outcome' in asked) return asked;
    claims.set(theCase.id, asked);
  }
  return claims;
}

/** The cases of a company, besides the one that asks, of which the law lets nobody ask the claim on a day. */
export async function forbiddenIn(db: Database, { words, members }: Party, today: CivilDate): Promise<string[]> {
  const [own, ...others] = members;
  if (!own || words === null || words.asks === 'balance' || others.length === 0) return [];
  const creditor = await claimCreditorOf(db, own.case.creditorId);
  const on = figuresOn(members.map(caseOf), words, today);
  const asked = await Promise.all(others.map((other) => reckonToAsk(db, other.case, creditor, on)));
  return others.filter((_, index) => 'outcome' in (asked[index] ?? {})).map((other) => other.case.id);
}

function caseOf({ case: theCase }: LiveCase) {
  return theCase;
}

function sumOf(shares: Shares): number {
  return sumCents(Object.values(shares));
}

function requestOf({ template, tone }: OutwardStep, data: object): MessageRequest {
  return { template, tone, data } as MessageRequest;
}
