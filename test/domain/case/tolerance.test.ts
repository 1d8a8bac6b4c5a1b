import { describe, expect, test } from 'vitest';
import { reservesLateCharges } from '../../../domain/case/next/late-charges.ts';
import { hasSmallRest, toleratedCents } from '../../../domain/case/next/tolerance.ts';
import { caseOf, heard, nextAt, planOf, reminder, told } from './case-of.ts';

const usual = planOf([reminder('r5', 5)]);
const large = (tolerance: object, more: object = {}) => planOf([reminder('r5', 5)], { tolerance, ...more });
const paid = (amountCents: number, id = 'p1') => ({ type: 'payment', id, amountCents }) as const;
const BEFORE = '2026-03-02T10:00';
const AFTER = '2026-03-09T10:00';

describe('a small rest', () => {
  test.each([
    [{}, 100],
    [{ cents: 0 }, 0],
    [{ cents: 500 }, 500],
    [{ cents: 100, perMille: 5 }, 600],
    [{ cents: 1000, perMille: 5 }, 1000],
  ])('%j of 1 200,00 EUR: %i cents', (tolerance, cents) => expect(toleratedCents(caseOf(), large(tolerance))).toBe(cents));

  test('equal is enough, one cent more is not, nothing left is no rest', () => {
    const rest = (cents: number) => hasSmallRest(heard(caseOf(), usual, [BEFORE, paid(120_000 - cents)]), usual);
    expect([0, 1, 100, 101].map(rest)).toEqual([false, true, true, false]);
  });

  test('is never asked for: a person is told once', () => {
    const short = heard(
      caseOf(),
      usual,
      [BEFORE, paid(119_999)],
      [BEFORE, { type: 'note-left-out', note: 'payment:p1', reason: '' }],
    );
    const coming = nextAt(short, usual, BEFORE);
    expect(coming.act).toMatchObject({ do: 'raise-task', kind: 'small-rest' });
    const raised = heard(short, usual, [BEFORE, { type: 'task-raised', task: 'small-rest', key: '1', context: coming.why }]);
    expect(told(nextAt(raised, usual, '2026-06-01T10:00'))).toContain('sous la tolérance du plan');
  });

  test('is let go the day after the due date where the plan says so, and the closing says how much', () => {
    const plan = large({ ['then' as const]: 'close' });
    const short = heard(
      caseOf(),
      plan,
      [BEFORE, paid(119_950)],
      [BEFORE, { type: 'note-left-out', note: 'payment:p1', reason: '' }],
    );
    expect(told(nextAt(short, plan, BEFORE))).toBe('close 2026-03-03');
    expect(nextAt(short, plan, BEFORE).act).toEqual({ do: 'close', reason: 'paid', letGoCents: 50 });
  });

  test('costs nobody the 40 EUR when everything else came in time, and them when it came late', () => {
    const plan = large({}, { lateCharges: 'claim' });
    const world = { contacts: [], openAmounts: null, lateChargesCents: 4_001 };
    const kindOf = (at: string) => nextAt(heard(caseOf(), plan, [at, paid(119_999)]), plan, AFTER, world).act;
    expect(kindOf(BEFORE)).toMatchObject({ kind: 'small-rest' });
    expect(kindOf('2026-03-05T10:00')).toMatchObject({ kind: 'late-charges' });
  });

  test('keeps a promise and a schedule', () => {
    const promised = heard(
      caseOf(),
      usual,
      [BEFORE, { type: 'promise', amountCents: 120_000, on: '2026-03-05' }],
      [BEFORE, paid(119_999)],
    );
    const silent = { ...promised, notes: [], raised: ['small-rest:1'] };
    expect(nextAt(silent, usual, '2026-03-06T00:00').act).toMatchObject({ do: 'end-hold', reason: { code: 'promise-kept' } });
    const schedule = [{ on: '2026-03-05', amountCents: 120_000 }];
    const agreed = heard(caseOf(), usual, [BEFORE, { type: 'instalments', schedule }], [BEFORE, paid(119_999)]);
    expect(nextAt({ ...agreed, notes: [], raised: ['small-rest:1'] }, usual, '2026-04-06T00:00').act).toMatchObject({
      do: 'end-hold',
    });
  });
});

describe('a receipt reserves what is still claimed', () => {
  const claiming = planOf([reminder('r5', 5)], { lateCharges: 'claim' });
  const late = heard(caseOf(), claiming, [AFTER, paid(120_000)]);
  test.each([
    ['paid late', late, claiming, true],
    ['paid in time', heard(caseOf(), claiming, [BEFORE, paid(120_000)]), claiming, false],
    ['waived by the plan', late, usual, false],
    ['waived by a person', heard(late, claiming, [AFTER, { type: 'waive' }]), claiming, false],
    ['a consumer before any notice', { ...late, debtor: { ...late.debtor, kind: 'consumer' as const } }, claiming, false],
  ] as const)('%s', (_what, theCase, plan, reserved) => expect(reservesLateCharges(theCase, plan)).toBe(reserved));
});
