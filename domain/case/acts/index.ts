import type { CivilDate } from '../../calendar/civil-date.ts';
import type { Fault } from '../../fault.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Case } from '../case.ts';
import type { OutsideFact } from '../facts/fact.ts';
import { isHeard } from '../facts/hearing.ts';
import { debtorActs } from './debtor.ts';
import { endActs } from './ends.ts';
import { type Fields, faultsIn, maybe, text } from './field.ts';
import { holdActs } from './holds.ts';
import { moneyActs } from './money.ts';
import type { OperatorAct } from './operator-act.ts';
import { stepActs } from './steps.ts';

/** Every act of operators: its update, its route, its documentation and its form come from this table alone. */
export const acts = { ...moneyActs, ...holdActs, ...stepActs, ...debtorActs, ...endActs };
export type ActName = keyof typeof acts;
// Not `namesOf`: workflows name the acts as they start, and call no function of the domain.
export const actNames = Object.keys(acts) as ActName[];

/** The same, each as any act is: its own fact is all that it is asked about. */
const anyAct = acts as Readonly<Record<ActName, OperatorAct>>;

/** What a closed case answers to an act. */
const CLOSED = 'Le dossier est clos\u00a0: il n’accepte plus cet acte.';

/** Fields that every act may carry: whose act it is, and what makes it happen once. */
const extraFields = { requestId: maybe(text('Identifiant de la demande')), operator: maybe(text('Opérateur')) };

export function isActName(name: string): name is ActName {
  return Object.hasOwn(acts, name);
}

/** The act that tells that kind of fact; undefined when only machines do. */
export function actTelling(type: OutsideFact['type']): ActName | undefined {
  return actNames.find((name) => acts[name].fact === type);
}

/** True for an act that whom nobody knows may type into the engine's own screens. */
export function mayBeTyped(name: string): boolean {
  return isActName(name) && anyAct[name].mayBeTyped === true;
}

/** What the act does, with its sample: the description of its update. */
export function actText(name: ActName): string {
  return `${acts[name].text} Exemple : ${JSON.stringify(acts[name].sample)}`;
}

/** The fields of an act, those of every act included. */
export function fieldsOf(name: ActName): Fields {
  return { ...acts[name].fields, ...extraFields };
}

/** What is wrong with the one JSON object of an act, field by field, in French. Empty: nothing. */
export function actFaults(name: ActName, payload: unknown): Fault[] {
  return faultsIn(fieldsOf(name), payload, '$');
}

/** The fact that an act tells. Its payload is known to have no faults. */
export function factOf(name: ActName, payload: Readonly<Record<string, unknown>>): OutsideFact {
  const { operator: _operator, requestId: _requestId, ...fields } = payload;
  const { fact, implied } = anyAct[name];
  return { type: fact, ...(Object.keys(fields).length === 0 ? implied : fields) } as OutsideFact;
}

/** The sentence by which a fact is refused, or null. What the world merely reports (a payment, a bounce) is never refused. */
export function refusalOf(theCase: Case, fact: OutsideFact, plan: Plan, today: CivilDate, owed?: number | null): string | null {
  const name = actTelling(fact.type);
  const { refuse, onceClosed = false } = name === undefined ? {} : anyAct[name];
  if (!onceClosed && !isHeard(theCase, fact)) return CLOSED;
  return refuse?.(theCase, fact, plan, today, owed) ?? null;
}
