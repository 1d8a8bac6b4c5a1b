import type { CivilDate } from '../../calendar/civil-date.ts';
import type { Plan } from '../../plan/plan.ts';
import { balanceCents } from '../balance.ts';
import type { Case } from '../case.ts';
import { typedPayments } from '../debtor/payment.ts';
import { isSettled } from '../records.ts';
import type { Field, Fields } from './field.ts';
import { type ActName, actNames, acts, factOf, refusalOf } from './index.ts';

/** What a case says of an act before anybody has filled it in: null, or why it would be refused. */
export interface OfferedAct {
  readonly act: ActName;
  readonly refusal: string | null;
}

/** Every act with what the case as it stands says of it; an act that is refused whatever one writes is not worth a form. Pure. */
export function offeredActs(theCase: Case, plan: Plan, today: CivilDate): OfferedAct[] {
  const open = theCase.steps.find((record) => !isSettled(record))?.step;
  const payment = typedPayments(theCase).at(-1)?.id ?? '…';
  const mildest = { today, payment, step: open ?? plan.steps[0]?.id ?? '', balanceCents: Math.max(1, balanceCents(theCase)) };
  return actNames.map((act) => {
    const fact = factOf(act, mildestOf(acts[act].fields, mildest));
    return { act, refusal: refusalOf(theCase, fact, plan, today) };
  });
}

interface Mildest {
  readonly today: CivilDate;
  readonly step: string;
  readonly payment: string;
  readonly balanceCents: number;
}

/** The fields that an act needs, filled with what the least can be said against: today, one cent, the step at hand, the last payment. */
function mildestOf(fields: Fields, mildest: Mildest, cents = 1): Record<string, unknown> {
  const needed = Object.entries(fields).filter(([, field]) => !field.optional);
  return Object.fromEntries(needed.map(([name, field]) => [name, mildestValue(name, field, mildest, cents)]));
}

function mildestValue(name: string, field: Field, mildest: Mildest, cents: number): unknown {
  switch (field.kind) {
    case 'date':
      return mildest.today;
    case 'cents':
      return cents;
    case 'whole':
      return 1;
    case 'flag':
      return false;
    case 'choice':
      return Object.keys(field.choices)[0];
    case 'list':
      return [mildestOf(field.of, mildest, mildest.balanceCents)];
    case 'lines':
      return '…';
    case 'text':
      return name === 'step' || name === 'payment' ? mildest[name] : '…';
  }
}
