import { describe, expect, test } from 'vitest';
import { standingOf } from '../../../cases/standing.ts';
import type { Field } from '../../../domain/case/acts/field.ts';
import { type ActName, actFaults, actNames, acts, factOf, fieldsOf, refusalOf } from '../../../domain/case/acts/index.ts';
import { apply } from '../../../domain/case/apply/apply.ts';
import type { Case } from '../../../domain/case/case.ts';
import { claimOfCase } from '../../../domain/case/claim-of-case.ts';
import type { Fact, OutsideFact } from '../../../domain/case/facts/fact.ts';
import { factFaults } from '../../../domain/case/facts/shape.ts';
import { sentenceOf } from '../../../domain/case/show/sentences.ts';
import { aloneInTheWorld } from '../../../domain/case/world.ts';
import type { Plan } from '../../../domain/plan/plan.ts';
import { shippedPlans } from '../../../domain/plan/shipped.ts';
import { caseOf, heard, sent } from './case-of.ts';

/** What is taken at the door must leave a case that goes on: one that throws is dead, and holds its debtor's other cases up. */
const NOW = '2026-03-10T10:00:00+01:00';
const TODAY = '2026-03-10';
const plan = shippedPlans.find(({ id }) => id === 'default-b2b') as Plan;
const open = caseOf();
const cases: readonly Case[] = [
  open,
  heard(open, plan, ['2026-03-04T10:00', sent('reminder-5')], ['2026-03-05T10:00', { type: 'dispute-opened' }]),
  heard(open, plan, ['2026-03-04T10:00', { type: 'payment', id: 'p1', amountCents: 120_000 }]),
  heard(open, plan, ['2026-03-04T10:00', { type: 'insolvency', openedOn: '2026-03-01' }]),
  heard(open, plan, ['2026-03-04T10:00', { type: 'closed', reason: 'paid' }]),
];

const LARGEST = Number.MAX_SAFE_INTEGER;
const days = ['0100-01-01', '1582-10-10', '1969-12-31', '2005-12-31', '2100-02-28', '9899-12-31', '9999-12-31'];
const texts = ['é'.repeat(1000), '"\\😀{{ debtor.iban }}<script>', '__proto__', '75'];
const extremes: { readonly [K in Field['kind']]: (field: Extract<Field, { kind: K }>) => readonly unknown[] } = {
  text: () => texts,
  lines: () => [...texts, 'une ligne\n\nune autre\r\n', 'é\n'.repeat(2000)],
  cents: () => [1, 120_000, LARGEST],
  date: () => days,
  flag: () => [true, false],
  whole: () => [1, 2_147_483_647],
  choice: ({ choices }) => Object.keys(choices),
  list: ({ of }) => [Array.from({ length: 500 }, (_, nth) => itemOf(of, nth))],
};

function valuesOf(field: Field): readonly unknown[] {
  return (extremes[field.kind] as (field: Field) => readonly unknown[])(field);
}

function itemOf(of: Readonly<Record<string, Field>>, nth: number): object {
  return Object.fromEntries(
    Object.entries(of).map(([name, field]) => [name, valuesOf(field)[nth % valuesOf(field).length]] as const),
  );
}

function payloadsOf(name: ActName): Readonly<Record<string, unknown>>[] {
  const { sample } = acts[name];
  const changed = Object.entries(fieldsOf(name)).flatMap(([field, kind]) =>
    valuesOf(kind).map((value) => ({ ...sample, [field]: value })),
  );
  return [sample, ...changed].filter((payload) => actFaults(name, payload).length === 0);
}

/** Hears it, shows where the case stands, and looks again much later. */
function live(theCase: Case, told: OutsideFact): void {
  const fact: Fact = { ...told, at: NOW, actor: 'test' };
  const after = apply(theCase, fact, plan);
  for (const at of [NOW, '2040-01-01T10:00:00+01:00']) {
    const asOf = at.slice(0, 10);
    claimOfCase(after, { kind: 'company', terms: {} }, asOf);
    standingOf({ case: after, plan, revision: 1, world: aloneInTheWorld, lately: [fact] }, Date.parse(at));
  }
  expect(sentenceOf(fact, 'EUR')).not.toBe('');
}

/** What threw, and where. */
function whereOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 4).join(' | ') : String(error);
}

const shown = (told: object) => JSON.stringify(told).slice(0, 200);

describe('an act at the edge of what is taken is refused, or leaves a case that goes on', () => {
  test.each(actNames)('%s', (name) => {
    const broken = payloadsOf(name).flatMap((payload) =>
      cases.flatMap((theCase) => {
        try {
          const fact = factOf(name, payload);
          if (refusalOf(theCase, fact, plan, TODAY) === null) live(theCase, fact);
          return [];
        } catch (error) {
          return [`${shown(payload)}: ${whereOf(error)}`];
        }
      }),
    );
    expect(broken).toEqual([]);
  });
});

/** Each kind of fact that machines tell, with every field it has, in its smallest true form. */
const facts: readonly Record<string, unknown>[] = [
  { type: 'payment', id: 'p9', amountCents: 5, on: TODAY },
  { type: 'payment-reversed', payment: 'p1' },
  { type: 'credit-note', id: 'a1', amountCents: 5, on: TODAY },
  { type: 'payment-announced', amountCents: 5, on: TODAY },
  { type: 'debtor-wrote', channel: 'email', about: 'dispute', document: 'd' },
  { type: 'invoice-status', status: 210, amountCents: 5, reason: 'r' },
  { type: 'invoice-changed', dueOn: TODAY, totalCents: 5 },
  { type: 'invoice-cancelled', reason: 'r' },
  { type: 'pause', until: TODAY, reason: 'r' },
  { type: 'message-delivered', channel: 'email', reason: 'r', message: 'm', step: 's', sequence: 1 },
  { type: 'message-bounced', channel: 'sms', reason: 'r', message: 'm', step: 's', sequence: 1 },
  { type: 'opt-out', channel: 'sms' },
  { type: 'notice-event', outcome: 'received', on: TODAY },
  { type: 'contact-changed', email: false },
  { type: 'insolvency', openedOn: TODAY, publishedOn: TODAY, courtDepartment: '75', creditorDepartment: '974' },
];
const anything = [1, -1, 0, 1.5, LARGEST, 1e308, '12', '', 'garbage', '__proto__', true, null, [], {}, ...days];

describe('a fact of a machine, each field of it anything, makes no sense or leaves a case that goes on', () => {
  test.each(facts.map((fact) => [String(fact.type), fact] as const))('%s', (_, fact) => {
    const variants = Object.keys(fact).flatMap((field) => [
      Object.fromEntries(Object.entries(fact).filter(([name]) => name !== field)),
      ...anything.map((value) => ({ ...fact, [field]: value })),
    ]);
    expect(factFaults(fact as { type: string }), 'a true one').toEqual([]);
    const broken = variants.flatMap((told) => {
      try {
        if (factFaults(told as { type: string }).length === 0)
          for (const theCase of cases) live(theCase, told as unknown as OutsideFact);
        return [];
      } catch (error) {
        return [`${shown(told)}: ${whereOf(error)}`];
      }
    });
    expect(broken).toEqual([]);
  });
});
