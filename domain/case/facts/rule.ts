import type { CivilDate } from '../../calendar/civil-date.ts';
import { dayAt, msOf } from '../../calendar/clock.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Tagged } from '../../table.ts';
import type { Case } from '../case.ts';
import type { Fact, FactType } from './fact.ts';

/** One kind of fact, dated and signed. */
export type FactOf<T extends FactType> = Tagged<Fact, 'type', T>;

/** What each kind of fact changes. */
export type Rules<T extends FactType = FactType> = {
  readonly [K in T]: (theCase: Case, fact: FactOf<K>, plan: Plan) => Case;
};

/** The civil day in Paris of a fact. */
export function dayOf(fact: Fact): CivilDate {
  return dayAt(msOf(fact.at));
}
