import { isCivilDate } from '../calendar/civil-date.ts';
import type { Fault } from '../fault.ts';
import type { OutsideFact } from './fact.ts';

/** What a field may hold, and how to say so in French. */
interface Field {
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
  readonly optional?: true;
}

const text: Field = {
  expected: 'un texte',
  holds: (value) => typeof value === 'string' && value.trim() !== '' && value.length <= 1000,
};
const cents: Field = {
  expected: 'un nombre entier de centimes, supérieur à 0',
  holds: (value) => Number.isSafeInteger(value) && Number(value) > 0,
};
const day: Field = {
  expected: 'une date AAAA-MM-JJ qui existe',
  holds: (value) => typeof value === 'string' && isCivilDate(value),
};
const flag: Field = { expected: 'true ou false', holds: (value) => typeof value === 'boolean' };
const whole: Field = { expected: 'un nombre entier', holds: (value) => Number.isSafeInteger(value) };
const oneOf = (...values: string[]): Field => ({
  expected: `l’un de ${values.join(', ')}`,
  holds: (value) => typeof value === 'string' && values.includes(value),
});
const maybe = (field: Field): Field => ({ ...field, optional: true });
const schedule: Field = {
  expected: 'une liste de {"on":"AAAA-MM-JJ","amountCents":…}',
  holds: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => faultsIn({ on: day, amountCents: cents }, item, '').length === 0),
};

type Fields = Readonly<Record<string, Field>>;

/** The fields of every fact an operator can tell (plans.md 5). `requestId` and `operator` are always allowed. */
const fieldsOf: Partial<Record<OutsideFact['type'], Fields>> = {
  payment: { id: text, amountCents: cents, on: maybe(day) },
  pause: { until: maybe(day), reason: maybe(text) },
  resume: {},
  'dispute-opened': { amountCents: maybe(cents), reason: maybe(text), owner: maybe(text) },
  'dispute-resolved': { outcome: oneOf('rejected', 'upheld', 'credited') },
  promise: { amountCents: cents, on: day },
  instalments: { schedule, waivesLateCharges: maybe(flag) },
  approve: { step: maybe(text) },
  reject: { step: maybe(text), reason: maybe(text) },
  'act-now': {},
  'skip-step': { step: maybe(text), reason: text },
  'call-result': { outcome: oneOf('no-answer', 'wrong-number'), step: maybe(text) },
  'contact-changed': { email: maybe(flag), mobile: maybe(flag) },
  'notice-event': { outcome: oneOf('received', 'notice-left', 'unclaimed', 'refused', 'unknown-address'), on: day },
  'settle-unknown-send': {
    step: text,
    channel: oneOf(
      'email',
      'sms',
      'call',
      'registered-letter',
      'electronic-registered-letter',
      'commissaire-de-justice',
      'lawyer',
    ),
    outcome: oneOf('sent', 'not-sent'),
  },
  'choose-route': {
    route: oneOf('petites-creances', 'injonction-de-payer', 'recouvrement-simplifie', 'refere-provision', 'assignation'),
  },
  waive: { reason: maybe(text) },
  insolvency: { openedOn: day, publishedOn: maybe(day) },
  'change-plan': { plan: text, version: maybe(whole) },
  close: { reason: text },
};

const extras: Fields = { requestId: maybe(text), operator: maybe(text) };

/** What is wrong with the one JSON object of an operator's act, field by field, in French. Empty: nothing. */
export function actFaults(type: OutsideFact['type'], payload: unknown): Fault[] {
  return faultsIn({ ...fieldsOf[type], ...extras }, payload, '$');
}

function faultsIn(fields: Fields, payload: unknown, path: string): Fault[] {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    return [{ path, message: 'un objet JSON est attendu, par exemple {}' }];
  const values = new Map(Object.entries(payload));
  const unknown = [...values.keys()]
    .filter((key) => !(key in fields))
    .map((key) => ({
      path: `${path}.${key}`,
      message: `champ inconnu ; attendus : ${Object.keys(fields).join(', ') || 'aucun'}`,
    }));
  const wrong = Object.entries(fields).flatMap(([key, field]) => faultOf(field, values.get(key), `${path}.${key}`));
  return [...unknown, ...wrong];
}

function faultOf(field: Field, value: unknown, path: string): Fault[] {
  if (value === undefined) return field.optional ? [] : [{ path, message: `manque ; attendu : ${field.expected}` }];
  return field.holds(value) ? [] : [{ path, message: `reçu ${JSON.stringify(value)} ; attendu : ${field.expected}` }];
}
