import type { Instant } from '../calendar/paris.ts';
import { type Case, type Hold, type HoldType, isCall, nameOf, type Task } from '../case/case.ts';
import type { Fact, FactType } from '../case/facts/fact.ts';
import { sentenceOf } from '../case/show/sentences.ts';
import { sumCents } from '../money/cents.ts';
import type { Plan } from '../plan/plan.ts';
import type { Row, RowAct } from './story.ts';

/** What a row needs; the rest is null. */
type RowText = Pick<Row, 'act' | 'reason'> & Partial<Row>;

/** A row of one invoice, or of those that `told` names. */
export function rowOf(theCase: Case, at: Instant, told: RowText): Row {
  return {
    at,
    invoices: [theCase.invoice.id],
    step: null,
    channel: null,
    template: null,
    askedCents: null,
    ...told,
  };
}

const holdsOf: Partial<Record<FactType, HoldType>> = {
  'dispute-opened': 'dispute',
  promise: 'promise',
  instalments: 'instalments',
  pause: 'pause',
  insolvency: 'insolvency',
  'rate-missing': 'rate-missing',
  'feed-stale': 'feed-stale',
  'credit-held': 'credit',
};

/** What the timeline shows of one fact of one case: the difference it made. */
export function rowsOf(before: Case, after: Case, fact: Fact, plan: Plan): Row[] {
  const reason = sentenceOf(fact, after.invoice.currency, { plans: [plan], steps: after.steps });
  const told = (act: RowAct, more: Partial<Row> = {}) => rowOf(after, fact.at, { act, reason, ...more });
  return [
    ...(before.closed && !after.closed ? [told('reopen')] : []),
    ...(begins(before, after, fact) ? [told('hold')] : []),
    ...(after.closed ? [] : ended(before, after).map(() => told('resume'))),
    ...newTasks(before, after).flatMap((task) => taskRow(after, fact, task, reason)),
    ...(fact.type === 'handed-over' ? [told('handoff', { step: fact.step })] : []),
    ...(!before.closed && after.closed ? [told('close')] : []),
  ];
}

/** A dispute of an amount is no hold: the rest is asked. Telling again what is in force is no news. */
function begins(before: Case, after: Case, fact: Fact): boolean {
  const type = holdsOf[fact.type];
  const hold = after.holds.find((candidate) => candidate.type === type && isInForce(candidate));
  const known = before.holds.find((candidate) => candidate.type === type);
  return hold !== undefined && JSON.stringify(hold) !== JSON.stringify(known);
}

function ended(before: Case, after: Case): Hold[] {
  return before.holds.filter((hold) => isInForce(hold) && !after.holds.some((other) => other.type === hold.type));
}

function isInForce(hold: Hold): boolean {
  return hold.type !== 'dispute' || hold.amountCents === null;
}

/** A task that comes back once it was done is new again, as an accord that grew too old. */
function newTasks(before: Case, after: Case): Task[] {
  if (before.tasks === after.tasks) return [];
  const known = new Set(before.tasks.map(({ kind, key }) => nameOf(kind, key)));
  return after.tasks.filter(({ kind, key }) => !known.has(nameOf(kind, key)));
}

/** A call has its own row, among those of the channels of its step; a broken promise is told by the row of its end. */
function taskRow(theCase: Case, fact: Fact, task: Task, sentence: string): Row[] {
  const { kind, key, context: reason } = task;
  if (isCall(task)) return [];
  if (kind === 'approval') return [rowOf(theCase, fact.at, { act: 'approval', step: key, reason })];
  if (kind === 'route') return [rowOf(theCase, fact.at, { act: 'decision', step: key, reason: sentence })];
  const step = 'step' in fact ? { step: ('as' in fact ? fact.as : undefined) ?? fact.step ?? null } : {};
  const channel = fact.type === 'channel-left-out' || fact.type === 'external-asked' ? { channel: fact.channel } : {};
  return [rowOf(theCase, fact.at, { act: 'task', ...step, ...channel, reason })];
}

/** A row, and where it comes from: a message, a debtor whose case did something, or what was told. */
export interface Printed {
  readonly origin: string;
  readonly row: Row;
}

/** The origin of what the world tells. */
export const TOLD = 'told';

/** Rows of one origin that say the same thing of several invoices become one, with all of them and the sum. */
export function merged(printed: readonly Printed[]): Row[] {
  const groups = new Map<string, Row[]>();
  for (const { origin, row } of printed) {
    const { invoices: _invoices, askedCents, ...same } = row;
    const key = JSON.stringify([origin, same, askedCents === null]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap(together);
}

/** Several rows as the first of them, with the invoices of all and their sum. */
export function together(rows: readonly Row[]): Row[] {
  const [first] = rows;
  if (!first) return [];
  const askedCents = first.askedCents === null ? null : sumCents(rows.map((row) => row.askedCents ?? 0));
  return [{ ...first, invoices: [...new Set(rows.flatMap((row) => row.invoices))], askedCents }];
}
