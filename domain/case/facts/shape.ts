import { isCivilDate } from '../../calendar/civil-date.ts';
import { isDepartment } from '../../calendar/departments.ts';
import type { Fault } from '../../fault.ts';
import { answerChannels, answerSubjects } from '../case.ts';
import { isDebtDay } from '../limitation.ts';
import { eInvoiceStatusCodes } from './e-invoice.ts';
import type { OutsideFact } from './fact.ts';

interface Shape {
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
  readonly optional?: true;
}

const text: Shape = { expected: 'un texte', holds: (value) => typeof value === 'string' && value !== '' };
const words: Shape = { expected: 'un texte', holds: (value) => typeof value === 'string', optional: true };
const cents: Shape = {
  expected: 'un nombre entier de centimes, supérieur à 0',
  holds: (value) => Number.isSafeInteger(value) && Number(value) > 0,
};
const day: Shape = {
  expected: 'une date AAAA-MM-JJ qui existe',
  holds: (value) => typeof value === 'string' && isCivilDate(value),
};
const debtDay: Shape = {
  expected: 'une date AAAA-MM-JJ qui existe, à partir du 2008-06-19 (prescription en vigueur)',
  holds: (value) => day.holds(value) && isDebtDay(String(value)),
};
const department: Shape = {
  expected: 'un département, par exemple 75, 2A ou 974',
  holds: (value) => typeof value === 'string' && isDepartment(value),
};
const flag: Shape = { expected: 'true ou false', holds: (value) => typeof value === 'boolean' };
const whole: Shape = { expected: 'un nombre entier', holds: (value) => Number.isSafeInteger(value) };
const oneOf = (...values: readonly (string | number)[]): Shape => ({
  expected: `l’un de ${values.join(', ')}`,
  holds: (value) => values.some((one) => one === value),
});
const maybe = (shape: Shape): Shape => ({ ...shape, optional: true });

const ofMessage = {
  channel: oneOf('email', 'sms'),
  reason: words,
  message: maybe(text),
  step: maybe(text),
  sequence: maybe(whole),
};

/** What a fact of a machine must hold to be applied. What it holds besides is kept, and changes nothing. */
const shapes: { readonly [T in OutsideFact['type']]?: Readonly<Record<string, Shape>> } = {
  payment: { id: text, amountCents: cents, on: maybe(day), entry: maybe(text), creditOf: maybe(text) },
  'payment-reversed': { payment: text },
  'credit-note': { id: text, amountCents: cents, on: maybe(day) },
  'payment-announced': { amountCents: cents, on: day, by: maybe(oneOf('debtor')) },
  'debtor-wrote': { channel: oneOf(...answerChannels), about: oneOf(...answerSubjects), document: words },
  'invoice-status': { status: oneOf(...eInvoiceStatusCodes), amountCents: maybe(cents), reason: words },
  'invoice-changed': { dueOn: maybe(debtDay), totalCents: maybe(cents) },
  'invoice-cancelled': { reason: words },
  pause: { until: maybe(day), reason: words },
  'message-taken': ofMessage,
  'message-delivered': ofMessage,
  'message-bounced': { ...ofMessage, former: maybe(flag), passing: maybe(flag), shared: maybe(flag) },
  'opt-out': { ...ofMessage, undelivered: maybe(flag) },
  'notice-event': {
    outcome: oneOf('posted', 'received', 'notice-left', 'unclaimed', 'refused', 'unknown-address'),
    on: day,
    proof: words,
  },
  'contact-changed': { email: maybe(flag), mobile: maybe(flag), post: maybe(flag) },
  insolvency: {
    openedOn: day,
    publishedOn: maybe(day),
    courtDepartment: maybe(department),
    creditorDepartment: maybe(department),
    creditorAbroad: maybe(flag),
  },
  'feed-stale': {},
  'feed-fresh': {},
  'rate-missing': { semester: text },
  'rate-entered': { semester: text },
};

/** What is wrong with a fact that a machine tells, field by field, in French. Empty: nothing. */
export function factFaults(fact: { readonly type: string }): Fault[] {
  const shape = shapes[fact.type as OutsideFact['type']];
  if (!Object.hasOwn(shapes, fact.type) || !shape)
    return [{ path: '$.type', message: `genre de fait inconnu ; reçu « ${fact.type} »` }];
  const values = new Map<string, unknown>(Object.entries(fact));
  return Object.entries(shape).flatMap(([name, field]) => faultOf(field, values.get(name), `$.${name}`));
}

function faultOf({ expected, holds, optional }: Shape, value: unknown, path: string): Fault[] {
  if (value === undefined) return optional ? [] : [{ path, message: `manque ; attendu : ${expected}` }];
  return holds(value) ? [] : [{ path, message: `attendu : ${expected}` }];
}
