import type { CivilDate } from '../../calendar/civil-date.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Case } from '../case.ts';
import type { OutsideFact } from '../facts/fact.ts';
import { frenchDay } from '../show/french.ts';
import type { ChoiceField, DateField, Field, FlagField, LinesField, ListField, TextField } from './field.ts';

/** A fact that an operator can tell, and its fields without its type. */
export type FactTold<T extends OutsideFact['type']> = Extract<OutsideFact, { type: T }>;
export type Payload<T extends OutsideFact['type']> = Omit<FactTold<T>, 'type'>;

type FieldFor<Value> = [Value] extends [boolean]
  ? FlagField
  : [Value] extends [number]
    ? Extract<Field, { kind: 'cents' | 'whole' }>
    : [Value] extends [string]
      ? string extends Value
        ? TextField | LinesField | DateField
        : ChoiceField<Value>
      : ListField;

/** A field of the act for each field of the fact; what the fact may lack the act may lack, and need not offer. */
type FieldsOf<P> = {
  readonly [K in keyof P]: FieldFor<Exclude<P[K], undefined>> &
    (Record<never, never> extends Pick<P, K> ? { readonly optional: true } : unknown);
};

/** Everything that is known of one act of operators. */
export interface OperatorAct<T extends OutsideFact['type'] = OutsideFact['type']> {
  /** The fact that it tells the case. */
  readonly fact: T;
  /** What a button says, in French. */
  readonly label: string;
  /** What it does, for whoever is about to do it, in French. No address, no phone number belongs in its texts. */
  readonly text: string;
  /** The least role that may: what has legal weight needs an approver. */
  readonly mayAct: 'operator' | 'approver';
  /**
   * Whom we do not know may type it into the engine's own screens: it stops, resumes or notes. Nothing that approves, waives, moves money,
   * weighs in law or changes an address may be.
   */
  readonly mayBeTyped?: true;
  /** A closed case takes it too: what it settles left, or may have, before the end. */
  readonly onceClosed?: true;
  readonly fields: FieldsOf<Payload<T>>;
  /** What the fact holds when the act says nothing at all. */
  readonly implied?: Partial<Payload<T>>;
  readonly sample: Payload<T>;
  /** The sentence by which the case as it stands refuses, or null. `owed`: interest and indemnity of the day in cents, null while no rate is known; absent, nobody looked. */
  readonly refuse?: (theCase: Case, fact: FactTold<T>, plan: Plan, today: CivilDate, owed?: number | null) => string | null;
}

/** The sentence that refuses the first of those days that is still to come; null when all have come. */
export function refuseToCome(today: CivilDate, ...days: readonly (CivilDate | undefined)[]): string | null {
  const toCome = days.find((on) => on !== undefined && on > today);
  return toCome === undefined ? null : `Le ${frenchDay(toCome)} n’est pas encore passé.`;
}

/** An act, its fields and sample checked against the fact that it tells. */
export function act<T extends OutsideFact['type']>(given: OperatorAct<T>): OperatorAct<T> {
  return given;
}
