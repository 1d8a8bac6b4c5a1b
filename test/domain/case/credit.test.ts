import { describe, expect, test } from 'vitest';
import { balanceCents, uncontestedCents } from '../../../domain/case/balance.ts';
import type { Case } from '../../../domain/case/case.ts';
import { coveredCents, creditCents } from '../../../domain/case/next/credit.ts';
import { strongestHold } from '../../../domain/case/phase.ts';
import { aloneInTheWorld } from '../../../domain/case/world.ts';
import { caseOf, heard, nextAt, planOf, reminder, told } from './case-of.ts';

const plan = planOf([reminder('r5', 5)]);
const AT = '2026-03-09T10:00';
const invoice = (id: string, dueOn: string, totalCents = 80_000, currency = 'EUR') =>
  caseOf({ id, dueOn, totalCents, currency }, { id });
const inCredit = (cents: number): Case => {
  const paid = heard(invoice('paid', '2026-02-02'), plan, [
    '2026-02-03T10:00',
    { type: 'payment', id: 'p', amountCents: 80_000 + cents },
  ]);
  const task = { type: 'task-raised', task: 'credit', key: String(-cents), context: '' } as const;
  return heard(paid, plan, ['2026-02-03T10:00', task], ['2026-02-03T10:00', { type: 'closed', reason: 'paid' }]);
};
const world = (covered: number) => ({ ...aloneInTheWorld, creditCents: covered });

describe('what a credit covers', () => {
  const [old, young] = [invoice('old', '2026-03-01'), invoice('young', '2026-03-05')];
  test.each([
    [100_000, 80_000, 20_000],
    [50_000, 50_000, 0],
    [500_000, 80_000, 80_000],
  ])('%i: the oldest first, each up to what is asked for it', (credit, ofOld, ofYoung) => {
    const cases = [young, old, inCredit(credit)];
    expect([coveredCents(old, cases), coveredCents(young, cases)]).toEqual([ofOld, ofYoung]);
  });
  test('never another currency', () =>
    expect(coveredCents(invoice('usd', '2026-03-01', 80_000, 'USD'), [inCredit(100_000)])).toBe(0));
  test('nor what is disputed', () => {
    const disputed = heard(old, plan, [AT, { type: 'dispute-opened', amountCents: 30_000 }]);
    expect(coveredCents(disputed, [disputed, inCredit(100_000)])).toBe(50_000);
  });
  test('nobody was told of it: it is no credit yet', () => expect(creditCents({ ...inCredit(100_000), tasks: [] })).toBe(0));
});

describe('the hold', () => {
  const open = invoice('i1', '2026-03-02');
  const held = (cents: number) => heard(open, plan, [AT, { type: 'credit-held', amountCents: cents }]);

  test('comes when something would be asked, never for less than the tolerance', () => {
    expect(nextAt(open, plan, AT, world(80_000)).act).toEqual({ do: 'hold-credit', amountCents: 80_000 });
    expect(told(nextAt(open, plan, AT, world(100)))).toBe('send r5 email 2026-03-09');
  });
  test('of everything keeps the case, of a part lets the rest be asked', () => {
    expect([strongestHold(held(80_000)), told(nextAt(held(80_000), plan, AT, world(80_000)))]).toEqual([
      'credit',
      'crédit du client\u00a0: à rembourser ou à utiliser d’abord',
    ]);
    expect([strongestHold(held(50_000)), uncontestedCents(held(50_000))]).toEqual(['none', 30_000]);
    expect(told(nextAt(held(50_000), plan, AT, world(50_000)))).toBe('send r5 email 2026-03-09');
  });
  test('follows the credit and ends with it', () => {
    expect(nextAt(held(80_000), plan, AT, world(30_000)).act).toEqual({ do: 'hold-credit', amountCents: 30_000 });
    expect(nextAt(held(80_000), plan, AT, world(0)).act).toMatchObject({ do: 'end-hold', hold: 'credit' });
  });
});

describe('a person', () => {
  test('gives a part back, then the rest: the task ends with the credit', () => {
    const part = heard(inCredit(100_000), plan, [AT, { type: 'refunded', amountCents: 40_000 }]);
    expect([balanceCents(part), part.tasks.length]).toEqual([-60_000, 1]);
    const all = heard(part, plan, [AT.replace('10:00', '10:01'), { type: 'refunded' }]);
    expect([balanceCents(all), all.tasks.length]).toEqual([0, 0]);
  });
  test('uses it for another invoice, which takes what it owes', () => {
    const used = heard(inCredit(100_000), plan, [AT, { type: 'use-credit', to: 'i1' }]);
    expect(nextAt(used, plan, AT).act).toMatchObject({ do: 'pass-credit', to: 'i1', amountCents: 100_000 });
    const id = used.creditUses?.[0]?.id ?? '';
    const passed = heard(used, plan, [AT, { type: 'credit-passed', id, to: 'i1', amountCents: 80_000 }]);
    expect(balanceCents(passed)).toBe(-20_000);
    const back = heard(used, plan, [AT, { type: 'credit-returned', id, to: 'i1', reason: 'dossier clos' }]);
    expect([balanceCents(back), back.tasks.map(({ kind }) => kind)]).toEqual([-100_000, ['credit']]);
  });
});
