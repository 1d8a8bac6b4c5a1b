import type { Database } from '../db/database.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { uncontestedCents } from '../domain/case/balance.ts';
import type { OutwardStep } from '../domain/plan/plan.ts';
import type { MessageRequest } from '../templates/data.ts';
import { type Forbidden, reckonToAsk } from './claim.ts';
import type { LiveCase } from './gate.ts';
import { formalNoticeData, messageData, printedPayBy, type Telling } from './message-data.ts';
import type { Parties } from './parties.ts';

/** What a step says on a day, ready to render, and the sum it asks for, in cents. */
export interface StepMessage {
  readonly request: MessageRequest;
  readonly askedCents: number;
}

/** The message or letter of a step with the figures of the day, or why the law lets nobody send it. */
export async function stepMessage(
  db: Database,
  live: LiveCase,
  parties: Parties,
  step: OutwardStep,
  on: CivilDate,
): Promise<StepMessage | Forbidden> {
  const about = { live, parties, on, what: step.asks, payBy: printedPayBy(step, live, on) };
  if (step.asks === 'balance') {
    const askedCents = uncontestedCents(live.case);
    return { request: requestOf(step, messageData({ ...about, askedCents })), askedCents };
  }
  const asked = await reckonToAsk(db, live.case, parties.creditor, on);
  if ('outcome' in asked) return asked;
  const askedCents = asked.claim.totalCents;
  const telling: Telling = { ...about, askedCents };
  const data = step.act === 'letter' ? await formalNoticeData(db, telling, asked, step) : messageData(telling);
  return { request: requestOf(step, data), askedCents };
}

function requestOf({ template, tone }: OutwardStep, data: object): MessageRequest {
  return { template, tone, data } as MessageRequest;
}
