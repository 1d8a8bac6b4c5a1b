import type { CivilDate } from '../../calendar/civil-date.ts';
import { addDays } from '../../calendar/civil-date.ts';
import { sumCents } from '../../money/cents.ts';
import { addDuration } from '../../plan/duration.ts';
import type { Plan, SelfService } from '../../plan/plan.ts';
import { type Case, holdOf, type Instalment } from '../case.ts';

/** What was written down of a case before, by type of fact: how often. */
export type Before = Readonly<Partial<Record<string, number>>>;

const USUAL: SelfService = { promiseWithin: 'P30D' };

/** Facts after which a word of the debtor no longer holds anything by itself. */
const brokenWords = ['promise-broken', 'instalments-lapsed', 'instalment-missed'] as const;

/** What the plan lets a debtor settle himself. */
function selfServiceOf({ selfService = USUAL }: Plan): SelfService {
  return selfService;
}

/** The last day for which he may promise by himself. */
function lastPromiseDay(plan: Plan, today: CivilDate): CivilDate {
  return addDuration(today, selfServiceOf(plan).promiseWithin);
}

/** A promise holds by itself once, within the days of the plan; after a word that was not kept, or against one in force, a person decides. */
export function grantsPromise(theCase: Case, plan: Plan, before: Before, on: CivilDate, today: CivilDate): boolean {
  if (on > lastPromiseDay(plan, today) || holdOf(theCase, 'promise') || holdOf(theCase, 'instalments')) return false;
  return kept(before) && (before.promise ?? 0) === 0;
}

/** Instalments are granted by rule where the plan says how many within how long. */
export function grantsInstalments(
  theCase: Case,
  plan: Plan,
  before: Before,
  schedule: readonly Instalment[],
  today: CivilDate,
): boolean {
  const rule = selfServiceOf(plan).instalments;
  const lastOn = schedule.at(-1)?.on;
  if (!rule || lastOn === undefined || schedule.length > rule.count || lastOn > addDuration(today, rule.within)) return false;
  return !holdOf(theCase, 'instalments') && kept(before) && (before.instalments ?? 0) === 0;
}

/** A dispute stops the demands at once, the first time; what was decided once is a person's to open again. */
export function opensDispute(theCase: Case, before: Before): boolean {
  return !holdOf(theCase, 'dispute') && (before['dispute-resolved'] ?? 0) === 0;
}

/** A payment that is announced is waited for once; the next time a person looks first. */
export function awaitsPayment(before: Before): boolean {
  return (before['payment-announced'] ?? 0) === 0;
}

/** A sum in equal parts, the cents that do not divide with the first; one each thirty days from `firstOn`. */
export function equalParts(amountCents: number, count: number, firstOn: CivilDate): Instalment[] {
  const part = Math.floor(amountCents / count);
  const parts = Array.from({ length: count }, (_, index) => ({ on: addDays(firstOn, index * PART_DAYS), amountCents: part }));
  const [first, ...rest] = parts;
  return first ? [{ ...first, amountCents: amountCents - sumCents(rest.map((each) => each.amountCents)) }, ...rest] : [];
}

const PART_DAYS = 30;

function kept(before: Before): boolean {
  return brokenWords.every((type) => (before[type] ?? 0) === 0);
}
